package dev.chiron.prompting.dynaicl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A network of two hidden layers with ReLU and a softmax on top, trained by Adam. It is small
 * enough for plain loops, so that a controller needs no native code.
 */
final class Perceptron {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final List<Layer> layers;
  private int steps;

  private Perceptron(List<Layer> layers) {
    this.layers = layers;
  }

  /** A linear map with its gradient and Adam's moments; the last column of a row is the bias. */
  private static final class Layer {
    private final int in;
    private final double[][] weights;
    private final double[][] gradient;
    private final double[][] mean;
    private final double[][] square;

    Layer(double[][] weights) {
      this.in = weights[0].length - 1;
      this.weights = weights;
      this.gradient = new double[weights.length][in + 1];
      this.mean = new double[weights.length][in + 1];
      this.square = new double[weights.length][in + 1];
    }

    double[] forward(double[] input) {
      double[] output = new double[weights.length];
      for (int o = 0; o < output.length; o++) {
        double sum = weights[o][in];
        for (int i = 0; i < in; i++) {
          sum += weights[o][i] * input[i];
        }
        output[o] = sum;
      }
      return output;
    }

    double[] backward(double[] input, double[] above) {
      double[] below = new double[in];
      for (int o = 0; o < above.length; o++) {
        for (int i = 0; i < in; i++) {
          gradient[o][i] += above[o] * input[i];
          below[i] += above[o] * weights[o][i];
        }
        gradient[o][in] += above[o];
      }
      return below;
    }

    void update(double rate, int step) {
      for (int o = 0; o < weights.length; o++) {
        for (int i = 0; i <= in; i++) {
          double g = gradient[o][i];
          mean[o][i] = BETA1 * mean[o][i] + (1 - BETA1) * g;
          square[o][i] = BETA2 * square[o][i] + (1 - BETA2) * g * g;
          double m = mean[o][i] / (1 - Math.pow(BETA1, step));
          double v = square[o][i] / (1 - Math.pow(BETA2, step));
          weights[o][i] -= rate * m / (Math.sqrt(v) + EPSILON);
          gradient[o][i] = 0;
        }
      }
    }
  }

  /** Fresh weights (He et al. 2015). */
  static Perceptron fresh(int in, int hidden, int out, RandomGenerator random) {
    int[] sizes = {in, hidden, hidden, out};
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; l + 1 < sizes.length; l++) {
      double[][] weights = new double[sizes[l + 1]][sizes[l] + 1];
      double deviation = Math.sqrt(2.0 / sizes[l]);
      for (double[] row : weights) {
        for (int i = 0; i < sizes[l]; i++) {
          row[i] = deviation * random.nextGaussian();
        }
      }
      layers.add(new Layer(weights));
    }
    return new Perceptron(layers);
  }

  /** From weights as {@link #weights} gives them. */
  static Perceptron of(List<List<List<Double>>> weights) {
    return new Perceptron(
        weights.stream()
            .map(
                layer ->
                    new Layer(
                        layer.stream()
                            .map(row -> row.stream().mapToDouble(w -> w).toArray())
                            .toArray(double[][]::new)))
            .toList());
  }

  /** By layer, output and input, the bias last. */
  List<List<List<Double>>> weights() {
    List<List<List<Double>>> all = new ArrayList<>();
    for (Layer layer : layers) {
      List<List<Double>> rows = new ArrayList<>();
      for (double[] row : layer.weights) {
        rows.add(Arrays.stream(row).boxed().toList());
      }
      all.add(rows);
    }
    return all;
  }

  int inputs() {
    return layers.getFirst().in;
  }

  /** The softmax of the outputs. */
  double[] probabilities(float[] input) {
    return softmax(activations(input).getLast());
  }

  /**
   * Adds the gradient of a loss for one input.
   *
   * @param byLogits the loss's derivatives by the logits
   */
  void accumulate(float[] input, double[] byLogits) {
    List<double[]> activations = activations(input);
    double[] above = byLogits;
    for (int l = layers.size() - 1; l >= 0; l--) {
      double[] below = layers.get(l).backward(activations.get(l), above);
      for (int i = 0; i < below.length && l > 0; i++) {
        below[i] = activations.get(l)[i] > 0 ? below[i] : 0;
      }
      above = below;
    }
  }

  /** One step of Adam on what has been accumulated, which is forgotten then. */
  void step(double rate) {
    steps++;
    layers.forEach(layer -> layer.update(rate, steps));
  }

  /** The input of each layer and, last, the logits. */
  private List<double[]> activations(float[] input) {
    double[] at = new double[input.length];
    for (int i = 0; i < at.length; i++) {
      at[i] = input[i];
    }
    List<double[]> all = new ArrayList<>(List.of(at));
    for (int l = 0; l < layers.size(); l++) {
      at = layers.get(l).forward(at);
      for (int i = 0; i < at.length && l + 1 < layers.size(); i++) {
        at[i] = Math.max(0, at[i]);
      }
      all.add(at);
    }
    return all;
  }

  static double[] softmax(double[] logits) {
    double most = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      most = Math.max(most, logit);
    }
    double total = 0;
    double[] probabilities = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] = Math.exp(logits[i] - most);
      total += probabilities[i];
    }
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] /= total;
    }
    return probabilities;
  }
}
