package dev.chiron.app.command;

import dev.chiron.app.console.Environment;
import dev.chiron.core.error.InputException;
import dev.chiron.core.predictor.Predictor;
import dev.chiron.core.predictor.Predictors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How a saved predictor is named: its directory, the one above it, or the run that made it. */
final class PredictorReference {
  /** The directory of the predictor in the directory of a result. */
  static final String DIRECTORY = "predictor";

  private PredictorReference() {}

  /**
   * The predictor's directory; empty if the reference names none.
   *
   * @throws InputException if the reference is no path
   */
  static Optional<Path> find(String reference, Environment environment) {
    Path path = environment.resolve(reference);
    Path last = path.getFileName();
    Path run = last == null ? path : environment.runs().resolve(last);
    for (Path candidate : List.of(path, path.resolve(DIRECTORY), run.resolve(DIRECTORY))) {
      if (Files.exists(candidate.resolve(Predictors.MANIFEST))) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** Opens it. */
  static Predictor open(String reference, ModelChoice choice, Environment environment) {
    Path directory =
        find(reference, environment)
            .orElseThrow(
                () ->
                    new InputException(
                        reference + ": no saved predictor here (no " + Predictors.MANIFEST + ")"));
    return Predictors.load(directory, choice.options(environment));
  }
}
