package dev.chiron.nn.architecture;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A causal decoder: its sizes and choices.
 *
 * @param family whose names the file and the weights have
 * @param width of the residual stream
 * @param embeddingWidth of the embedded tokens; where it is not {@code width}, linear maps lie
 *     between (OPT-350m)
 * @param queryKeyNorm whether queries and keys are normalised head by head
 * @param window how far back a token attends; without it, to the beginning
 * @param finalNorm whether the stream is normalised before the head
 * @param tiedHead whether the head is the embedding's transpose
 * @param initialDeviation of the normal distribution of fresh weights
 * @param endTokens the ids that end a text
 */
public record DecoderConfig(
    DecoderFamily family,
    int vocabularySize,
    int contextLength,
    int width,
    int embeddingWidth,
    int layers,
    AttentionShape attention,
    boolean queryKeyNorm,
    Optional<SlidingWindow> window,
    FeedForwardShape feedForward,
    NormShape norm,
    BlockOrder order,
    boolean finalNorm,
    Positions positions,
    boolean tiedHead,
    double initialDeviation,
    List<Integer> endTokens)
    implements ArchitectureConfig {

  /** Many times the largest published head, whose rotations are tabled. */
  private static final int LARGEST_HEAD = 8192;

  /**
   * A configuration.
   *
   * @throws IllegalArgumentException if a choice is out of range; names the field
   */
  public DecoderConfig {
    endTokens = List.copyOf(endTokens);
    DecoderFamily.Sizes sizes = family.sizes();
    require(vocabularySize > 0, "vocab_size", "must be at least 1");
    require(contextLength > 0, sizes.context(), "must be at least 1");
    require(width > 0, sizes.width(), "must be at least 1");
    require(feedForward.width() > 0, sizes.feedForward(), "must be at least 1");
    require(layers > 0, sizes.layers(), "must be at least 1");
    require(attention.size() <= LARGEST_HEAD, "head_dim", "must be at most " + LARGEST_HEAD);
    require(
        attention.heads() % attention.keyValueHeads() == 0,
        "num_key_value_heads",
        attention.keyValueHeads() + " does not divide the " + attention.heads() + " heads");
    if (positions instanceof Positions.Rotary rotary) {
      int turned = rotary.turned(attention.size());
      require(
          turned > 0 && turned % 2 == 0,
          "head_dim",
          "%d of %d dimensions are rotary: not a positive even number"
              .formatted(turned, attention.size()));
    }
    require(initialDeviation > 0, "initializer_range", "must be above 0");
  }

  private static void require(boolean holds, String field, String problem) {
    if (!holds) {
      throw new IllegalArgumentException("field '" + field + "': " + problem);
    }
  }

  /**
   * A Llama of some size: tied head, no biases, as many key-value heads as heads, a feed-forward
   * width of 8/3 of the width rounded up to a multiple of 16, a context of 2048.
   */
  public static DecoderConfig llama(int vocabularySize, int width, int layers, int heads) {
    return builder(vocabularySize, width, layers, heads).build();
  }

  /** A builder that starts from {@link #llama}. */
  public static DecoderConfigBuilder builder(int vocabularySize, int width, int layers, int heads) {
    return builder(DecoderFamily.LLAMA, vocabularySize, width, layers, heads).tiedHead(true);
  }

  /** A builder that starts from what stands for a family if its file says nothing more. */
  public static DecoderConfigBuilder builder(
      DecoderFamily family, int vocabularySize, int width, int layers, int heads) {
    return family.row().vocabularySize(vocabularySize).width(width).layers(layers).heads(heads);
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
    ConfigFields json = new ConfigFields(file, Json.read(file));
    DecoderFamily family =
        DecoderFamily.of(json.text("model_type"))
            .orElseThrow(() -> json.unsupported("model_type", DecoderFamily.modelTypes()));
    DecoderFamily.Sizes sizes = family.sizes();
    DecoderConfigBuilder builder =
        family
            .row()
            .vocabularySize(json.positive("vocab_size"))
            .width(json.positive(sizes.width()))
            .layers(json.layers(sizes.layers()))
            .heads(json.positive(sizes.heads()))
            .endTokens(json.integers("eos_token_id"));
    if (json.json().hasNonNull(sizes.context())) {
      builder.contextLength(json.positive(sizes.context()));
    }
    if (family != DecoderFamily.GPT2 || json.json().hasNonNull(sizes.feedForward())) {
      builder.feedForwardWidth(json.positive(sizes.feedForward()));
    }
    family.fields().forEach(field -> field.read(json, builder));
    try {
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw InputException.in(file, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public ObjectNode toJson() {
    ObjectNode json = Json.object();
    json.putArray("architectures").add(family.className());
    json.put("model_type", modelType());
    json.put("vocab_size", vocabularySize);
    DecoderFamily.Sizes sizes = family.sizes();
    json.put(sizes.context(), contextLength);
    json.put(sizes.width(), width);
    json.put(sizes.feedForward(), feedForwardWidth());
    json.put(sizes.layers(), layers);
    json.put(sizes.heads(), heads());
    family.fields().forEach(field -> field.write(this, json));
    if (endTokens.size() == 1) {
      json.put("eos_token_id", endTokens.getFirst());
    } else if (!endTokens.isEmpty()) {
      ArrayNode ids = json.putArray("eos_token_id");
      endTokens.forEach(ids::add);
    }
    return json;
  }

  @Override
  public String modelType() {
    return family.modelType();
  }

  public int heads() {
    return attention.heads();
  }

  @Override
  public int keyValueHeads() {
    return attention.keyValueHeads();
  }

  @Override
  public int headSize() {
    return attention.size();
  }

  public int feedForwardWidth() {
    return feedForward.width();
  }

  /**
   * Its rotary positions.
   *
   * @throws IllegalStateException if it has others
   */
  public Positions.Rotary rotary() {
    if (positions instanceof Positions.Rotary rotary) {
      return rotary;
    }
    throw new IllegalStateException(modelType() + " has no rotary positions");
  }
}
