package dev.chiron.nn.architecture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import java.nio.file.Path;

/**
 * A dual encoder in the shape of CLIP (Radford et al., 2021, arXiv:2103.00020): a causal text
 * encoder and a vision transformer that give vectors of one space.
 *
 * @param text the text encoder
 * @param vision the image encoder
 * @param projectionWidth the size of the common space
 * @param initialDeviation of the normal distribution of fresh weights
 */
public record DualEncoderConfig(
    Text text, Vision vision, int projectionWidth, double initialDeviation)
    implements NetworkConfig {

  /**
   * The text encoder.
   *
   * @param vocabularySize rows of the table of tokens
   * @param contextLength the most tokens of a text
   * @param activation of the feed-forward blocks
   * @param normEpsilon added to the variance
   * @param endToken ends a text; its state stands for the text
   */
  public record Text(
      StackSize size,
      int vocabularySize,
      int contextLength,
      Activation activation,
      double normEpsilon,
      int endToken) {}

  /** The image encoder. */
  public record Vision(
      StackSize size, ImageSize image, Activation activation, double normEpsilon) {}

  /** The {@code model_type} that this class reads. */
  public static final String CLIP = "clip";

  /** What Hugging Face's CLIPTextConfig and CLIPVisionConfig take for absent fields. */
  private static final double DEFAULT_NORM_EPSILON = 1e-5;

  public DualEncoderConfig {
    text.size().headSize();
    vision.size().headSize();
    if (projectionWidth < 1 || text.vocabularySize() < 1 || text.contextLength() < 1) {
      throw new IllegalArgumentException(
          "the projection, the vocabulary and the context must be at least 1");
    }
  }

  /** A CLIP of some size; the end token is the last of the vocabulary. */
  public static DualEncoderConfig clip(
      StackSize text,
      int vocabularySize,
      int contextLength,
      StackSize vision,
      ImageSize image,
      int projectionWidth) {
    Activation activation = Activation.QUICK_GELU;
    return new DualEncoderConfig(
        new Text(
            text,
            vocabularySize,
            contextLength,
            activation,
            DEFAULT_NORM_EPSILON,
            vocabularySize - 1),
        new Vision(vision, image, activation, DEFAULT_NORM_EPSILON),
        projectionWidth,
        0.02);
  }

  public DualEncoderConfig withInitialDeviation(double deviation) {
    return new DualEncoderConfig(text, vision, projectionWidth, deviation);
  }

  @Override
  public String modelType() {
    return CLIP;
  }

  /**
   * Reads {@code config.json}.
   *
   * @throws InputException if a field is of the wrong type or out of range, or asks for what this
   *     model does not do; names the field
   */
  public static DualEncoderConfig read(Path file) {
    ConfigFields fields = new ConfigFields(file, Json.read(file));
    if (!fields.text("model_type").equals(CLIP)) {
      throw fields.unsupported("model_type", CLIP);
    }
    ConfigFields text = part(fields, "text_config");
    ConfigFields vision = part(fields, "vision_config");
    try {
      return new DualEncoderConfig(
          new Text(
              size(text, 512, 8, 2048),
              text.integer("vocab_size", 49408),
              text.integer("max_position_embeddings", 77),
              activation(text),
              text.real("layer_norm_eps", DEFAULT_NORM_EPSILON),
              text.integer("eos_token_id", 49407)),
          new Vision(
              size(vision, 768, 12, 3072),
              new ImageSize(
                  vision.integer("image_size", 224),
                  vision.integer("patch_size", 32),
                  vision.integer("num_channels", 3)),
              activation(vision),
              vision.real("layer_norm_eps", DEFAULT_NORM_EPSILON)),
          fields.integer("projection_dim", 512),
          fields.real("initializer_range", 0.02));
    } catch (IllegalArgumentException e) {
      throw InputException.in(file, String.valueOf(e.getMessage()));
    }
  }

  private static ConfigFields part(ConfigFields fields, String name) {
    JsonNode part = fields.json().path(name);
    return new ConfigFields(fields.file(), part.isObject() ? part : Json.object());
  }

  private static StackSize size(ConfigFields fields, int width, int heads, int feedForward) {
    return new StackSize(
        fields.integer("num_hidden_layers", 12),
        fields.integer("hidden_size", width),
        fields.integer("num_attention_heads", heads),
        fields.integer("intermediate_size", feedForward));
  }

  private static Activation activation(ConfigFields fields) {
    return fields.json().hasNonNull("hidden_act")
        ? fields.activation("hidden_act")
        : Activation.QUICK_GELU;
  }

  @Override
  public ObjectNode toJson() {
    ObjectNode json = Json.object();
    json.putArray("architectures").add("CLIPModel");
    json.put("model_type", CLIP);
    json.put("projection_dim", projectionWidth);
    json.put("logit_scale_init_value", FreshWeights.LOGIT_SCALE);
    json.put("initializer_range", initialDeviation);
    ObjectNode words = json.putObject("text_config");
    words.put("model_type", "clip_text_model");
    write(words, text.size(), text.activation(), text.normEpsilon());
    words.put("vocab_size", text.vocabularySize());
    words.put("max_position_embeddings", text.contextLength());
    words.put("eos_token_id", text.endToken());
    ObjectNode pixels = json.putObject("vision_config");
    pixels.put("model_type", "clip_vision_model");
    write(pixels, vision.size(), vision.activation(), vision.normEpsilon());
    pixels.put("image_size", vision.image().side());
    pixels.put("patch_size", vision.image().patch());
    pixels.put("num_channels", vision.image().channels());
    return json;
  }

  private void write(ObjectNode json, StackSize size, Activation activation, double epsilon) {
    json.put("hidden_size", size.width());
    json.put("intermediate_size", size.feedForwardWidth());
    json.put("num_hidden_layers", size.layers());
    json.put("num_attention_heads", size.heads());
    json.put("hidden_act", activation.fileName());
    json.put("layer_norm_eps", epsilon);
    json.put("projection_dim", projectionWidth);
  }
}
