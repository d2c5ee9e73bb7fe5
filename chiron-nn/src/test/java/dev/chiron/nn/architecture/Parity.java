package dev.chiron.nn.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Holds a forward pass and its gradients against a reference over plain doubles. Both run in double
 * precision on weights in which nothing is at its neutral value.
 */
final class Parity {
  private static final double STEP = 1e-5;
  private static final int ENTRIES = 3;

  private Parity() {}

  /** Float32 weights in which each matters; the caller closes them. */
  static Parameters noisyWeights(Network network, long seed) {
    Parameters parameters = network.initialize(new Seeds(seed));
    RandomGenerator random = new Seeds(seed).generator("noise");
    LinkedHashMap<String, Tensor> noisy = new LinkedHashMap<>();
    try (Scope _ = Scope.open()) {
      for (String name : parameters.names()) {
        float[] values = Tensors.floats(parameters.get(name));
        for (int i = 0; i < values.length; i++) {
          values[i] += (float) (0.1 * random.nextGaussian());
        }
        long[] shape = Tensors.shape(parameters.get(name));
        noisy.put(name, Tensors.floats(values, values.length).reshape(shape));
      }
      parameters.load(Weights.of(noisy));
    }
    return parameters;
  }

  /** What the reference computes with. */
  static Map<String, double[]> doubles(Weights weights) {
    Map<String, double[]> all = new HashMap<>();
    try (Scope _ = Scope.open()) {
      for (String name : weights.names()) {
        float[] values = Tensors.floats(weights.get(name));
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
          wide[i] = values[i];
        }
        all.put(name, wide);
      }
    }
    return all;
  }

  /**
   * Asserts that a pass gives what the reference gives, and that the gradient of a weighted sum of
   * it is the slope of the reference's.
   */
  static void assertEqualsReference(
      Network network,
      long seed,
      Function<Weights, Tensor> pass,
      Function<Map<String, double[]>, double[]> reference) {
    LinkedHashMap<String, Tensor> wide = new LinkedHashMap<>();
    Map<String, double[]> plain;
    try (Parameters narrow = noisyWeights(network, seed)) {
      plain = doubles(narrow);
      narrow.names().forEach(name -> wide.put(name, narrow.get(name).to(ScalarType.Double)));
    }
    try (Scope _ = Scope.open();
        Parameters weights = Parameters.owning(wide).trainAll()) {
      Tensor output = pass.apply(weights);
      double[] expected = reference.apply(plain);
      float[] actual = Tensors.floats(output);
      assertThat(actual).hasSameSizeAs(expected);
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) actual[i])
            .as("output %d", i)
            .isCloseTo(expected[i], within(1e-5 * (1 + Math.abs(expected[i]))));
      }
      float[] shares = new float[expected.length];
      for (int i = 0; i < shares.length; i++) {
        shares[i] = (float) Math.sin(i + 1);
      }
      Tensor coefficients = Tensors.floats(shares, shares.length).to(ScalarType.Double).reshape(-1);
      output.reshape(-1).mul(coefficients).sum().backward();
      for (String name : weights.names()) {
        assertGradient(name, weights.get(name), shares, plain, reference);
      }
    }
  }

  private static void assertGradient(
      String name,
      Tensor weight,
      float[] shares,
      Map<String, double[]> plain,
      Function<Map<String, double[]>, double[]> reference) {
    Tensor recorded = weight.grad();
    float[] gradient =
        recorded.defined() ? Tensors.floats(recorded) : new float[(int) weight.numel()];
    double[] values = Objects.requireNonNull(plain.get(name), name);
    for (int i = 0; i < gradient.length; i += Math.max(1, gradient.length / ENTRIES)) {
      double original = values[i];
      values[i] = original + STEP;
      double high = sum(reference.apply(plain), shares);
      values[i] = original - STEP;
      double low = sum(reference.apply(plain), shares);
      values[i] = original;
      assertThat((high - low) / (2 * STEP))
          .as("d loss / d %s[%d]", name, i)
          .isCloseTo(gradient[i], within(1e-5 + 1e-4 * Math.abs(gradient[i])));
    }
  }

  private static double sum(double[] output, float[] shares) {
    double sum = 0;
    for (int i = 0; i < output.length; i++) {
      sum += output[i] * shares[i];
    }
    return sum;
  }
}
