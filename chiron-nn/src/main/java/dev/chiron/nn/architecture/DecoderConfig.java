package dev.chiron.nn.architecture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A decoder in the shape of Llama (Touvron et al., 2023, arXiv:2302.13971): RMSNorm before each
 * block, rotary positions, SwiGLU, grouped-query attention.
 *
 * @param width the residual stream
 * @param feedForwardWidth between the two projections of the feed-forward block
 * @param keyValueHeads divides {@code heads}; equal to it for plain multi-head attention
 * @param headSize of one head, even
 * @param normEpsilon added to the mean square in RMSNorm
 * @param rotaryBase the base of the rotary wavelengths (Su et al., 2021, arXiv:2104.09864)
 * @param tiedHead whether the head is the embedding's transpose
 * @param attentionBias whether the four attention projections have a bias
 * @param feedForwardBias whether the three feed-forward projections have a bias
 * @param initialDeviation of the normal distribution of fresh weights
 * @param endTokens the ids that end a text
 */
public record DecoderConfig(
    String modelType,
    int vocabularySize,
    int contextLength,
    int width,
    int feedForwardWidth,
    int layers,
    int heads,
    int keyValueHeads,
    int headSize,
    double normEpsilon,
    double rotaryBase,
    boolean tiedHead,
    boolean attentionBias,
    boolean feedForwardBias,
    double initialDeviation,
    List<Integer> endTokens)
    implements ArchitectureConfig {

  /** The {@code model_type} that this class reads. */
  public static final String LLAMA = "llama";

  /** What Hugging Face's LlamaConfig takes for fields that a file leaves out. */
  private static final double DEFAULT_NORM_EPSILON = 1e-6;

  private static final double DEFAULT_ROTARY_BASE = 10_000;
  private static final double DEFAULT_DEVIATION = 0.02;
  private static final int DEFAULT_CONTEXT = 2048;

  public DecoderConfig {
    endTokens = List.copyOf(endTokens);
    require(vocabularySize > 0, "vocab_size", "must be at least 1");
    require(contextLength > 0, "max_position_embeddings", "must be at least 1");
    require(width > 0, "hidden_size", "must be at least 1");
    require(feedForwardWidth > 0, "intermediate_size", "must be at least 1");
    require(layers > 0, "num_hidden_layers", "must be at least 1");
    require(heads > 0, "num_attention_heads", "must be at least 1");
    require(
        keyValueHeads > 0 && heads % keyValueHeads == 0,
        "num_key_value_heads",
        keyValueHeads + " does not divide num_attention_heads " + heads);
    require(headSize > 0 && headSize % 2 == 0, "head_dim", headSize + " is not a positive even");
    require(normEpsilon > 0, "rms_norm_eps", "must be above 0");
    require(rotaryBase > 1, "rope_theta", "must be above 1");
    require(initialDeviation > 0, "initializer_range", "must be above 0");
  }

  /**
   * A Llama of some size: tied head, no biases, as many key-value heads as heads, a feed-forward
   * width of 8/3 of the width rounded up to a multiple of 16, a context of 2048.
   */
  public static DecoderConfig llama(int vocabularySize, int width, int layers, int heads) {
    int feedForward = (8 * width / 3 + 15) / 16 * 16;
    return new DecoderConfig(
        LLAMA,
        vocabularySize,
        DEFAULT_CONTEXT,
        width,
        feedForward,
        layers,
        heads,
        heads,
        width / heads,
        DEFAULT_NORM_EPSILON,
        DEFAULT_ROTARY_BASE,
        true,
        false,
        false,
        DEFAULT_DEVIATION,
        List.of());
  }

  /** A builder that starts from {@link #llama}. */
  public static DecoderConfigBuilder builder(int vocabularySize, int width, int layers, int heads) {
    return llama(vocabularySize, width, layers, heads).toBuilder();
  }

  /** A builder that starts from this configuration. */
  public DecoderConfigBuilder toBuilder() {
    return new DecoderConfigBuilder(this);
  }

  /**
   * Reads {@code config.json}.
   *
   * @throws InputException if a field is missing, of the wrong type or out of range, or asks for
   *     what this decoder does not do; names the field
   */
  public static DecoderConfig read(Path file) {
    JsonNode json = Json.read(file);
    ConfigFields fields = new ConfigFields(file, json);
    fields.expect("model_type", LLAMA);
    fields.expectOrAbsent("hidden_act", "silu");
    fields.refuseUnless("rope_scaling", DecoderConfig::plainRotary, "scaled rotary positions");
    fields.refuseUnless("rope_parameters", DecoderConfig::plainRotary, "scaled rotary positions");
    int heads = fields.integer("num_attention_heads");
    int width = fields.integer("hidden_size");
    double base =
        fields.real("rope_theta", json.path("rope_parameters").path("rope_theta").asDouble(0));
    try {
      return new DecoderConfig(
          LLAMA,
          fields.integer("vocab_size"),
          fields.integer("max_position_embeddings", DEFAULT_CONTEXT),
          width,
          fields.integer("intermediate_size"),
          fields.integer("num_hidden_layers"),
          heads,
          fields.integer("num_key_value_heads", heads),
          fields.integer("head_dim", heads > 0 ? width / heads : 0),
          fields.real("rms_norm_eps", DEFAULT_NORM_EPSILON),
          base == 0 ? DEFAULT_ROTARY_BASE : base,
          fields.bool("tie_word_embeddings", false),
          fields.bool("attention_bias", false),
          fields.bool("mlp_bias", false),
          fields.real("initializer_range", DEFAULT_DEVIATION),
          fields.integers("eos_token_id"));
    } catch (IllegalArgumentException e) {
      throw InputException.in(file, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public ObjectNode toJson() {
    ObjectNode json = Json.object();
    json.putArray("architectures").add("LlamaForCausalLM");
    json.put("model_type", modelType);
    json.put("vocab_size", vocabularySize);
    json.put("max_position_embeddings", contextLength);
    json.put("hidden_size", width);
    json.put("intermediate_size", feedForwardWidth);
    json.put("num_hidden_layers", layers);
    json.put("num_attention_heads", heads);
    json.put("num_key_value_heads", keyValueHeads);
    json.put("head_dim", headSize);
    json.put("hidden_act", "silu");
    json.put("rms_norm_eps", normEpsilon);
    json.put("rope_theta", rotaryBase);
    json.put("tie_word_embeddings", tiedHead);
    json.put("attention_bias", attentionBias);
    json.put("mlp_bias", feedForwardBias);
    json.put("initializer_range", initialDeviation);
    if (endTokens.size() == 1) {
      json.put("eos_token_id", endTokens.getFirst());
    } else if (!endTokens.isEmpty()) {
      ArrayNode ids = json.putArray("eos_token_id");
      new ArrayList<>(endTokens).forEach(ids::add);
    }
    return json;
  }

  private static boolean plainRotary(JsonNode node) {
    JsonNode type = node.has("rope_type") ? node.get("rope_type") : node.path("type");
    return node.isNull() || type.asText("").equals("default");
  }

  private static void require(boolean holds, String field, String problem) {
    if (!holds) {
      throw new IllegalArgumentException("field '" + field + "': " + problem);
    }
  }
}
