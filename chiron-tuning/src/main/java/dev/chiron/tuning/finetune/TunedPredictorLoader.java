package dev.chiron.tuning.finetune;

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
import dev.chiron.core.predictor.PromptProgram;
import dev.chiron.nn.adapter.Adapter;
import dev.chiron.nn.local.LocalLanguageModel;
import dev.chiron.nn.local.ModelDirectory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens what {@link TunedPredictor#save} wrote. */
public final class TunedPredictorLoader implements PredictorLoader {
  @Override
  public String kind() {
    return TunedPredictor.KIND;
  }

  @Override
  public Predictor load(Path directory, JsonNode manifest, ModelOptions options) {
    PromptProgram program = program(directory, manifest);
    LanguageModel base = Models.open(name(directory, manifest), options);
    return open(directory, base, program).alsoClosing(base::close);
  }

  @Override
  public Predictor load(
      Path directory, JsonNode manifest, ModelOptions options, LanguageModel open) {
    return open.info().name().equals(name(directory, manifest))
        ? open(directory, open, program(directory, manifest))
        : load(directory, manifest, options);
  }

  private static TunedPredictor open(Path directory, LanguageModel model, PromptProgram program) {
    LocalLanguageModel base = local(directory, model);
    Path adapter = directory.resolve(TunedPredictor.ADAPTER);
    if (Files.isDirectory(adapter)) {
      return TunedPredictor.adapter(model, Adapter.load(adapter, base.architecture()), program);
    }
    ModelDirectory tuned = ModelDirectory.of(directory.resolve(TunedPredictor.MODEL));
    return TunedPredictor.full(model, tuned.weights(base.architecture()), program);
  }

  private static LocalLanguageModel local(Path directory, LanguageModel model) {
    return model
        .as(LocalLanguageModel.class)
        .orElseThrow(
            () ->
                InputException.in(
                    directory.resolve(Predictors.MANIFEST),
                    "model",
                    "'" + model.info().name() + "' is no local model, so it takes no weights"));
  }

  private static String name(Path directory, JsonNode manifest) {
    String name = manifest.path("model").asText("");
    if (name.isEmpty()) {
      throw InputException.in(
          directory.resolve(Predictors.MANIFEST), "model", "must name the model that was tuned");
    }
    return name;
  }

  private static PromptProgram program(Path directory, JsonNode manifest) {
    try {
      return Json.mapper().treeToValue(manifest.path("program"), PromptProgram.class);
    } catch (JsonProcessingException e) {
      throw InputException.in(directory.resolve(Predictors.MANIFEST), "program", Json.problem(e));
    }
  }
}
