package dev.chiron.nn.architecture;

import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.DoubleUnaryOperator;

/** The equations of a transformer by loops over doubles, on tensors as files name them. */
record ReferenceMath(Map<String, double[]> tensors) {
  double[] tensor(String name) {
    double[] values = tensors.get(name);
    if (values == null) {
      throw new IllegalArgumentException(name);
    }
    return values;
  }

  /** Row {@code index} of a table with rows of some width. */
  double[] row(String name, int index, int width) {
    double[] row = new double[width];
    System.arraycopy(tensor(name), index * width, row, 0, width);
    return row;
  }

  /** y_o = Σ_i W[o][i] x_i + b_o, the bias only where there is one. */
  double[] linear(String module, double[] x) {
    double[] matrix = tensor(module + ".weight");
    double[] y = new double[matrix.length / x.length];
    for (int o = 0; o < y.length; o++) {
      for (int i = 0; i < x.length; i++) {
        y[o] += matrix[o * x.length + i] * x[i];
      }
    }
    return tensors.containsKey(module + ".bias") ? sum(y, tensor(module + ".bias")) : y;
  }

  /** y_o = Σ_i W[i][o] x_i + b_o: GPT-2's matrices are [in, out]. */
  double[] convolution(String module, double[] x) {
    double[] matrix = tensor(module + ".weight");
    double[] y = tensor(module + ".bias").clone();
    for (int i = 0; i < x.length; i++) {
      for (int o = 0; o < y.length; o++) {
        y[o] += matrix[i * y.length + o] * x[i];
      }
    }
    return y;
  }

  double[] layerNorm(String module, double[] x, double epsilon) {
    double mean = 0;
    for (double each : x) {
      mean += each / x.length;
    }
    double variance = 0;
    for (double each : x) {
      variance += (each - mean) * (each - mean) / x.length;
    }
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] =
          tensor(module + ".weight")[i] * (x[i] - mean) / Math.sqrt(variance + epsilon)
              + tensor(module + ".bias")[i];
    }
    return y;
  }

  double[] rmsNorm(String module, double[] x, double epsilon) {
    double square = 0;
    for (double each : x) {
      square += each * each / x.length;
    }
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = tensor(module + ".weight")[i] * x[i] / Math.sqrt(square + epsilon);
    }
    return y;
  }

  /**
   * Attention of all positions.
   *
   * @param q [time][heads * size], and k and v with fewer heads if they are shared
   * @param allowed whether a query (first) may see a key (second)
   */
  static double[][] attend(
      double[][] q, double[][] k, double[][] v, int size, BiPredicate<Integer, Integer> allowed) {
    int heads = q[0].length / size;
    int group = heads / (k[0].length / size);
    double[][] mixed = new double[q.length][q[0].length];
    for (int h = 0; h < heads; h++) {
      int at = h / group * size;
      for (int t = 0; t < q.length; t++) {
        double[] score = new double[k.length];
        double total = 0;
        for (int s = 0; s < k.length; s++) {
          if (allowed.test(t, s)) {
            for (int i = 0; i < size; i++) {
              score[s] += q[t][h * size + i] * k[s][at + i] / Math.sqrt(size);
            }
            score[s] = Math.exp(score[s]);
            total += score[s];
          }
        }
        for (int s = 0; s < k.length; s++) {
          for (int i = 0; allowed.test(t, s) && i < size; i++) {
            mixed[t][h * size + i] += score[s] / total * v[s][at + i];
          }
        }
      }
    }
    return mixed;
  }

  /** Turns the pair (i, i + turned/2) of every head by position · base^(-2i/turned). */
  static double[] rotate(double[] heads, int size, int turned, int position, double base) {
    double[] y = heads.clone();
    int half = turned / 2;
    for (int head = 0; head < heads.length; head += size) {
      for (int i = 0; i < half; i++) {
        double angle = position * Math.pow(base, -2.0 * i / turned);
        double a = heads[head + i];
        double b = heads[head + half + i];
        y[head + i] = a * Math.cos(angle) - b * Math.sin(angle);
        y[head + half + i] = b * Math.cos(angle) + a * Math.sin(angle);
      }
    }
    return y;
  }

  static double[] map(double[] x, DoubleUnaryOperator function) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = function.applyAsDouble(x[i]);
    }
    return y;
  }

  static double[] sum(double[] x, double[] more) {
    double[] y = x.clone();
    for (int i = 0; i < x.length; i++) {
      y[i] += more[i];
    }
    return y;
  }

  static double[] product(double[] x, double[] more) {
    double[] y = x.clone();
    for (int i = 0; i < x.length; i++) {
      y[i] *= more[i];
    }
    return y;
  }

  static double silu(double x) {
    return x / (1 + Math.exp(-x));
  }

  static double geluByTanh(double x) {
    return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
  }

  /** x Φ(x), with the error function summed as its Taylor series. */
  static double gelu(double x) {
    double z = x / Math.sqrt(2);
    double term = z;
    double series = z;
    for (int n = 1; n < 200; n++) {
      term *= -z * z / n;
      series += term / (2 * n + 1);
    }
    return 0.5 * x * (1 + 2 / Math.sqrt(Math.PI) * series);
  }
}
