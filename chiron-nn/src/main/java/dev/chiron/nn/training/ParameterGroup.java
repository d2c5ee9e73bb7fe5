package dev.chiron.nn.training;

import dev.chiron.nn.weights.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;

/**
 * Trained tensors that an optimiser treats alike.
 *
 * @param weightDecay per step, times the learning rate
 * @param learningRateScale what the schedule's rate is multiplied by
 */
public record ParameterGroup(
    SequencedMap<String, Tensor> tensors, double weightDecay, double learningRateScale) {

  /**
   * The usual two groups: matrices decay; vectors, which are norms and biases, do not.
   *
   * @param parameters those that are trained are taken
   */
  public static List<ParameterGroup> decayingMatrices(Parameters parameters, double weightDecay) {
    SequencedMap<String, Tensor> matrices = new LinkedHashMap<>();
    SequencedMap<String, Tensor> vectors = new LinkedHashMap<>();
    parameters
        .trained()
        .forEach((name, tensor) -> (tensor.dim() >= 2 ? matrices : vectors).put(name, tensor));
    return List.of(new ParameterGroup(matrices, weightDecay, 1), new ParameterGroup(vectors, 0, 1));
  }
}
