package dev.chiron.nn.architecture;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import java.nio.file.Path;
import java.util.List;

/**
 * A vision transformer (Dosovitskiy et al., 2020, arXiv:2010.11929): patches as tokens, layer
 * normalisation before each block.
 *
 * @param activation of the feed-forward blocks
 * @param normEpsilon added to the variance
 * @param inputBias whether the projections to queries, keys and values have a bias
 * @param labels of the classification head; a model without any has no head
 * @param initialDeviation of the normal distribution of fresh weights
 */
public record VisionConfig(
    StackSize size,
    ImageSize image,
    Activation activation,
    double normEpsilon,
    boolean inputBias,
    List<String> labels,
    double initialDeviation)
    implements NetworkConfig {

  /** The {@code model_type} that this class reads. */
  public static final String VIT = "vit";

  private static final String CLASSIFIER = "ViTForImageClassification";
  private static final String BARE = "ViTModel";

  public VisionConfig {
    labels = List.copyOf(labels);
    size.headSize();
  }

  /** A ViT of some size with a head for some labels. */
  public static VisionConfig vit(StackSize size, ImageSize image, List<String> labels) {
    return new VisionConfig(size, image, Activation.GELU, 1e-12, true, labels, 0.02);
  }

  public VisionConfig withInitialDeviation(double deviation) {
    return new VisionConfig(size, image, activation, normEpsilon, inputBias, labels, deviation);
  }

  @Override
  public String modelType() {
    return VIT;
  }

  /**
   * Reads {@code config.json}.
   *
   * @throws InputException if a field is missing, of the wrong type or out of range, or asks for
   *     what this model does not do; names the field
   */
  public static VisionConfig read(Path file) {
    ConfigFields fields = new ConfigFields(file, Json.read(file));
    if (!fields.text("model_type").equals(VIT)) {
      throw fields.unsupported("model_type", VIT);
    }
    String name = fields.json().path("architectures").path(0).asText("");
    if (!name.equals(CLASSIFIER) && !name.equals(BARE)) {
      throw fields.unsupported("architectures", "[\"" + CLASSIFIER + "\"], [\"" + BARE + "\"]");
    }
    try {
      return new VisionConfig(
          new StackSize(
              fields.layers("num_hidden_layers"),
              fields.positive("hidden_size"),
              fields.positive("num_attention_heads"),
              fields.positive("intermediate_size")),
          new ImageSize(
              fields.integer("image_size", 224),
              fields.integer("patch_size", 16),
              fields.integer("num_channels", 3)),
          fields.json().hasNonNull("hidden_act")
              ? fields.activation("hidden_act")
              : Activation.GELU,
          fields.real("layer_norm_eps", 1e-12),
          fields.bool("qkv_bias", true),
          name.equals(CLASSIFIER) ? Labels.read(fields) : List.of(),
          fields.real("initializer_range", 0.02));
    } catch (IllegalArgumentException e) {
      throw InputException.in(file, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public ObjectNode toJson() {
    ObjectNode json = Json.object();
    json.putArray("architectures").add(labels.isEmpty() ? BARE : CLASSIFIER);
    json.put("model_type", VIT);
    json.put("hidden_size", size.width());
    json.put("intermediate_size", size.feedForwardWidth());
    json.put("num_hidden_layers", size.layers());
    json.put("num_attention_heads", size.heads());
    json.put("image_size", image.side());
    json.put("patch_size", image.patch());
    json.put("num_channels", image.channels());
    json.put("hidden_act", activation.fileName());
    json.put("layer_norm_eps", normEpsilon);
    json.put("qkv_bias", inputBias);
    json.put("initializer_range", initialDeviation);
    if (!labels.isEmpty()) {
      Labels.write(json, labels);
    }
    return json;
  }
}
