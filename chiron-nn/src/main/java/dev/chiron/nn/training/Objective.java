package dev.chiron.nn.training;

import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * What is minimised: a mean over examples, given as a sum and a weight so that any split of a batch
 * has the same gradient.
 */
public interface Objective {
  /** How many examples there are. */
  int size();

  /**
   * What an example counts for in the mean, such as its number of learned tokens; 1 if all alike.
   */
  default double weight(int example) {
    return 1;
  }

  /**
   * What an example costs, such as its number of tokens; examples of like length go together. 1 if
   * all alike.
   */
  default int length(int example) {
    return 1;
  }

  /**
   * The sum of the weighted losses of some examples: a scalar, in the caller's scope, recorded for
   * gradients where gradients are recorded.
   */
  Tensor loss(int[] examples);

  /** Names what the examples are, so that a run is not resumed with others. */
  default String fingerprint() {
    return size() + " examples";
  }

  /** The mean loss of all examples, without gradients; NaN if no example has any weight. */
  default double mean(int batch) {
    int[] byLength =
        IntStream.range(0, size())
            .boxed()
            .sorted(Comparator.comparingInt(this::length))
            .mapToInt(Integer::intValue)
            .toArray();
    double sum = 0;
    double weight = 0;
    for (int from = 0; from < byLength.length; from += batch) {
      int[] examples =
          java.util.Arrays.copyOfRange(byLength, from, Math.min(from + batch, byLength.length));
      try (Scope _ = Scope.open();
          var _ = Torch.noGradient()) {
        sum += Tensors.item(loss(examples));
      }
      weight += IntStream.of(examples).mapToDouble(this::weight).sum();
    }
    return sum / weight;
  }
}
