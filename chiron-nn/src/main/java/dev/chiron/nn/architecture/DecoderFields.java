package dev.chiron.nn.architecture;

import static dev.chiron.nn.architecture.DecoderField.activation;
import static dev.chiron.nn.architecture.DecoderField.bool;
import static dev.chiron.nn.architecture.DecoderField.field;
import static dev.chiron.nn.architecture.DecoderField.fixed;
import static dev.chiron.nn.architecture.DecoderField.positive;
import static dev.chiron.nn.architecture.DecoderField.size;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The fields of each family's {@code config.json}. */
final class DecoderFields {
  static final DecoderFamily.Sizes LLAMA_SIZES =
      new DecoderFamily.Sizes(
          "max_position_embeddings",
          "hidden_size",
          "intermediate_size",
          "num_hidden_layers",
          "num_attention_heads");
  static final DecoderFamily.Sizes GPT2_SIZES =
      new DecoderFamily.Sizes("n_positions", "n_embd", "n_inner", "n_layer", "n_head");
  static final DecoderFamily.Sizes OPT_SIZES =
      new DecoderFamily.Sizes(
          "max_position_embeddings",
          "hidden_size",
          "ffn_dim",
          "num_hidden_layers",
          "num_attention_heads");

  private static final DecoderField KEY_VALUE_HEADS =
      size(
          "num_key_value_heads", DecoderConfigBuilder::keyValueHeads, DecoderConfig::keyValueHeads);
  private static final DecoderField HEAD_SIZE =
      size("head_dim", DecoderConfigBuilder::headSize, DecoderConfig::headSize);
  private static final DecoderField HIDDEN_ACTIVATION = activation("hidden_act");
  private static final DecoderField ACTIVATION_FUNCTION = activation("activation_function");
  private static final DecoderField RMS_EPSILON = epsilon("rms_norm_eps");
  private static final DecoderField ATTENTION_BIAS =
      bool(
          "attention_bias",
          DecoderConfigBuilder::attentionBias,
          config -> config.attention().outputBias());
  private static final DecoderField MLP_BIAS =
      bool(
          "mlp_bias", DecoderConfigBuilder::feedForwardBias, config -> config.feedForward().bias());
  private static final DecoderField TIED_HEAD =
      bool("tie_word_embeddings", DecoderConfigBuilder::tiedHead, DecoderConfig::tiedHead);
  private static final DecoderField DEVIATION = deviation("initializer_range");

  private static final List<DecoderField> MODERN =
      List.of(
          KEY_VALUE_HEADS,
          HEAD_SIZE,
          HIDDEN_ACTIVATION,
          RMS_EPSILON,
          field(RotaryFields::readLlama, RotaryFields::writeLlama),
          TIED_HEAD,
          DEVIATION);

  static final List<DecoderField> LLAMA = plus(MODERN, ATTENTION_BIAS, MLP_BIAS);
  static final List<DecoderField> MISTRAL =
      plus(MODERN, field(DecoderFields::readWindow, DecoderFields::writeWindow));
  static final List<DecoderField> QWEN2 =
      plus(MODERN, field(DecoderFields::readLateWindow, DecoderFields::writeLateWindow));
  static final List<DecoderField> QWEN3 = plus(QWEN2, ATTENTION_BIAS);

  static final List<DecoderField> GPT2 =
      List.of(
          ACTIVATION_FUNCTION,
          epsilon("layer_norm_epsilon"),
          fixed("scale_attn_weights", true),
          fixed("scale_attn_by_inverse_layer_idx", false),
          fixed("add_cross_attention", false),
          TIED_HEAD,
          DEVIATION);

  static final List<DecoderField> OPT =
      List.of(
          ACTIVATION_FUNCTION,
          size(
              "word_embed_proj_dim",
              DecoderConfigBuilder::embeddingWidth,
              DecoderConfig::embeddingWidth),
          field(DecoderFields::readOptNorms, DecoderFields::writeOptNorms),
          bool(
              "enable_bias",
              (builder, on) -> builder.attentionBias(on).feedForwardBias(on),
              config -> config.feedForward().bias()),
          fixed("layer_norm_elementwise_affine", true),
          TIED_HEAD,
          deviation("init_std"));

  static final List<DecoderField> GPT_NEOX =
      List.of(
          HIDDEN_ACTIVATION,
          epsilon("layer_norm_eps"),
          field(RotaryFields::readNeoX, RotaryFields::writeNeoX),
          bool(
              "use_parallel_residual",
              (builder, on) -> builder.order(on ? BlockOrder.PARALLEL : BlockOrder.PRE_NORM),
              config -> config.order() == BlockOrder.PARALLEL),
          ATTENTION_BIAS,
          TIED_HEAD,
          DEVIATION);

  private DecoderFields() {}

  private static DecoderField epsilon(String name) {
    return positive(name, DecoderConfigBuilder::normEpsilon, config -> config.norm().epsilon());
  }

  private static DecoderField deviation(String name) {
    return positive(name, DecoderConfigBuilder::initialDeviation, DecoderConfig::initialDeviation);
  }

  private static List<DecoderField> plus(List<DecoderField> fields, DecoderField... more) {
    return Stream.concat(fields.stream(), Stream.of(more)).toList();
  }

  private static void readWindow(ConfigFields json, DecoderConfigBuilder builder) {
    if (json.json().hasNonNull("sliding_window")) {
      builder.window(json.positive("sliding_window"), 0);
    } else if (json.json().has("sliding_window")) {
      builder.noWindow();
    }
  }

  private static void writeWindow(DecoderConfig config, ObjectNode json) {
    json.put("sliding_window", config.window().map(SlidingWindow::tokens).orElse(null));
  }

  private static void readLateWindow(ConfigFields json, DecoderConfigBuilder builder) {
    if (json.bool("use_sliding_window", false)) {
      builder.window(
          json.positive("sliding_window"),
          json.integer("max_window_layers", 28)); // the default of Qwen2Config and Qwen3Config
    }
    JsonNode types = json.json().path("layer_types");
    Optional<SlidingWindow> window = builder.window();
    for (int i = 0; i < types.size(); i++) {
      int layer = i;
      boolean late = window.map(each -> layer >= each.fromLayer()).orElse(false);
      if (!types.get(i).asText("").equals(late ? "sliding_attention" : "full_attention")) {
        throw InputException.in(
            json.file(),
            "layer_types",
            "layer " + i + " is " + types.get(i) + ", which max_window_layers does not say");
      }
    }
  }

  private static void writeLateWindow(DecoderConfig config, ObjectNode json) {
    json.put("use_sliding_window", config.window().isPresent());
    config
        .window()
        .ifPresent(
            window -> {
              json.put("sliding_window", window.tokens());
              json.put("max_window_layers", window.fromLayer());
            });
  }

  private static void readOptNorms(ConfigFields json, DecoderConfigBuilder builder) {
    boolean before = json.bool("do_layer_norm_before", true);
    builder.order(before ? BlockOrder.PRE_NORM : BlockOrder.POST_NORM);
    builder.finalNorm(before && !json.bool("_remove_final_layer_norm", false));
  }

  private static void writeOptNorms(DecoderConfig config, ObjectNode json) {
    boolean before = config.order() == BlockOrder.PRE_NORM;
    json.put("do_layer_norm_before", before);
    json.put("_remove_final_layer_norm", before && !config.finalNorm());
  }
}
