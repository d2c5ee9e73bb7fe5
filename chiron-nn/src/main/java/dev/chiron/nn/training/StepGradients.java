package dev.chiron.nn.training;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The gradients of whole steps: added up over micro-batches, and over the workers among which these
 * are dealt out.
 *
 * @param dropout seeds libtorch's generator anew for each micro-batch
 */
record StepGradients(Parameters parameters, Objective objective, Seeds dropout, Workers workers) {

  /**
   * Leaves the gradients of the mean loss of a step in the parameters.
   *
   * @param batches examples of each micro-batch
   * @return the mean, a scalar in the caller's scope; empty if the thread was interrupted, whose
   *     flag is cleared
   */
  Optional<Tensor> compute(long step, List<int[]> batches) {
    double weight = batches.stream().mapToDouble(this::weight).sum();
    Gradients.clear(parameters);
    Tensor sum = null;
    for (int i = workers.rank(); i < batches.size(); i += workers.size()) {
      Torch.seed(dropout.derive(step + "." + i));
      Tensor loss = accumulate(batches.get(i), weight);
      sum = sum == null ? loss : sum.add(loss);
      if (Thread.interrupted()) {
        return Optional.empty();
      }
    }
    Tensor total = sum == null ? Tensors.zeros(ScalarType.Float) : sum;
    Gradients.sum(parameters, workers, total);
    return Optional.of(total);
  }

  private double weight(int[] examples) {
    return IntStream.of(examples).mapToDouble(objective::weight).sum();
  }

  /** Adds the gradients of a micro-batch's share of the step's mean; gives the share. */
  private Tensor accumulate(int[] examples, double stepWeight) {
    try (Scope scope = Scope.open()) {
      // A step without anything to learn has no mean; its sum is 0.
      Scalar divisor = new Scalar(stepWeight > 0 ? stepWeight : 1);
      Tensor share = objective.loss(examples).div(divisor);
      if (share.requires_grad()) {
        share.backward();
      }
      return scope.keep(share.detach());
    }
  }
}
