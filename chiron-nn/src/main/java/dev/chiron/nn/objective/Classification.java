package dev.chiron.nn.objective;

import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.training.Objective;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Cross-entropy of classes.
 *
 * @param logits [examples, classes] by any model
 * @param labels the class of each example
 */
public record Classification(BatchFunction logits, List<Integer> labels) implements Objective {
  public Classification {
    labels = List.copyOf(labels);
  }

  /**
   * Texts by a linear head on the final state of their last token.
   *
   * @param head [classes, width], asked for at each step
   */
  public static Classification ofTexts(
      TokenModel model, Supplier<Tensor> head, List<int[]> texts, List<Integer> labels) {
    return new Classification(
        examples ->
            torch.linear(
                model.lastHidden(Arrays.stream(examples).mapToObj(texts::get).toList()),
                head.get()),
        labels);
  }

  @Override
  public int size() {
    return labels.size();
  }

  @Override
  public Tensor loss(int[] examples) {
    Tensor given = logits.apply(examples);
    Tensor targets = Tensors.longs(Arrays.stream(examples).map(labels::get).toArray());
    return Losses.crossEntropy(given, Tensors.onDeviceOf(given, targets));
  }
}
