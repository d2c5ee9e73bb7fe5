package dev.chiron.nn.architecture;

import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds the model that a {@code config.json} describes. */
public final class Architectures {
  private Architectures() {}

  /**
   * Reads the {@code config.json} of a causal language model.
   *
   * @throws InputException if its {@code model_type} is none that can be built, or a field cannot
   *     be honoured; names the field
   */
  public static Architecture read(Path file) {
    if (any(file) instanceof Architecture architecture) {
      return architecture;
    }
    throw new ConfigFields(file, Json.read(file))
        .unsupported("model_type", DecoderFamily.modelTypes());
  }

  /**
   * Reads the {@code config.json} of any model: a {@link Decoder}, {@link Encoder}, {@link
   * EncoderDecoder}, {@link VisionEncoder} or {@link DualEncoder}.
   *
   * @throws InputException if its {@code model_type} is none that can be built, or a field cannot
   *     be honoured; names the field
   */
  public static Network any(Path file) {
    ConfigFields json = new ConfigFields(file, Json.read(file));
    String type = json.text("model_type");
    if (DecoderFamily.of(type).isPresent()) {
      return new Decoder(DecoderConfig.read(file));
    }
    if (EncoderFamily.of(type).isPresent()) {
      return new Encoder(EncoderConfig.read(file));
    }
    if (EncoderDecoderFamily.of(type).isPresent()) {
      return new EncoderDecoder(EncoderDecoderConfig.read(file));
    }
    return switch (type) {
      case VisionConfig.VIT -> new VisionEncoder(VisionConfig.read(file));
      case DualEncoderConfig.CLIP -> new DualEncoder(DualEncoderConfig.read(file));
      default -> throw json.unsupported("model_type", modelTypes());
    };
  }

  private static String modelTypes() {
    return Stream.of(
            Stream.of(DecoderFamily.modelTypes()),
            Arrays.stream(EncoderFamily.values()).map(EncoderFamily::modelType),
            Arrays.stream(EncoderDecoderFamily.values()).map(EncoderDecoderFamily::modelType),
            Stream.of(VisionConfig.VIT, DualEncoderConfig.CLIP))
        .flatMap(each -> each)
        .collect(Collectors.joining(", "));
  }
}
