package dev.chiron.nn.architecture;

import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Weights;
import java.util.HashMap;
import java.util.Map;

/**
 * The decoder once more, by loops over doubles, written from the equations and not from libtorch.
 */
final class ReferenceDecoder {
  private final DecoderConfig config;
  private final Map<String, double[]> weights = new HashMap<>();

  ReferenceDecoder(DecoderConfig config, Weights source) {
    this.config = config;
    try (Scope _ = Scope.open()) {
      for (String name : source.names()) {
        float[] values = Tensors.floats(source.get(name));
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
          wide[i] = values[i];
        }
        weights.put(name, wide);
      }
    }
  }

  /** Logits of one row: [time][vocabulary]. */
  double[][] logits(int[] ids) {
    int width = config.width();
    double[][] x = new double[ids.length][width];
    for (int t = 0; t < ids.length; t++) {
      System.arraycopy(weight("model.embed_tokens.weight"), ids[t] * width, x[t], 0, width);
    }
    for (int layer = 0; layer < config.layers(); layer++) {
      block("model.layers." + layer + ".", x);
    }
    double[] table = weight(config.tiedHead() ? "model.embed_tokens.weight" : "lm_head.weight");
    double[][] logits = new double[ids.length][];
    for (int t = 0; t < ids.length; t++) {
      double[] normed = norm(x[t], weight("model.norm.weight"), config.norm().epsilon());
      logits[t] = multiply(table, normed, config.vocabularySize());
    }
    return logits;
  }

  private void block(String prefix, double[][] x) {
    int time = x.length;
    int size = config.headSize();
    int group = config.heads() / config.keyValueHeads();
    double[][] q = new double[time][];
    double[][] k = new double[time][];
    double[][] v = new double[time][];
    for (int t = 0; t < time; t++) {
      double[] n = norm(x[t], weight(prefix + "input_layernorm.weight"), config.norm().epsilon());
      q[t] = turnAll(project(prefix + "self_attn.q_proj", n), t);
      k[t] = turnAll(project(prefix + "self_attn.k_proj", n), t);
      v[t] = project(prefix + "self_attn.v_proj", n);
    }
    for (int t = 0; t < time; t++) {
      double[] mixed = new double[config.heads() * size];
      for (int h = 0; h < config.heads(); h++) {
        int kv = h / group * size;
        double[] score = new double[t + 1];
        double total = 0;
        for (int s = 0; s <= t; s++) {
          for (int i = 0; i < size; i++) {
            score[s] += q[t][h * size + i] * k[s][kv + i];
          }
          score[s] = Math.exp(score[s] / Math.sqrt(size));
          total += score[s];
        }
        for (int s = 0; s <= t; s++) {
          for (int i = 0; i < size; i++) {
            mixed[h * size + i] += score[s] / total * v[s][kv + i];
          }
        }
      }
      add(x[t], project(prefix + "self_attn.o_proj", mixed));
      double[] n =
          norm(x[t], weight(prefix + "post_attention_layernorm.weight"), config.norm().epsilon());
      double[] gate = project(prefix + "mlp.gate_proj", n);
      double[] up = project(prefix + "mlp.up_proj", n);
      for (int i = 0; i < gate.length; i++) {
        up[i] *= gate[i] / (1 + Math.exp(-gate[i]));
      }
      add(x[t], project(prefix + "mlp.down_proj", up));
    }
  }

  /** The rotation of each pair (i, i + size/2) by position · base^(-2i/size). */
  static double[] turn(double[] head, int position, double base) {
    int half = head.length / 2;
    double[] turned = new double[head.length];
    for (int i = 0; i < half; i++) {
      double angle = position * Math.pow(base, -2.0 * i / head.length);
      turned[i] = head[i] * Math.cos(angle) - head[i + half] * Math.sin(angle);
      turned[i + half] = head[i + half] * Math.cos(angle) + head[i] * Math.sin(angle);
    }
    return turned;
  }

  static double[] norm(double[] x, double[] weight, double epsilon) {
    double square = 0;
    for (double each : x) {
      square += each * each;
    }
    double scale = 1 / Math.sqrt(square / x.length + epsilon);
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = weight[i] * x[i] * scale;
    }
    return y;
  }

  private double[] turnAll(double[] heads, int position) {
    int size = config.headSize();
    double[] turned = new double[heads.length];
    for (int start = 0; start < heads.length; start += size) {
      double[] head = new double[size];
      System.arraycopy(heads, start, head, 0, size);
      System.arraycopy(turn(head, position, config.rotary().base()), 0, turned, start, size);
    }
    return turned;
  }

  private double[] project(String module, double[] x) {
    double[] matrix = weight(module + ".weight");
    double[] y = multiply(matrix, x, matrix.length / x.length);
    if (weights.containsKey(module + ".bias")) {
      add(y, weight(module + ".bias"));
    }
    return y;
  }

  private static double[] multiply(double[] matrix, double[] x, int rows) {
    double[] y = new double[rows];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < x.length; c++) {
        y[r] += matrix[r * x.length + c] * x[c];
      }
    }
    return y;
  }

  private static void add(double[] target, double[] more) {
    for (int i = 0; i < target.length; i++) {
      target[i] += more[i];
    }
  }

  private double[] weight(String name) {
    double[] values = weights.get(name);
    if (values == null) {
      throw new IllegalArgumentException(name);
    }
    return values;
  }
}
