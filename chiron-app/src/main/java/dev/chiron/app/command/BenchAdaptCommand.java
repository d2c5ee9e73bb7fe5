package dev.chiron.app.command;

import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.ProgressDisplay;
import dev.chiron.app.console.TextTable;
import dev.chiron.app.report.AdaptationTable;
import dev.chiron.core.adaptation.Adaptation;
import dev.chiron.core.adaptation.AdaptationResult;
import dev.chiron.core.adaptation.AdaptationSettings;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.method.AdaptationMethod;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import dev.chiron.core.task.Task;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chiron bench adapt}: the main job on many tasks, as a table. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron bench adapt tasks --model chiron-nano --out docs/results/shipped-tasks.md",
      "  chiron bench adapt ticket-routing log-cause --model chiron-nano --methods zero-shot,lora"
    })
final class BenchAdaptCommand extends ChironCommand {
  private static final Set<String> WEIGHTS = Set.of("predictor", "checkpoints");

  @Parameters(
      arity = "1..*",
      paramLabel = "TASK",
      description = "Tasks' names, files or directories; a directory stands for all in it.")
  List<String> references = List.of();

  @Option(
      names = "--title",
      paramLabel = "TEXT",
      defaultValue = "Adapted tasks",
      description = "The heading of the table that is written (default: ${DEFAULT-VALUE}).")
  String title = "";

  @Option(
      names = "--out",
      paramLabel = "FILE.md",
      description = "Where the table is written; FILE.json beside it holds the numbers.")
  @Nullable String out;

  @Mixin Portfolio portfolio = new Portfolio();

  @Mixin TaskOptions taskOptions = new TaskOptions();

  @Mixin ModelChoice choice = new ModelChoice();

  @Override
  public Answer run(Environment environment) {
    List<AdaptationMethod> methods = portfolio.chosen();
    AdaptationSettings settings = portfolio.settings(choice.options(environment));
    List<Task> tasks = taskOptions.readAll(references, portfolio.randomness.seed, environment);
    Optional<Path> page = page(environment);
    try (LanguageModel model = choice.open(portfolio.model, environment)) {
      AdaptationTable table =
          new RunSession(environment)
              .run(
                  arguments(),
                  portfolio.described(tasks.size() + " tasks"),
                  run -> {
                    try (ProgressDisplay progress = new ProgressDisplay(environment)) {
                      return table(tasks, model, methods, settings, run.run(), progress);
                    }
                  });
      page.ifPresent(file -> write(table, file));
      return Answer.of(Json.tree(table), stream -> print(table, stream));
    }
  }

  private Optional<Path> page(Environment environment) {
    if (out != null && !out.endsWith(".md")) {
      throw new InputException("--out " + out + ": give a file that ends in .md");
    }
    return ResultPlace.file(out, environment);
  }

  private AdaptationTable table(
      List<Task> tasks,
      LanguageModel model,
      List<AdaptationMethod> methods,
      AdaptationSettings settings,
      Run run,
      Progress progress) {
    List<AdaptationTable.Row> rows = new ArrayList<>();
    for (Task task : tasks) {
      progress.update("tasks", rows.size(), tasks.size(), task.name());
      int examples = Math.min(task.splits().test().size(), settings.testExamples());
      Run own = run.child("tasks/" + task.name());
      rows.add(
          run.step(
              "adapt " + task.name(),
              AdaptationTable.Row.class,
              () -> {
                AdaptationResult result =
                    new Adaptation(task, model, methods, settings)
                        .run(own, progress.under(task.name()));
                return AdaptationTable.row(result, examples);
              }));
      forgetWeights(own);
    }
    progress.update("tasks", tasks.size(), tasks.size(), "done");
    return new AdaptationTable(model.info().name(), portfolio.randomness.seed, rows);
  }

  /** A table needs no predictors, and fully tuned ones of many tasks would fill a disk. */
  private static void forgetWeights(Run run) {
    if (!Files.isDirectory(run.directory())) {
      return;
    }
    try (Stream<Path> files = Files.walk(run.directory())) {
      List<Path> large =
          files
              .filter(file -> !Collections.disjoint(parts(run.directory(), file), WEIGHTS))
              .sorted(Comparator.reverseOrder())
              .toList();
      for (Path file : large) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> parts(Path directory, Path file) {
    Set<String> parts = new HashSet<>();
    directory.relativize(file).forEach(part -> parts.add(part.toString()));
    return parts;
  }

  private void write(AdaptationTable table, Path file) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.md$", ".json");
    AtomicFiles.write(file, table.markdown(title, "./chiron " + ResultPlace.words(arguments())));
    AtomicFiles.write(file.resolveSibling(name), Json.pretty(table));
  }

  private static void print(AdaptationTable table, PrintStream stream) {
    TextTable text =
        new TextTable("TASK", "ZERO-SHOT", "CHOSEN", "TEST", "95 % INTERVAL", "SECONDS");
    for (AdaptationTable.Row row : table.tasks()) {
      text.row(
          row.task(),
          row.zeroShot() == null ? "-" : points(row.zeroShot()),
          row.chosen(),
          points(row.test()),
          points(row.interval().low()) + " – " + points(row.interval().high()),
          String.format(Locale.ROOT, "%.0f", row.seconds()));
    }
    text.print(stream);
    stream.println();
    stream.printf(
        Locale.ROOT,
        "%d of %d tasks gain at least 20 points over zero-shot; %d reach 80%n",
        table.largeGains(),
        table.tasks().size(),
        table.useful());
  }

  private static String points(double score) {
    return String.format(Locale.ROOT, "%.1f", 100 * score);
  }
}
