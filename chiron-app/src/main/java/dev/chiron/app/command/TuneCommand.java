package dev.chiron.app.command;

import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.ProgressDisplay;
import dev.chiron.app.console.TextTable;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.task.TaskCollection;
import dev.chiron.data.encoding.InstructionEncoding;
import dev.chiron.data.encoding.MixedEncoding;
import dev.chiron.data.encoding.SourceEncoding;
import dev.chiron.data.instruct.CrossTaskReport;
import dev.chiron.data.pool.InstructionFiles;
import dev.chiron.data.pool.InstructionSet;
import dev.chiron.tuning.instruct.HeldOutTasks;
import dev.chiron.tuning.instruct.InstructionTuner;
import dev.chiron.tuning.instruct.InstructionTuner.Outcome;
import dev.chiron.tuning.instruct.InstructionTuner.Settings;
import dev.chiron.tuning.instruct.PoolTuner;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chiron tune}: instruction tuning on many tasks, measured on held-out ones. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron tune my-tasks/ --model ./model --holdout tasks:10 --out tuned",
      "  chiron tune my-tasks/ --model ./model --encoding mixed --holdout categories:2 --rank 16"
          + " --out tuned",
      "  chiron tune unseen-tasks/ --data selected.jsonl --model ./model --out tuned"
    })
