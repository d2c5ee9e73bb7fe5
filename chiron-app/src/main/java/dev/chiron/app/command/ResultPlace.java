package dev.chiron.app.command;

import dev.chiron.app.console.Environment;
import dev.chiron.app.report.HtmlReport;
import dev.chiron.app.report.ReportContent;
import dev.chiron.core.adaptation.AdaptationResult;
import dev.chiron.core.adaptation.MethodResult;
import dev.chiron.core.error.InputException;
import dev.chiron.core.evaluation.Evaluation;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.run.ActiveRun;
import dev.chiron.core.task.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the result of an adaptation goes: always into the run, and into a directory of the user's
 * if there is one.
 */
record ResultPlace(Optional<Path> directory) {
  /** The report's file. */
  static final String REPORT = "report.html";

  private static final String RESULT = "result.json";

  /**
   * Checks the user's directory before any work is done for it.
   *
   * @throws InputException if it cannot be written
   */
  static ResultPlace checked(@Nullable String out, Environment environment) {
    if (out == null) {
      return new ResultPlace(Optional.empty());
    }
    Path directory = environment.resolve(out);
    Path existing = directory.toAbsolutePath();
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
      throw InputException.in(directory, "cannot be written: choose another directory by --out");
    }
    return new ResultPlace(Optional.of(directory));
  }

  /**
   * The file that the user names for a result, if any, checked before any work is done for it.
   *
   * @throws InputException if it cannot be written
   */
  static Optional<Path> file(@Nullable String out, Environment environment) {
    if (out == null) {
      return Optional.empty();
    }
    Path file = environment.resolve(out).toAbsolutePath();
    checked(String.valueOf(file.getParent()), environment);
    if (Files.isDirectory(file)) {
      throw InputException.in(file, "is a directory: give a file by --out");
    }
    return Optional.of(file);
  }

  /** Puts the predictor, the report and the result in place; the result says where they are. */
  AdaptationResult put(Task task, AdaptationResult result, ActiveRun run, Environment environment) {
    Path in = run.run().directory();
    Path target = directory.orElse(in);
    Path predictor = target.resolve(PredictorReference.DIRECTORY);
    Path report = target.resolve(REPORT);
    AdaptationResult placed =
        new AdaptationResult(
            result.task(),
            result.model(),
            result.metric(),
            result.methods(),
            result.chosen(),
            predictor.toString(),
            report.toString());
    if (directory.isPresent()) {
      AtomicFiles.copyDirectory(Path.of(result.predictor()), predictor);
    }
    Map<String, Evaluation> evaluations = evaluations(result, in);
    ReportContent content =
        new ReportContent(
            task,
            placed,
            Objects.requireNonNull(evaluations.get(result.chosen()), result.chosen()),
            evaluations,
            "chiron " + words(run.current().command()),
            "chiron predict " + shellWord(predictor.toString()) + " --input 'TEXT'",
            run.current().started().substring(0, "2026-05-06".length()));
    AtomicFiles.write(report, new HtmlReport(content).html());
    AtomicFiles.write(target.resolve(RESULT), Json.pretty(placed));
    return placed;
  }

  /** On test, of every method that gave a predictor. */
  private static Map<String, Evaluation> evaluations(AdaptationResult result, Path run) {
    Map<String, Evaluation> evaluations = new LinkedHashMap<>();
    for (MethodResult method : result.methods()) {
      if (method.status() == MethodResult.Status.DONE) {
        Path file = run.resolve("methods").resolve(method.id()).resolve("test.json");
        evaluations.put(method.id(), Json.read(file, Evaluation.class));
      }
    }
    return evaluations;
  }

  static String words(List<String> arguments) {
    return arguments.stream().map(ResultPlace::shellWord).collect(Collectors.joining(" "));
  }

  /** A word as a shell must be given it. */
  static String shellWord(String word) {
    return word.matches("[A-Za-z0-9_./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
