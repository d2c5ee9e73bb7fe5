package dev.chiron.nn.architecture;

import java.util.Map;
import java.util.Optional;

/** T5 and BART once more, from the equations of Raffel et al., 2019, and Lewis et al., 2019. */
final class ReferenceEncoderDecoder {
  private final EncoderDecoderConfig config;
  private final Plain plain;

  ReferenceEncoderDecoder(EncoderDecoderConfig config, Map<String, double[]> weights) {
    this.config = config;
    this.plain = new Plain(weights);
  }

  /** Logits of one target given one source: [time][vocabulary]. */
  double[][] logits(int[] source, int[] target) {
    return config.family() == EncoderDecoderFamily.T5 ? t5(source, target) : bart(source, target);
  }

  private double[][] embed(int[] ids) {
    double[][] x = new double[ids.length][];
    for (int t = 0; t < ids.length; t++) {
      x[t] =
          plain.row(
              (config.family() == EncoderDecoderFamily.T5 ? "" : "model.") + "shared.weight",
              ids[t],
              config.width());
    }
    return x;
  }

  // T5

  private double[][] t5(int[] source, int[] target) {
    double[][] memory = embed(source);
    Plain.Bias near = bias("encoder", config.encoder().heads(), true);
    for (int layer = 0; layer < config.encoder().layers(); layer++) {
      String block = "encoder.block." + layer + ".layer.";
      memory = t5Attention(block + "0", "SelfAttention", memory, Optional.empty(), near);
      memory = t5FeedForward(block + "1", memory);
    }
    memory = plain.rmsNorm("encoder.final_layer_norm", memory, config.normEpsilon());
    double[][] x = embed(target);
    Plain.Bias before = bias("decoder", config.decoder().heads(), false);
    for (int layer = 0; layer < config.decoder().layers(); layer++) {
      String block = "decoder.block." + layer + ".layer.";
      x = t5Attention(block + "0", "SelfAttention", x, Optional.empty(), before);
      x = t5Attention(block + "1", "EncDecAttention", x, Optional.of(memory), Plain.Bias.NONE);
      x = t5FeedForward(block + "2", x);
    }
    x = plain.rmsNorm("decoder.final_layer_norm", x, config.normEpsilon());
    if (!config.tiedHead()) {
      return plain.linear("lm_head", x);
    }
    double[][] scaled = Plain.map(x, each -> each / Math.sqrt(config.width()));
    double[][] logits = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      logits[t] = Plain.multiply(plain.weight("shared.weight"), scaled[t]);
    }
    return logits;
  }

  private Plain.Bias bias(String side, int heads, boolean both) {
    double[] table =
        plain.weight(side + ".block.0.layer.0.SelfAttention.relative_attention_bias.weight");
    RelativePositions positions = config.relative().orElseThrow();
    return (head, query, key) ->
        !both && key > query
            ? Double.NEGATIVE_INFINITY
            : table[bucket(positions, key - query, both) * heads + head];
  }

  /**
   * Section 2.1 read literally: half of the buckets for near distances, one each; the others in
   * logarithmic steps up to the largest distance.
   */
  static int bucket(RelativePositions positions, int distance, boolean both) {
    int buckets = both ? positions.buckets() / 2 : positions.buckets();
    int start = both && distance > 0 ? buckets : 0;
    int far = both ? Math.abs(distance) : Math.max(0, -distance);
    int exact = buckets / 2;
    if (far < exact) {
      return start + far;
    }
    double ratio = Math.log((double) positions.maxDistance() / exact);
    int step = (int) Math.floor(1e-6 + Math.log((double) far / exact) / ratio * (buckets - exact));
    return start + Math.min(buckets - 1, exact + step);
  }

  private double[][] t5Attention(
      String layer, String module, double[][] x, Optional<double[][]> memory, Plain.Bias bias) {
    double[][] normed = plain.rmsNorm(layer + ".layer_norm", x, config.normEpsilon());
    double[][] seen = memory.orElse(normed);
    String name = layer + "." + module + ".";
    double[][] mixed =
        Plain.attention(
            plain.linear(name + "q", normed),
            plain.linear(name + "k", seen),
            plain.linear(name + "v", seen),
            config.decoder().heads(),
            1,
            bias);
    return Plain.sum(x, plain.linear(name + "o", mixed));
  }

  private double[][] t5FeedForward(String layer, double[][] x) {
    double[][] normed = plain.rmsNorm(layer + ".layer_norm", x, config.normEpsilon());
    String name = layer + ".DenseReluDense.";
    double[][] inner;
    if (config.gated()) {
      inner = Plain.map(plain.linear(name + "wi_0", normed), Plain::geluTanh);
      double[][] factor = plain.linear(name + "wi_1", normed);
      for (int t = 0; t < inner.length; t++) {
        for (int i = 0; i < inner[t].length; i++) {
          inner[t][i] *= factor[t][i];
        }
      }
    } else {
      inner = Plain.map(plain.linear(name + "wi", normed), each -> Math.max(0, each));
    }
    return Plain.sum(x, plain.linear(name + "wo", inner));
  }

  // BART

  private double[][] bart(int[] source, int[] target) {
    double[][] memory = bartEmbed("model.encoder.", source);
    for (int layer = 0; layer < config.encoder().layers(); layer++) {
      String name = "model.encoder.layers." + layer + ".";
      memory = bartAttention(name, "self_attn", memory, memory, Plain.Bias.NONE);
      memory = bartFeedForward(name, memory);
    }
    double[][] x = bartEmbed("model.decoder.", target);
    for (int layer = 0; layer < config.decoder().layers(); layer++) {
      String name = "model.decoder.layers." + layer + ".";
      x = bartAttention(name, "self_attn", x, x, Plain.Bias.CAUSAL);
      x = bartAttention(name, "encoder_attn", x, memory, Plain.Bias.NONE);
      x = bartFeedForward(name, x);
    }
    double[][] logits = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      logits[t] =
          Plain.sum(
              Plain.multiply(plain.weight("model.shared.weight"), x[t]),
              plain.weight("final_logits_bias"));
    }
    return logits;
  }

  private double[][] bartEmbed(String side, int[] ids) {
    double[][] x = embed(ids);
    for (int t = 0; t < ids.length; t++) {
      double[] place = plain.row(side + "embed_positions.weight", t + 2, config.width());
      x[t] = Plain.sum(x[t], place);
    }
    return plain.layerNorm(side + "layernorm_embedding", x, config.normEpsilon());
  }

  private double[][] bartAttention(
      String layer, String module, double[][] x, double[][] seen, Plain.Bias bias) {
    String name = layer + module + ".";
    double[][] mixed =
        Plain.attention(
            plain.linear(name + "q_proj", x),
            plain.linear(name + "k_proj", seen),
            plain.linear(name + "v_proj", seen),
            config.decoder().heads(),
            1 / Math.sqrt(config.headSize()),
            bias);
    return plain.layerNorm(
        layer + module + "_layer_norm",
        Plain.sum(x, plain.linear(name + "out_proj", mixed)),
        config.normEpsilon());
  }

  private double[][] bartFeedForward(String layer, double[][] x) {
    double[][] inner = Plain.map(plain.linear(layer + "fc1", x), Plain::gelu);
    return plain.layerNorm(
        layer + "final_layer_norm",
        Plain.sum(x, plain.linear(layer + "fc2", inner)),
        config.normEpsilon());
  }
}
