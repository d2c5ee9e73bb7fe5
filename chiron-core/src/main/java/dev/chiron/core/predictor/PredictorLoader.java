package dev.chiron.core.predictor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.core.model.ModelOptions;
import java.nio.file.Path;

/** Opens one kind of saved predictor; found by {@link java.util.ServiceLoader}. */
public interface PredictorLoader {
  /** The value of {@code kind} in {@code predictor.json}. */
  String kind();

  /**
   * Opens a predictor.
   *
   * @param directory where it was saved
   * @param manifest the content of its {@code predictor.json}
   * @throws dev.chiron.core.error.InputException if the directory is not what the manifest says
   */
  Predictor load(Path directory, JsonNode manifest, ModelOptions options);
}