final class TuneCommand extends ChironCommand {
  @Parameters(
      arity = "0..*",
      paramLabel = "TASK",
      description =
          "Tasks' names, files or directories; a directory stands for all in it. With --data they"
              + " are only measured.")
  List<String> references = List.of();

  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      description = "A shipped model's name or a directory.")
  String modelName = "";

  @Option(
      names = "--data",
      paramLabel = "POOL",
      description = "Train on a pool, such as data import writes, instead of on the tasks.")
  @Nullable String data;

  @Option(
      names = "--pack",
      paramLabel = "TOKENS",
      defaultValue = "0",
      description = "With --data: tokens of a row that examples share; 0 for one a row.")
  int pack;

  @Option(
      names = "--holdout",
      paramLabel = "TASKS",
      description =
          "Never trained on: tasks:N, categories:N, category:NAME, source:NAME, or names. Needed"
              + " without --data.")
  @Nullable String holdout;

  @Option(
      names = "--allow-leak",
      description = "Keep training tasks that share a source with a held-out one.")
  boolean allowLeak;

  @Option(
      names = "--encoding",
      paramLabel = "PARTS",
      defaultValue = "definition,pos:2",
      description = "definition, pos:N, neg:N, explanations; mixed; or none (${DEFAULT-VALUE}).")
  String encoding = "definition,pos:2";

  @Option(
      names = "--per-task",
      paramLabel = "N",
      defaultValue = "64",
      description = "Most training instances of a task (default: ${DEFAULT-VALUE}).")
  int perTask = 64;

  @Option(
      names = "--measured",
      paramLabel = "N",
      defaultValue = "100",
      description = "Most measured instances of a held-out task (default: ${DEFAULT-VALUE}).")
  int measured = 100;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "2",
      description = "Over the training instances (default: ${DEFAULT-VALUE}).")
  double epochs = 2;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "8",
      description = "Instances of a step (default: ${DEFAULT-VALUE}).")
  int batch = 8;

  @Option(
      names = "--rank",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of a LoRA adapter; 0 tunes all weights (default: ${DEFAULT-VALUE}).")
  int rank;

  @Mixin SeedOption randomness = new SeedOption();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where the model or the adapter, the splits and the report are written.")
  String out = "";

  @Mixin TaskOptions taskOptions = new TaskOptions();

  @Mixin ModelChoice choice = new ModelChoice();

  @Override
  public Answer run(Environment environment) {
    if (data != null) {
      return runOnPool(data, environment);
    }
    if (references.isEmpty() || holdout == null) {
      throw new InputException("give tasks and --holdout, or a pool by --data");
    }
    Settings settings = settings(new HeldOutTasks(holdout, allowLeak));
    TaskCollection tasks = tasks(environment);
    Path target = ResultPlace.checked(out, environment).directory().orElseThrow();
    try (LanguageModel model = choice.open(modelName, environment)) {
      Outcome outcome =
          new RunSession(environment)
              .run(
                  arguments(),
                  Map.of("model", modelName, "tasks", String.valueOf(tasks.tasks().size())),
                  run -> {
                    try (ProgressDisplay progress = new ProgressDisplay(environment)) {
                      return new InstructionTuner(settings, randomness.seeds())
                          .tune(model, tasks, run.run(), target, progress);
                    }
                  });
      return Answer.of(Json.tree(outcome), stream -> print(outcome, target, stream));
    }
  }

  private TaskCollection tasks(Environment environment) {
    return new TaskCollection(
        "tasks", taskOptions.readAll(references, randomness.seed, environment));
  }

  private Answer runOnPool(String path, Environment environment) {
    check();
    TaskCollection tasks = tasks(environment);
    Path target = ResultPlace.checked(out, environment).directory().orElseThrow();
    PoolTuner tuner =
        new PoolTuner(pack, measured, epochs, batch, rank, learningRate(), randomness.seeds());
    try (InstructionSet pool = InstructionFiles.open(environment.resolve(path));
        LanguageModel model = choice.open(modelName, environment)) {
      PoolTuner.Outcome outcome =
          new RunSession(environment)
              .run(
                  arguments(),
                  Map.of("model", modelName, "data", path),
                  run -> {
                    try (ProgressDisplay progress = new ProgressDisplay(environment)) {
                      return tuner.tune(model, pool, tasks, run.run(), target, progress);
                    }
                  });
      return Answer.of(Json.tree(outcome), stream -> print(outcome, target, stream));
    }
  }

  private double learningRate() {
    return rank == 0 ? Settings.FULL_RATE : Settings.ADAPTER_RATE;
  }

  private void check() {
    positive("--per-task", perTask);
    positive("--measured", measured);
    positive("--batch", batch);
    positive("--epochs", epochs);
    if (rank < 0) {
      throw new InputException("--rank: must be 0 or more");
    }
    if (pack < 0) {
      throw new InputException("--pack: must be 0 or more");
    }
  }

  private Settings settings(HeldOutTasks heldOut) {
    check();
    SourceEncoding sources =
        encoding.equals("mixed") ? MixedEncoding.DEFAULT : InstructionEncoding.parse(encoding);
    return new Settings(sources, heldOut, perTask, measured, epochs, batch, rank, learningRate());
  }

  private static void positive(String option, double value) {
    if (!(value > 0)) {
      throw new InputException(option + ": must be above 0");
    }
  }

  private static void print(Outcome outcome, Path target, PrintStream stream) {
    TextTable table = new TextTable("ON HELD-OUT TASKS", "EXACT MATCH", "ROUGE-L");
    row(table, "before tuning", outcome.before());
    row(table, "tuned, input alone", outcome.withoutInstruction());
    row(table, "tuned, with instruction", outcome.after());
    table.row("copying the input", "", points(outcome.after().copiedInput()));
    table.row("copying an example's answer", "", points(outcome.after().copiedExample()));
    table.print(stream);
    stream.println();
    stream.printf(
        Locale.ROOT,
        "%d tasks to learn from, %d held out, %d steps: %s%n",
        outcome.trainedOn(),
        outcome.heldOut(),
        outcome.steps(),
        target);
  }

  private static void print(PoolTuner.Outcome outcome, Path target, PrintStream stream) {
    if (!outcome.after().tasks().isEmpty()) {
      TextTable table = new TextTable("ON THE TASKS", "EXACT MATCH", "ROUGE-L");
      row(table, "before tuning", outcome.before());
      row(table, "tuned", outcome.after());
      table.print(stream);
      stream.println();
    }
    stream.printf(
        Locale.ROOT,
        "%d examples, %d steps, loss %.3f: %s%n",
        outcome.trainedOn(),
        outcome.steps(),
        outcome.trainingLoss(),
        target);
  }

  private static void row(TextTable table, String name, CrossTaskReport report) {
    table.row(name, points(report.exactMatch()), points(report.rougeL()));
  }

  private static String points(double score) {
    return String.format(Locale.ROOT, "%.1f", 100 * score);
  }
}
