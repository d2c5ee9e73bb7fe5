package dev.chiron.nn.architecture;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The {@code config.json} of encoder-decoders, by the field names of each family. */
final class EncoderDecoderFields {
  private static final String GATED = "gated-";
  private static final String FEED_FORWARD = "feed_forward_proj";
  private static final String SCALED_OUTPUT = "scale_decoder_outputs";
  private static final String TIED = "tie_word_embeddings";

  private EncoderDecoderFields() {}

  static EncoderDecoderConfig read(Path file) {
    ConfigFields fields = new ConfigFields(file, Json.read(file));
    try {
      return switch (fields.text("model_type")) {
        case "t5" -> t5(fields);
        case "bart" -> bart(fields);
        default -> throw fields.unsupported("model_type", "t5, bart");
      };
    } catch (IllegalArgumentException e) {
      throw InputException.in(file, String.valueOf(e.getMessage()));
    }
  }

  private static EncoderDecoderConfig t5(ConfigFields fields) {
    int layers = fields.layers("num_layers");
    int decoderLayers =
        fields.json().hasNonNull("num_decoder_layers")
            ? fields.layers("num_decoder_layers")
            : layers;
    int width = fields.positive("d_model");
    int inner = fields.positive("d_ff");
    int heads = fields.positive("num_heads");
    int padding = fields.integer("pad_token_id", 0);
    boolean tied = fields.bool(TIED, true);
    boolean scaled = fields.bool(SCALED_OUTPUT, tied);
    if (scaled && !tied) {
      throw fields.unsupported(SCALED_OUTPUT, "false without " + TIED);
    }
    String projection = fields.json().path(FEED_FORWARD).asText("relu");
    return new EncoderDecoderConfig(
        EncoderDecoderFamily.T5,
        fields.positive("vocab_size"),
        fields.integer("n_positions", 512),
        new StackSize(layers, width, heads, inner),
        new StackSize(decoderLayers, width, heads, inner),
        fields.positive("d_kv"),
        t5Activation(fields, projection),
        projection.startsWith(GATED),
        fields.real("layer_norm_epsilon", 1e-6),
        Optional.of(
            new RelativePositions(
                fields.integer("relative_attention_num_buckets", RelativePositions.T5.buckets()),
                fields.integer(
                    "relative_attention_max_distance", RelativePositions.T5.maxDistance()))),
        scaled, // newer files call every head tied, and say by this which one truly is
        false,
        false,
        fields.integer("decoder_start_token_id", padding),
        Optional.empty(),
        padding,
        fields.json().hasNonNull("eos_token_id") ? fields.integers("eos_token_id") : List.of(1),
        fields.real("initializer_factor", 1));
  }

  /** T5's "gated-gelu" means the approximation by tanh. */
  private static Activation t5Activation(ConfigFields fields, String projection) {
    return switch (projection) {
      case "gated-gelu" -> Activation.GELU_TANH;
      case "gated-silu" -> Activation.SILU;
      case "relu" -> Activation.RELU;
      default -> throw fields.unsupported(FEED_FORWARD, "relu, gated-gelu, gated-silu");
    };
  }

  private static String projection(EncoderDecoderConfig config) {
    if (!config.gated()) {
      return config.activation().fileName();
    }
    return GATED + (config.activation() == Activation.GELU_TANH ? "gelu" : "silu");
  }

  private static EncoderDecoderConfig bart(ConfigFields fields) {
    for (String off : List.of("normalize_before", "add_final_layer_norm")) {
      if (fields.bool(off, false)) {
        throw fields.unsupported(off, "false");
      }
    }
    if (!fields.bool("normalize_embedding", true)) {
      throw fields.unsupported("normalize_embedding", "true");
    }
    int width = fields.positive("d_model");
    StackSize encoder = bartSize(fields, "encoder", width);
    return new EncoderDecoderConfig(
        EncoderDecoderFamily.BART,
        fields.positive("vocab_size"),
        fields.integer("max_position_embeddings", 1024),
        encoder,
        bartSize(fields, "decoder", width),
        encoder.headSize(),
        fields.json().hasNonNull("activation_function")
            ? fields.activation("activation_function")
            : Activation.GELU,
        false,
        1e-5, // Hugging Face's BART has no field for it
        Optional.empty(),
        fields.bool(TIED, true),
        !fields.json().path("architectures").path(0).asText("").equals("BartModel"),
        fields.bool("scale_embedding", false),
        fields.integer("decoder_start_token_id", 2),
        Optional.of(fields.integer("bos_token_id", 0)),
        fields.integer("pad_token_id", 1),
        fields.json().hasNonNull("eos_token_id") ? fields.integers("eos_token_id") : List.of(2),
        fields.real("init_std", 0.02));
  }

  private static StackSize bartSize(ConfigFields fields, String side, int width) {
    return new StackSize(
        fields.layers(side + "_layers"),
        width,
        fields.positive(side + "_attention_heads"),
        fields.positive(side + "_ffn_dim"));
  }

  static ObjectNode write(EncoderDecoderConfig config) {
    ObjectNode json = Json.object();
    json.putArray("architectures")
        .add(
            config.family() == EncoderDecoderFamily.BART && !config.headBias()
                ? "BartModel"
                : config.family().className());
    json.put("model_type", config.modelType());
    json.put("is_encoder_decoder", true);
    json.put("vocab_size", config.vocabularySize());
    json.put("d_model", config.width());
    if (config.family() == EncoderDecoderFamily.T5) {
      writeT5(json, config);
    } else {
      writeBart(json, config);
    }
    json.put(TIED, config.tiedHead());
    json.put("decoder_start_token_id", config.startToken());
    json.put("pad_token_id", config.paddingToken());
    if (config.endTokens().size() == 1) {
      json.put("eos_token_id", config.endTokens().getFirst());
    } else {
      ArrayNode ends = json.putArray("eos_token_id");
      config.endTokens().forEach(ends::add);
    }
    return json;
  }

  private static void writeT5(ObjectNode json, EncoderDecoderConfig config) {
    RelativePositions relative = config.relative().orElseThrow();
    json.put("n_positions", config.contextLength());
    json.put("num_layers", config.encoder().layers());
    json.put("num_decoder_layers", config.decoder().layers());
    json.put("num_heads", config.encoder().heads());
    json.put("d_kv", config.headSize());
    json.put("d_ff", config.encoder().feedForwardWidth());
    json.put(FEED_FORWARD, projection(config));
    json.put("layer_norm_epsilon", config.normEpsilon());
    json.put(SCALED_OUTPUT, config.tiedHead());
    json.put("relative_attention_num_buckets", relative.buckets());
    json.put("relative_attention_max_distance", relative.maxDistance());
    json.put("initializer_factor", config.initialDeviation());
  }

  private static void writeBart(ObjectNode json, EncoderDecoderConfig config) {
    json.put("max_position_embeddings", config.contextLength());
    json.put("encoder_layers", config.encoder().layers());
    json.put("encoder_attention_heads", config.encoder().heads());
    json.put("encoder_ffn_dim", config.encoder().feedForwardWidth());
    json.put("decoder_layers", config.decoder().layers());
    json.put("decoder_attention_heads", config.decoder().heads());
    json.put("decoder_ffn_dim", config.decoder().feedForwardWidth());
    json.put("activation_function", config.activation().fileName());
    json.put("scale_embedding", config.scaledEmbedding());
    config.firstToken().ifPresent(first -> json.put("bos_token_id", first));
    json.put("init_std", config.initialDeviation());
  }
}
