package dev.chiron.app.command;

import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.ProgressDisplay;
import dev.chiron.app.console.TextTable;
import dev.chiron.app.report.AdaptationTable;
import dev.chiron.app.report.MethodStanding;
import dev.chiron.core.adaptation.Adaptation;
import dev.chiron.core.adaptation.AdaptationResult;
import dev.chiron.core.adaptation.AdaptationSettings;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.method.AdaptationMethod;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
      "  chiron bench adapt ticket-routing log-cause --model chiron-nano --methods zero-shot,lora",
      "  chiron bench adapt sets --model simulated:rules --methods zero-shot,pe2,reflective"
          + " --seeds 0,1,2"
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

  @Option(
      names = "--seeds",
      split = ",",
      paramLabel = "N",
      description = "Adapt once with each of these seeds, instead of once with --seed.")
  List<Long> seeds = List.of();

  @Mixin Portfolio portfolio = new Portfolio();

  @Mixin TaskOptions taskOptions = new TaskOptions();

  @Mixin ModelChoice choice = new ModelChoice();

  @Override
  public Answer run(Environment environment) {
    List<AdaptationMethod> methods = portfolio.chosen();
    ModelOptions options = choice.options(environment);
    Map<Long, List<Task>> tasks = new LinkedHashMap<>();
    for (long seed : seeds.isEmpty() ? List.of(portfolio.randomness.seed) : seeds) {
      tasks.put(seed, taskOptions.readAll(references, seed, environment));
    }
    int rows = tasks.values().stream().mapToInt(List::size).sum();
    portfolio.settings(options); // refuses what cannot be read before a model is opened
    Optional<Path> page = page(environment);
    try (OpenedModels models = portfolio.open(choice, environment)) {
      AdaptationTable table =
          new RunSession(environment)
              .run(
                  arguments(),
                  portfolio.described(rows + " tasks"),
                  run -> {
                    try (ProgressDisplay progress = new ProgressDisplay(environment)) {
                      return table(tasks, models, methods, options, run.run(), progress);
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
      Map<Long, List<Task>> tasks,
      OpenedModels models,
      List<AdaptationMethod> methods,
      ModelOptions options,
      Run run,
      Progress progress) {
    List<AdaptationTable.Row> rows = new ArrayList<>();
    int all = tasks.values().stream().mapToInt(List::size).sum();
    tasks.forEach(
        (seed, each) -> {
          AdaptationSettings settings =
              portfolio.settings(seed, options).withProposer(models.proposer());
          for (Task task : each) {
            progress.update("tasks", rows.size(), all, task.name() + " with seed " + seed);
            rows.add(row(task, seed, new Terms(models.model(), methods, settings), run, progress));
          }
        });
    progress.update("tasks", all, all, "done");
    return new AdaptationTable(models.model().info().name(), List.copyOf(tasks.keySet()), rows);
  }

  /** What an adaptation takes beside its task. */
  private record Terms(
      LanguageModel model, List<AdaptationMethod> methods, AdaptationSettings settings) {}

  private static AdaptationTable.Row row(
      Task task, long seed, Terms terms, Run run, Progress progress) {
    int examples = Math.min(task.splits().test().size(), terms.settings().testExamples());
    String name = task.name() + " seed " + seed;
    Run own = run.child("tasks/" + task.name() + "/seed-" + seed);
    AdaptationTable.Row row =
        run.step(
            "adapt " + name,
            AdaptationTable.Row.class,
            () -> {
              AdaptationResult result =
                  new Adaptation(task, terms.model(), terms.methods(), terms.settings())
                      .run(own, progress.under(name));
              return AdaptationTable.row(result, seed, examples);
            });
    forgetWeights(own);
    return row;
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
          table.seeds().size() == 1 ? row.task() : row.task() + " seed " + row.seed(),
          row.zeroShot() == null ? "-" : points(row.zeroShot()),
          row.chosen(),
          points(row.test()),
          points(row.interval().low()) + " – " + points(row.interval().high()),
          String.format(Locale.ROOT, "%.0f", row.seconds()));
    }
    text.print(stream);
    stream.println();
    printStandings(table, stream);
    stream.println();
    stream.printf(
        Locale.ROOT,
        "%d of %d gain at least 20 points over zero-shot; %d reach 80%n",
        table.largeGains(),
        table.tasks().size(),
        table.useful());
  }

  private static void printStandings(AdaptationTable table, PrintStream stream) {
    TextTable text = new TextTable("METHOD", "N", "TEST", "95 % INTERVAL", "CALLS", "TOKENS");
    for (MethodStanding standing : table.methods()) {
      text.row(
          standing.id(),
          standing.adaptations(),
          points(standing.test()),
          points(standing.interval().low()) + " – " + points(standing.interval().high()),
          String.format(Locale.ROOT, "%.0f", standing.calls()),
          String.format(Locale.ROOT, "%.0f", standing.tokens()));
    }
    text.print(stream);
  }

  private static String points(double score) {
    return String.format(Locale.ROOT, "%.1f", 100 * score);
  }
}
