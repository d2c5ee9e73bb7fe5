package dev.chiron.nn.architecture;

import dev.chiron.nn.intervention.Site;
import java.util.Arrays;
import java.util.Optional;

/** Encoder-decoders that differ in names, norms and positions. */
public enum EncoderDecoderFamily {
  /**
   * T5 (Raffel et al., 2019, arXiv:1910.10683): RMSNorm before each block, relative positions, no
   * biases, unscaled attention. Version 1.1 and FLAN-T5 gate the feed-forward block and have a head
   * of their own.
   */
  T5("t5", "T5ForConditionalGeneration", ""),
  /**
   * BART (Lewis et al., 2019, arXiv:1910.13461): layer normalisation after each sum, learned
   * positions, biases everywhere.
   */
  BART("bart", "BartForConditionalGeneration", "model.");

  private final String modelType;
  private final String className;
  private final String prefix;

  EncoderDecoderFamily(String modelType, String className, String prefix) {
    this.modelType = modelType;
    this.className = className;
    this.prefix = prefix;
  }

  public String modelType() {
    return modelType;
  }

  static Optional<EncoderDecoderFamily> of(String modelType) {
    return Arrays.stream(values()).filter(each -> each.modelType.equals(modelType)).findFirst();
  }

  /** The class that {@code architectures} in {@code config.json} names. */
  String className() {
    return className;
  }

  /** The module of everything but the head, with its dot; empty if there is none. */
  String prefix() {
    return prefix;
  }

  /** The table of tokens that both sides share. */
  String tokens() {
    return prefix + "shared.weight";
  }

  /**
   * The norm that follows the layers of T5, or the embedding of BART.
   *
   * @param tower {@link Site#ENCODER} or {@link Site#DECODER}
   */
  String outerNorm(String tower) {
    return prefix + tower + (this == T5 ? ".final_layer_norm" : ".layernorm_embedding");
  }

  /** The table of learned positions, or that of relative ones, which the first layer has. */
  String positions(String tower) {
    return prefix
        + tower
        + (this == T5
            ? ".block.0.layer.0.SelfAttention.relative_attention_bias.weight"
            : ".embed_positions.weight");
  }

  /**
   * The modules of a layer.
   *
   * @param gated whether its feed-forward block is gated, which changes T5's names
   */
  StackLayer.Names layer(String tower, int index, boolean gated) {
    return this == T5 ? t5(tower, index, gated) : bart(tower, index);
  }

  private static StackLayer.Names t5(String tower, int index, boolean gated) {
    String layer = tower + ".block." + index + ".layer.";
    String last = layer + (tower.equals(Site.DECODER) ? 2 : 1);
    String dense = last + ".DenseReluDense.";
    // Of the two projections in, "wi_0" has the non-linearity.
    return new StackLayer.Names(
        t5Attention(layer + "0.SelfAttention."),
        layer + "0.layer_norm",
        t5Attention(layer + "1.EncDecAttention."),
        layer + "1.layer_norm",
        new FeedForward.Names(dense + "wi_0", dense + (gated ? "wi_1" : "wi"), dense + "wo"),
        last + ".layer_norm");
  }

  private static Attention.Names t5Attention(String module) {
    return new Attention.Names(module + "q", module + "k", module + "v", module + "o");
  }

  private static StackLayer.Names bart(String tower, int index) {
    String layer = BART.prefix + tower + ".layers." + index + ".";
    return new StackLayer.Names(
        bartAttention(layer + "self_attn."),
        layer + "self_attn_layer_norm",
        bartAttention(layer + "encoder_attn."),
        layer + "encoder_attn_layer_norm",
        new FeedForward.Names("", layer + "fc1", layer + "fc2"),
        layer + "final_layer_norm");
  }

  private static Attention.Names bartAttention(String module) {
    return new Attention.Names(
        module + "q_proj", module + "k_proj", module + "v_proj", module + "out_proj");
  }
}
