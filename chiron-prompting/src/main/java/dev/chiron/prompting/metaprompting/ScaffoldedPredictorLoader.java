package dev.chiron.prompting.metaprompting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.Models;
import dev.chiron.core.predictor.Predictor;
import dev.chiron.core.predictor.PredictorLoader;
import dev.chiron.core.predictor.Predictors;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Opens what {@link ScaffoldedPredictor#save} wrote. */
public final class ScaffoldedPredictorLoader implements PredictorLoader {
  @Override
  public String kind() {
    return ScaffoldedPredictor.KIND;
  }

  @Override
  public Predictor load(Path directory, JsonNode manifest, ModelOptions options) {
    String name = manifest.path("model").asText("");
    if (name.isEmpty()) {
      throw InputException.in(
          directory.resolve(Predictors.MANIFEST), "model", "must name the model that is prompted");
    }
    Parts parts = parts(directory, manifest);
    return opened(parts, options, Models.open(name, options), true);
  }

  @Override
  public Predictor load(
      Path directory, JsonNode manifest, ModelOptions options, LanguageModel open) {
    return open.info().name().equals(manifest.path("model").asText(""))
        ? opened(parts(directory, manifest), options, open, false)
        : load(directory, manifest, options);
  }

  private record Parts(Briefing briefing, Scaffold scaffold, JsonNode experts) {}

  private static Parts parts(Path directory, JsonNode manifest) {
    return new Parts(
        part(directory, manifest, "briefing", Briefing.class),
        part(directory, manifest, "scaffold", Scaffold.class),
        manifest.path("experts"));
  }

  private static Predictor opened(
      Parts parts, ModelOptions options, LanguageModel model, boolean closesModels) {
    Map<String, Expert> experts = new TreeMap<>();
    parts
        .experts()
        .properties()
        .forEach(
            entry ->
                experts.put(
                    entry.getKey(),
                    new Expert.Model(Models.open(entry.getValue().asText(), options))));
    return new ScaffoldedPredictor(
        model, parts.briefing(), parts.scaffold(), experts, Interpreter.python(), closesModels);
  }

  private static <T> T part(Path directory, JsonNode manifest, String field, Class<T> type) {
    Path file = directory.resolve(Predictors.MANIFEST);
    if (!manifest.path(field).isObject()) {
      throw InputException.in(file, field, "is missing");
    }
    try {
      return Json.mapper().treeToValue(manifest.path(field), type);
    } catch (JsonProcessingException e) {
      throw InputException.in(file, field, Json.problem(e));
    }
  }
}
