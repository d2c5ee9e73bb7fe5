package dev.chiron.core.predictor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.core.model.LanguageModel;
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

  /**
   * Opens a predictor beside a model that is open already: a predictor that is built on that model
   * uses it, so that it need not be held twice and calls go through its meter, and leaves it open
   * when it is closed.
   *
   * @param open a model under the name by which it would be opened
   */
  default Predictor load(
      Path directory, JsonNode manifest, ModelOptions options, LanguageModel open) {
    return load(directory, manifest, options);
  }
}
