package dev.chiron.app.command;

import dev.chiron.app.console.Environment;
import dev.chiron.core.error.InputException;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.Models;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** How models are opened. API keys come from the environment only, so that no run records one. */
final class ModelChoice {
  @Option(
      names = "--device",
      paramLabel = "NAME",
      defaultValue = "cpu",
      description = "Where local models compute: cpu or cuda (default: ${DEFAULT-VALUE}).")
  String device = "cpu";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = {
        "A setting of the model's provider, such as baseUrl, concurrency, timeoutSeconds; for local"
            + " models quantization=int8|nf4|nf4-double and recompute=true.",
        "API keys are taken from the environment, such as OPENAI_API_KEY."
      })
  Map<String, String> settings = new TreeMap<>();

  @Option(
      names = "--cache",
      paramLabel = "FILE",
      description = "Where answers of remote models are kept (default: .chiron/responses.sqlite).")
  String cache = ".chiron/responses.sqlite";

  ModelOptions options(Environment environment) {
    if (settings.containsKey(ModelOptions.API_KEY)) {
      throw new InputException(
          "--set apiKey: give the key in the environment, such as OPENAI_API_KEY");
    }
    return new ModelOptions(device, Optional.of(environment.resolve(cache)), settings);
  }

  /** Opens a model by a name or by a path as the user wrote it. */
  LanguageModel open(String name, Environment environment) {
    return Models.open(resolved(name, environment), options(environment));
  }

  /**
   * The name that the model is opened by and saved predictors remember: the same from wherever it
   * is used later, so that paths are made absolute.
   */
  private static String resolved(String name, Environment environment) {
    if (name.contains(":")) {
      return name;
    }
    Path path = environment.resolve(name);
    Path shipped = environment.root().resolve("models").resolve(name);
    if (!name.isEmpty() && Files.exists(path)) {
      return absolute(path);
    }
    boolean known =
        Models.providers().stream().anyMatch(provider -> provider.names().contains(name));
    return !known && name.matches("[A-Za-z0-9._-]+") && Files.isDirectory(shipped)
        ? absolute(shipped)
        : name;
  }

  private static String absolute(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }
}
