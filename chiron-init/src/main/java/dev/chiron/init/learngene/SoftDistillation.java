package dev.chiron.init.learngene;

import dev.chiron.nn.objective.BatchFunction;
import dev.chiron.nn.objective.Losses;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.training.Objective;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Distillation of a classifier: {@code (1 - λ) cross-entropy + λ τ² KL(teacher ‖ student)}, both at
 * the temperature τ. The authors' runs have λ = 1, so that labels are not used, and divide the
 * divergence by batch and classes; dividing by the batch alone is the mathematical mean.
 *
 * @param student logits, recorded for gradients: [examples, classes]
 * @param teacher logits of the same classes
 * @param labels of the examples
 * @param lambda the teacher's share, 0 to 1
 * @param temperature τ, above 0
 * @param byClasses whether the divergence is divided by the number of classes too
 */
public record SoftDistillation(
    BatchFunction student,
    BatchFunction teacher,
    List<Integer> labels,
    double lambda,
    double temperature,
    boolean byClasses)
    implements Objective {
  public SoftDistillation {
    labels = List.copyOf(labels);
    if (!(temperature > 0) || !(lambda >= 0 && lambda <= 1)) {
      throw new IllegalArgumentException(
          "distillation needs a temperature above 0 and a lambda from 0 to 1, not %s and %s"
              .formatted(temperature, lambda));
    }
  }

  @Override
  public int size() {
    return labels.size();
  }

  @Override
  public Tensor loss(int[] examples) {
    Tensor logits = student.apply(examples);
    Tensor loss = Tensors.zeros(torch.ScalarType.Float);
    if (lambda < 1) {
      long[] targets = new long[examples.length];
      for (int i = 0; i < targets.length; i++) {
        targets[i] = labels.get(examples[i]);
      }
      Tensor hard = Losses.crossEntropy(logits, Tensors.onDeviceOf(logits, Tensors.longs(targets)));
      loss = hard.mul(new Scalar(1 - lambda));
    }
    if (lambda > 0) {
      Tensor taught;
      try (var _ = Torch.noGradient()) {
        taught = teacher.apply(examples);
      }
      loss = loss.add(divergence(taught, logits, temperature, byClasses), new Scalar(lambda));
    }
    return loss;
  }

  /** {@code τ² Σ p (log p - log q)}, summed over the examples. */
  static Tensor divergence(Tensor taught, Tensor learned, double temperature, boolean byClasses) {
    Scalar soft = new Scalar(1 / temperature);
    Tensor p = torch.log_softmax(taught.mul(soft), -1);
    Tensor q = torch.log_softmax(learned.mul(soft), -1);
    double factor = temperature * temperature / (byClasses ? taught.size(1) : 1);
    return p.exp().mul(p.sub(q)).sum().mul(new Scalar(factor));
  }
}
