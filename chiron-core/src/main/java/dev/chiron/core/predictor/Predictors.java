package dev.chiron.core.predictor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

/** Saved predictors: directories with a {@code predictor.json}. */
public final class Predictors {
  /** The manifest's name in a saved predictor's directory. */
  public static final String MANIFEST = "predictor.json";

  /** The version of the layout that this code writes. */
  public static final int VERSION = 1;

  private Predictors() {}

  /**
   * Opens a saved predictor of any kind.
   *
   * @throws InputException if the directory holds none, or one of an unknown kind or version
   */
  public static Predictor load(Path directory, ModelOptions options) {
    JsonNode manifest = manifest(directory);
    return loader(directory, manifest).load(directory, manifest, options);
  }

  /**
   * Opens a saved predictor beside a model that is open already, which it uses if it is built on
   * it.
   *
   * @throws InputException as {@link #load(Path, ModelOptions)}
   */
  public static Predictor load(Path directory, ModelOptions options, LanguageModel open) {
    JsonNode manifest = manifest(directory);
    return loader(directory, manifest).load(directory, manifest, options, open);
  }

  private static JsonNode manifest(Path directory) {
    Path file = directory.resolve(MANIFEST);
    if (!Files.exists(file)) {
      throw InputException.in(directory, "no saved predictor here (no " + MANIFEST + ")");
    }
    JsonNode manifest = Json.read(file);
    if (manifest.path("version").asInt(0) != VERSION) {
      throw InputException.in(file, "version", "must be " + VERSION);
    }
    return manifest;
  }

  private static PredictorLoader loader(Path directory, JsonNode manifest) {
    String kind = manifest.path("kind").asText("");
    List<PredictorLoader> loaders =
        ServiceLoader.load(PredictorLoader.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    return loaders.stream()
        .filter(loader -> loader.kind().equals(kind))
        .findFirst()
        .orElseThrow(
            () ->
                InputException.in(
                    directory.resolve(MANIFEST),
                    "kind",
                    "unknown kind '"
                        + kind
                        + "'; known: "
                        + loaders.stream().map(PredictorLoader::kind).toList()));
  }

  /** Writes a predictor's directory in one step: its manifest, then whatever {@code rest} adds. */
  public static void save(
      Path directory, String kind, ObjectNode manifest, AtomicFiles.Content rest) {
    ObjectNode full = Json.object();
    full.put("kind", kind);
    full.put("version", VERSION);
    full.setAll(manifest);
    AtomicFiles.writeDirectory(
        directory,
        temporary -> {
          Files.writeString(temporary.resolve(MANIFEST), Json.pretty(full));
          rest.writeTo(temporary);
        });
  }
}
