package dev.chiron.core.predictor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.Models;
import java.nio.file.Path;

/** Opens what {@link PromptedPredictor#save} wrote; the model is opened again by its name. */
public final class PromptedPredictorLoader implements PredictorLoader {
  @Override
  public String kind() {
    return PromptedPredictor.KIND;
  }

  @Override
  public Predictor load(Path directory, JsonNode manifest, ModelOptions options) {
    PromptProgram program = program(directory, manifest);
    LanguageModel model = Models.open(modelName(directory, manifest), options);
    return new PromptedPredictor(model, program, options, true);
  }

  @Override
  public Predictor load(
      Path directory, JsonNode manifest, ModelOptions options, LanguageModel open) {
    return open.info().name().equals(modelName(directory, manifest))
        ? new PromptedPredictor(open, program(directory, manifest), options, false)
        : load(directory, manifest, options);
  }

  private static String modelName(Path directory, JsonNode manifest) {
    String name = manifest.path("model").asText("");
    if (name.isEmpty()) {
      throw InputException.in(
          directory.resolve(Predictors.MANIFEST), "model", "must name the model that is prompted");
    }
    return name;
  }

  private static PromptProgram program(Path directory, JsonNode manifest) {
    Path file = directory.resolve(Predictors.MANIFEST);
    if (!manifest.path("program").isObject()) {
      throw InputException.in(file, "program", "must be the saved prompt");
    }
    try {
      return Json.mapper().treeToValue(manifest.path("program"), PromptProgram.class);
    } catch (JsonProcessingException e) {
      throw InputException.in(file, "program", Json.problem(e));
    }
  }
}
