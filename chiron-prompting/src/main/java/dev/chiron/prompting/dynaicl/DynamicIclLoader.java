package dev.chiron.prompting.dynaicl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.core.model.EmbeddingModel;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.Models;
import dev.chiron.core.predictor.Predictor;
import dev.chiron.core.predictor.PredictorLoader;
import dev.chiron.core.predictor.Predictors;
import dev.chiron.core.predictor.PromptProgram;
import java.nio.file.Path;

/** Opens what {@link DynamicIcl#save} wrote. */
public final class DynamicIclLoader implements PredictorLoader {
  @Override
  public String kind() {
    return DynamicIcl.KIND;
  }

  @Override
  public Predictor load(Path directory, JsonNode manifest, ModelOptions options) {
    String name = manifest.path("model").asText("");
    if (name.isEmpty()) {
      throw InputException.in(
          directory.resolve(Predictors.MANIFEST), "model", "must name the model that is prompted");
    }
    return opened(directory, manifest, options, Models.open(name, options), true);
  }

  @Override
  public Predictor load(
      Path directory, JsonNode manifest, ModelOptions options, LanguageModel open) {
    return open.info().name().equals(manifest.path("model").asText(""))
        ? opened(directory, manifest, options, open, false)
        : load(directory, manifest, options);
  }

  private static Predictor opened(
      Path directory,
      JsonNode manifest,
      ModelOptions options,
      LanguageModel model,
      boolean closesModel) {
    PromptProgram program = part(directory, manifest, "program", PromptProgram.class);
    ShotController.Saved saved =
        part(directory, manifest, "controller", ShotController.Saved.class);
    EmbeddingModel embeddings = DynamicIcl.embeddings(saved.embedding(), program.pool(), options);
    return new DynamicIcl(
        model,
        program,
        ShotController.of(saved, embeddings),
        embeddings,
        part(directory, manifest, "terms", DynamicIcl.Terms.class),
        closesModel);
  }

  private static <T> T part(Path directory, JsonNode manifest, String field, Class<T> type) {
    if (!manifest.path(field).isObject()) {
      throw InputException.in(directory.resolve(Predictors.MANIFEST), field, "is missing");
    }
    try {
      return Json.mapper().treeToValue(manifest.path(field), type);
    } catch (JsonProcessingException e) {
      throw InputException.in(directory.resolve(Predictors.MANIFEST), field, Json.problem(e));
    }
  }
}
