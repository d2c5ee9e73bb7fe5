package dev.chiron.nn.objective;

import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.training.Objective;
import dev.chiron.nn.training.TokenBatch;
import dev.chiron.nn.training.TrainingExample;
import dev.chiron.nn.training.TrainingSet;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Distillation (Hinton et al., 2015, arXiv:1503.02531): at each learned token {@code α T²
 * KL(teacher ‖ student) + (1 - α) cross-entropy}, where the divergence is between both
 * distributions at the temperature T, and T² keeps its gradient's size.
 *
 * @param student what is trained
 * @param teacher of the same vocabulary; it gets no gradients
 * @param temperature T, above 0
 * @param alpha the share of the teacher, 0 to 1
 */
public record Distillation(
    TokenModel student, TokenModel teacher, TrainingSet examples, double temperature, double alpha)
    implements Objective {
  public Distillation {
    if (!(temperature > 0) || !(alpha >= 0 && alpha <= 1)) {
      throw new IllegalArgumentException(
          "distillation needs a temperature above 0 and an alpha from 0 to 1, not %s and %s"
              .formatted(temperature, alpha));
    }
  }

  @Override
  public int size() {
    return examples.size();
  }

  @Override
  public double weight(int example) {
    return example(example).weight();
  }

  @Override
  public int length(int example) {
    return example(example).length();
  }

  private TrainingExample example(int index) {
    return examples.get(index).last(Math.min(student.longest(), teacher.longest()));
  }

  @Override
  public Tensor loss(int[] chosen) {
    List<TrainingExample> rows = Arrays.stream(chosen).mapToObj(this::example).toList();
    TokenBatch batch = student.batch(rows);
    if (batch.predictions() == 0) {
      return Tensors.zeros(ScalarType.Float);
    }
    Tensor logits = student.logits(batch);
    Tensor weights = student.here(batch.weights());
    Tensor divergence = divergence(logits, batch).mul(weights).sum();
    Tensor hard = Losses.crossEntropy(logits, student.here(batch.targets()), weights);
    return divergence
        .mul(new Scalar(alpha * temperature * temperature))
        .add(hard, new Scalar(1 - alpha));
  }

  /** [predictions] */
  private Tensor divergence(Tensor logits, TokenBatch batch) {
    Scalar soft = new Scalar(1 / temperature);
    Tensor taught;
    try (var _ = Torch.noGradient()) {
      taught = torch.log_softmax(teacher.logits(batch).mul(soft), -1);
    }
    Tensor learned = torch.log_softmax(logits.mul(soft), -1);
    return taught.exp().mul(taught.sub(learned)).sum(-1);
  }
}
