package dev.chiron.nn.architecture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;

/**
 * Rotary positions in {@code config.json}: on their own in older files, together in {@code
 * rope_parameters} in newer ones.
 */
final class RotaryFields {
  private static final String TOGETHER = "rope_parameters";
  private static final String SCALING = "rope_scaling";
  private static final String THETA = "rope_theta";
  private static final String SHARE = "partial_rotary_factor";

  private RotaryFields() {}

  static void readLlama(ConfigFields json, DecoderConfigBuilder builder) {
    read(json, builder, THETA, SHARE);
  }

  static void readNeoX(ConfigFields json, DecoderConfigBuilder builder) {
    read(json, builder, "rotary_emb_base", "rotary_pct");
  }

  private static void read(
      ConfigFields json, DecoderConfigBuilder builder, String baseName, String shareName) {
    Positions.Rotary stands = builder.rotary();
    JsonNode together = json.json().path(TOGETHER);
    double base = json.real(baseName, together.path(THETA).asDouble(stands.base()));
    double share = json.real(shareName, together.path(SHARE).asDouble(stands.share()));
    if (!(base > 1)) {
      throw InputException.in(json.file(), baseName, "must be above 1, not " + base);
    }
    if (!(share > 0 && share <= 1)) {
      throw InputException.in(json.file(), shareName, "must be in (0, 1], not " + share);
    }
    RotaryScaling scaling = scaling(json, TOGETHER);
    builder.positions(
        new Positions.Rotary(
            base, share, scaling.equals(RotaryScaling.NONE) ? scaling(json, SCALING) : scaling));
  }

  private static RotaryScaling scaling(ConfigFields json, String field) {
    JsonNode node = json.json().path(field);
    if (node.isMissingNode() || node.isNull()) {
      return RotaryScaling.NONE;
    }
    String type = (node.has("rope_type") ? node.get("rope_type") : node.path("type")).asText("");
    try {
      return switch (type) {
        case "default" -> RotaryScaling.NONE;
        case "linear" -> new RotaryScaling.Linear(node.path("factor").asDouble());
        case "llama3" ->
            new RotaryScaling.Llama3(
                node.path("factor").asDouble(),
                node.path("low_freq_factor").asDouble(),
                node.path("high_freq_factor").asDouble(),
                node.path("original_max_position_embeddings").asInt());
        default ->
            throw InputException.in(
                json.file(),
                field,
                "rope_type '" + type + "' is not supported; default, linear and llama3 are");
      };
    } catch (IllegalArgumentException e) {
      throw InputException.in(json.file(), field, String.valueOf(e.getMessage()));
    }
  }

  static void writeLlama(DecoderConfig config, ObjectNode json) {
    Positions.Rotary rotary = config.rotary();
    json.put(THETA, rotary.base());
    if (rotary.share() < 1) {
      json.put(SHARE, rotary.share());
    }
    writeScaling(rotary.scaling(), json);
  }

  static void writeNeoX(DecoderConfig config, ObjectNode json) {
    Positions.Rotary rotary = config.rotary();
    json.put("rotary_emb_base", rotary.base());
    json.put("rotary_pct", rotary.share());
    writeScaling(rotary.scaling(), json);
  }

  private static void writeScaling(RotaryScaling scaling, ObjectNode json) {
    switch (scaling) {
      case RotaryScaling.None _ -> {}
      case RotaryScaling.Linear linear ->
          json.putObject(SCALING).put("rope_type", "linear").put("factor", linear.factor());
      case RotaryScaling.Llama3 llama ->
          json.putObject(SCALING)
              .put("rope_type", "llama3")
              .put("factor", llama.factor())
              .put("low_freq_factor", llama.lowTurns())
              .put("high_freq_factor", llama.highTurns())
              .put("original_max_position_embeddings", llama.originalContext());
    }
  }
}
