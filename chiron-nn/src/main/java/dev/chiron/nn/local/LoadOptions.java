package dev.chiron.nn.local;

import dev.chiron.core.error.InputException;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.nn.quantization.Quantization;
import java.util.Optional;

/**
 * How a local model is loaded.
 *
 * @param quantization of the matrices of its layers; without it they stay in float32
 * @param recomputing whether tuning computes layers again instead of keeping their activations
 */
public record LoadOptions(Optional<Quantization> quantization, boolean recomputing) {
  /** The setting that chooses a {@link Quantization}. */
  public static final String QUANTIZATION = "quantization";

  /** The setting that makes tuning compute layers again: true or false. */
  public static final String RECOMPUTE = "recompute";

  /** In float32, with the activations kept. */
  public static final LoadOptions PLAIN = new LoadOptions(Optional.empty(), false);

  /**
   * The options that settings ask for.
   *
   * @throws InputException if a setting has a value that it cannot have
   */
  public static LoadOptions of(ModelOptions options) {
    return new LoadOptions(
        options.setting(QUANTIZATION).map(LoadOptions::quantization),
        options.setting(RECOMPUTE).map(LoadOptions::recompute).orElse(false));
  }

  private static Quantization quantization(String name) {
    return Quantization.named(name)
        .orElseThrow(
            () ->
                new InputException(
                    "setting 'quantization': '%s' is none of %s"
                        .formatted(name, Quantization.optionNames())));
  }

  private static boolean recompute(String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new InputException("setting 'recompute': give true or false, not '" + value + "'");
    };
  }
}
