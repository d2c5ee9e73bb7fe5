package dev.chiron.nn.architecture;

import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** The equations of transformers as loops over doubles, written from the papers. */
final class Plain {
  /** A number added to the score of a query and a key. */
  @FunctionalInterface
  interface Bias {
    Bias NONE = (head, query, key) -> 0;
    Bias CAUSAL = (head, query, key) -> key > query ? Double.NEGATIVE_INFINITY : 0;

    double of(int head, int query, int key);
  }

  private final Map<String, double[]> weights;

  Plain(Map<String, double[]> weights) {
    this.weights = weights;
  }

  double[] weight(String name) {
    double[] values = weights.get(name);
    if (values == null) {
      throw new IllegalArgumentException(name);
    }
    return values;
  }

  /** Row {@code index} of a table. */
  double[] row(String table, int index, int width) {
    double[] row = new double[width];
    System.arraycopy(weight(table), index * width, row, 0, width);
    return row;
  }

  /** W x + b, without b where the module has none. */
  double[] linear(String module, double[] x) {
    double[] y = multiply(weight(module + ".weight"), x);
    double[] bias = weights.get(module + ".bias");
    return bias == null ? y : sum(y, bias);
  }

  double[][] linear(String module, double[][] x) {
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      y[t] = linear(module, x[t]);
    }
    return y;
  }

  static double[] multiply(double[] matrix, double[] x) {
    double[] y = new double[matrix.length / x.length];
    for (int r = 0; r < y.length; r++) {
      for (int c = 0; c < x.length; c++) {
        y[r] += matrix[r * x.length + c] * x[c];
      }
    }
    return y;
  }

  static double[] sum(double[] a, double[] b) {
    double[] y = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      y[i] = a[i] + b[i];
    }
    return y;
  }

  static double[][] sum(double[][] a, double[][] b) {
    double[][] y = new double[a.length][];
    for (int t = 0; t < a.length; t++) {
      y[t] = sum(a[t], b[t]);
    }
    return y;
  }

  double[][] layerNorm(String module, double[][] x, double epsilon) {
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      double mean = 0;
      for (double each : x[t]) {
        mean += each / x[t].length;
      }
      double variance = 0;
      for (double each : x[t]) {
        variance += (each - mean) * (each - mean) / x[t].length;
      }
      y[t] = new double[x[t].length];
      for (int i = 0; i < y[t].length; i++) {
        y[t][i] =
            weight(module + ".weight")[i] * (x[t][i] - mean) / Math.sqrt(variance + epsilon)
                + weight(module + ".bias")[i];
      }
    }
    return y;
  }

  double[][] rmsNorm(String module, double[][] x, double epsilon) {
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      y[t] = ReferenceDecoder.norm(x[t], weight(module + ".weight"), epsilon);
    }
    return y;
  }

  /** The heads mixed and joined, before the projection back. */
  static double[][] attention(
      double[][] q, double[][] k, double[][] v, int heads, double scale, Bias bias) {
    int size = q[0].length / heads;
    double[][] mixed = new double[q.length][heads * size];
    for (int h = 0; h < heads; h++) {
      for (int t = 0; t < q.length; t++) {
        double[] share = new double[k.length];
        double total = 0;
        for (int s = 0; s < k.length; s++) {
          double score = 0;
          for (int i = 0; i < size; i++) {
            score += q[t][h * size + i] * k[s][h * size + i];
          }
          share[s] = Math.exp(score * scale + bias.of(h, t, s));
          total += share[s];
        }
        for (int s = 0; s < k.length; s++) {
          for (int i = 0; i < size; i++) {
            mixed[t][h * size + i] += share[s] / total * v[s][h * size + i];
          }
        }
      }
    }
    return mixed;
  }

  static double[][] map(double[][] x, DoubleUnaryOperator each) {
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      y[t] = Arrays.stream(x[t]).map(each).toArray();
    }
    return y;
  }

  static double gelu(double x) {
    return x * (1 + erf(x / Math.sqrt(2))) / 2;
  }

  static double geluTanh(double x) {
    return x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
  }

  static double quickGelu(double x) {
    return x / (1 + Math.exp(-1.702 * x));
  }

  /** The error function by the series without cancellation (Abramowitz and Stegun, 7.1.6). */
  static double erf(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; n < 200; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  static double[] flat(double[][] x) {
    return Arrays.stream(x).flatMapToDouble(Arrays::stream).toArray();
  }
}
