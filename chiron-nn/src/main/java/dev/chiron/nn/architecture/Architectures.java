package dev.chiron.nn.architecture;

import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import java.nio.file.Path;

/** Builds the architecture that a {@code config.json} describes. */
public final class Architectures {
  private Architectures() {}

  /**
   * Reads a {@code config.json}.
   *
   * @throws InputException if its {@code model_type} is none that can be built, or a field cannot
   *     be honoured; names the field
   */
  public static Architecture read(Path file) {
    ConfigFields json = new ConfigFields(file, Json.read(file));
    if (DecoderFamily.of(json.text("model_type")).isPresent()) {
      return new Decoder(DecoderConfig.read(file));
    }
    throw json.unsupported("model_type", DecoderFamily.modelTypes());
  }
}
