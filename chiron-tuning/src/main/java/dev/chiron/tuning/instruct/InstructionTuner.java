package dev.chiron.tuning.instruct;

import dev.chiron.core.error.InputException;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import dev.chiron.core.task.TaskSplit;
import dev.chiron.data.encoding.InstructionEncoding;
import dev.chiron.data.encoding.SourceEncoding;
import dev.chiron.data.instruct.CrossTask;
import dev.chiron.data.instruct.CrossTaskReport;
import dev.chiron.data.instruct.InstructionTuning;
import dev.chiron.nn.adapter.Lora;
import dev.chiron.nn.adapter.LoraConfig;
import dev.chiron.nn.checkpoint.ElementType;
import dev.chiron.nn.local.LocalLanguageModel;
import dev.chiron.nn.local.ModelDirectory;
import dev.chiron.nn.training.LearningRateSchedule.Linear;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.training.TrainingResult;
import dev.chiron.nn.weights.Parameters;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * Tunes a local model on tasks, measures it before and after on tasks that it was not tuned on, and
 * writes it.
 *
 * <pre>
 * model/  or  adapter/        the tuned model, or the adapter in PEFT's layout
 * splits/train_tasks.txt      names, as Natural Instructions keeps them
 * splits/test_tasks.txt
 * report.json                 the outcome
 * </pre>
 */
public final class InstructionTuner {
  private static final double WARMUP = 0.03;

  private final Settings settings;
  private final Seeds seeds;

  /**
   * @param encoding how sources are written
   * @param heldOut what is measured on
   * @param perTask most training instances of a task
   * @param measured most instances of a held-out task that are measured
   * @param epochs over the training instances
   * @param batchSize instances of a step
   * @param rank of the adapter; 0 tunes all weights
   * @param learningRate at its peak, for a model of width 1, as fine-tuning has it: divided by the
   *     width
   */
  public record Settings(
      SourceEncoding encoding,
      HeldOutTasks heldOut,
      int perTask,
      int measured,
      double epochs,
      int batchSize,
      int rank,
      double learningRate) {
    /** For all weights: half of what one task is tuned at, since many tasks take more steps. */
    public static final double FULL_RATE = 0.13;

    /** For an adapter of rank 16. */
    public static final double ADAPTER_RATE = 0.5;
  }

  /**
   * What came of it.
   *
   * @param trainedOn how many tasks
   * @param trainingLoss of the last step
   * @param before the untuned model on the held-out tasks
   * @param after the tuned model on them
   * @param withoutInstruction the tuned model on them, given the inputs alone
   */
  public record Outcome(
      String model,
      int trainedOn,
      int heldOut,
      long steps,
      double trainingLoss,
      CrossTaskReport before,
      CrossTaskReport after,
      CrossTaskReport withoutInstruction) {}

  public InstructionTuner(Settings settings, Seeds seeds) {
    this.settings = settings;
    this.seeds = seeds;
  }

  /**
   * Tunes, measures and writes.
   *
   * @throws InputException if the model's weights are not at hand
   */
  public Outcome tune(
      LanguageModel model, TaskCollection tasks, Run run, Path target, Progress progress) {
    LocalLanguageModel base =
        model
            .as(LocalLanguageModel.class)
            .orElseThrow(
                () ->
                    new InputException(
                        "the weights of '"
                            + model.info().name()
                            + "' are not at hand to be tuned"));
    TaskSplit split = settings.heldOut().of(tasks, seeds.child("held out"));
    CrossTaskReport before = report(base, settings.encoding(), split, run, "before", progress);
    Outcome outcome =
        settings.rank() == 0
            ? full(base, split, before, run, target, progress)
            : adapter(base, split, before, run, target, progress);
    names(split.train(), target.resolve("splits/train_tasks.txt"));
    names(split.test(), target.resolve("splits/test_tasks.txt"));
    AtomicFiles.write(target.resolve("report.json"), Json.pretty(outcome));
    return outcome;
  }

  private Outcome full(
      LocalLanguageModel base,
      TaskSplit split,
      CrossTaskReport before,
      Run run,
      Path target,
      Progress progress) {
    Path directory =
        base.directory()
            .orElseThrow(() -> new InputException("the model was not opened from a directory"));
    try (Parameters weights = Parameters.copyOf(base.weights()).trainAll()) {
      LocalLanguageModel tuned = base.withWeights(weights);
      TrainingResult training = train(tuned, weights, split, run, progress);
      weights.freeze();
      ModelDirectory.write(
          target.resolve("model"), base.architecture(), weights, directory, ElementType.F32);
      return outcome(base, tuned, split, before, training, run, progress);
    }
  }

  private Outcome adapter(
      LocalLanguageModel base,
      TaskSplit split,
      CrossTaskReport before,
      Run run,
      Path target,
      Progress progress) {
    try (Lora lora =
        Lora.create(
            base.architecture(), LoraConfig.ofRank(settings.rank()), seeds.child("adapter"))) {
      LocalLanguageModel tuned = base.withInterventions(base.interventions().plus(lora));
      TrainingResult training = train(tuned, lora.parameters(), split, run, progress);
      lora.save(target.resolve("adapter"), base.info().name());
      return outcome(base, tuned, split, before, training, run, progress);
    }
  }

  private TrainingResult train(
      LocalLanguageModel tuned, Parameters trained, TaskSplit split, Run run, Progress progress) {
    int instances =
        split.train().tasks().stream()
            .mapToInt(task -> Math.min(settings.perTask(), task.splits().train().size()))
            .sum();
    long steps = Math.max(1, Math.round(settings.epochs() * instances / settings.batchSize()));
    double peak = settings.learningRate() / tuned.architecture().config().width();
    TrainerConfig trainer =
        TrainerConfig.builder(new Linear(peak, Math.round(WARMUP * steps), 0))
            .steps(steps)
            .batchSize(settings.batchSize())
            .sortedBatches(8)
            .reducedPrecision(true)
            .checkpointEvery(100)
            .seed(seeds.derive("order"))
            .build();
    return new InstructionTuning(settings.encoding(), settings.perTask(), trainer)
        .train(tuned, trained, split.train(), run.child("training"), seeds, progress);
  }

  private Outcome outcome(
      LocalLanguageModel base,
      LocalLanguageModel tuned,
      TaskSplit split,
      CrossTaskReport before,
      TrainingResult training,
      Run run,
      Progress progress) {
    return new Outcome(
        base.info().name(),
        split.train().tasks().size(),
        split.test().tasks().size(),
        training.steps(),
        training.trainingLoss(),
        before,
        report(tuned, settings.encoding(), split, run, "after", progress),
        report(tuned, InstructionEncoding.NONE, split, run, "without instruction", progress));
  }

  private CrossTaskReport report(
      LocalLanguageModel model,
      SourceEncoding encoding,
      TaskSplit split,
      Run run,
      String name,
      Progress progress) {
    int longest =
        split.test().tasks().stream()
            .flatMap(task -> task.splits().all().stream())
            .mapToInt(each -> model.countTokens(" " + each.output()))
            .max()
            .orElse(1);
    return new CrossTask(encoding, settings.measured(), Math.min(128, longest + longest / 2 + 2))
        .report(
            model,
            split.test(),
            seeds.child("measured"),
            run.child("report " + name),
            progress.under(name));
  }

  private static void names(TaskCollection tasks, Path file) {
    AtomicFiles.write(
        file, tasks.tasks().stream().map(Task::name).collect(Collectors.joining("\n", "", "\n")));
  }
}
