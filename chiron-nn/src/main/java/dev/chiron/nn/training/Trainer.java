package dev.chiron.nn.training;

import dev.chiron.core.budget.BudgetExhausted;
import dev.chiron.core.io.Json;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.bytedeco.pytorch.Tensor;

/**
 * Trains the tensors of some parameters that are marked as trained: all weights of a model, or an
 * adapter's beside a frozen base.
 *
 * <pre>{@code
 * Objective objective = new TokenObjective(decoder, weights.trainAll(), TrainingSet.of(examples));
 * TrainingResult result =
 *     new Trainer(
 *             TrainerConfig.builder(new Cosine(1e-3, 100, 0.1)).steps(2000).build(),
 *             weights,
 *             objective)
 *         .in(run)
 *         .train();
 * }</pre>
 *
 * <p>In a run, the training that is started again goes on from its last checkpoint, and every later
 * loss and the final weights are the same to the bit as without the interruption (on the same
 * machine, with the same number of threads): the order of the examples is a function of the step,
 * and libtorch's generator, which dropout draws from, is seeded anew for each micro-batch.
 * Checkpoints stand between steps; gradients of a step that was interrupted are computed again.
 *
 * <p>With validation, the parameters end as they were at the best evaluation, otherwise as they
 * were at the last step.
 */
public final class Trainer {
  private static final String STAGE = "training";

  private final TrainerConfig config;
  private final Parameters parameters;
  private final Objective objective;
  private final BatchOrder order;
  private final Seeds dropout;
  private final long totalSteps;
  private final long totalBatches;

  private Optional<DoubleSupplier> validation = Optional.empty();
  private Optional<Run> run = Optional.empty();
  private TrainingLog log = new TrainingLog(Optional.empty());
  private Workers workers = Workers.ALONE;
  private Progress progress = Progress.SILENT;
  private Runnable beforeStep = () -> {};
  private StepAction action = StepAction.NONE;
  private boolean endsAtLast;
  private LongSupplier nanoTime = System::nanoTime;

  public Trainer(TrainerConfig config, Parameters parameters, Objective objective) {
    this.config = config;
    this.parameters = parameters;
    this.objective = objective;
    Seeds seeds = new Seeds(config.seed());
    this.order =
        new BatchOrder(
            objective.size(),
            objective::length,
            config.batchSize(),
            config.sortedBatches(),
            seeds.child("order"));
    this.dropout = seeds.child("dropout");
    this.totalSteps = config.totalSteps(order.batchesPerEpoch());
    this.totalBatches = config.totalBatches(order.batchesPerEpoch());
  }

  /** Evaluates by the mean loss of an objective on held-out examples. */
  public Trainer validatedBy(Objective heldOut) {
    return validatedBy(() -> heldOut.mean(config.evaluationBatch()));
  }

  /** Evaluates by any number that is better when it is lower. */
  public Trainer validatedBy(DoubleSupplier loss) {
    validation = Optional.of(loss);
    return this;
  }

  /** Keeps events and checkpoints in a run, and goes on from a checkpoint that is there. */
  public Trainer in(Run directory) {
    run = Optional.of(directory);
    return this;
  }

  /**
   * Shares the micro-batches of each step with other processes, which train the same: micro-batch i
   * of a step is that of process i modulo their number, so accumulation should be a multiple of it.
   * All are given the same run, on files that they share, or none; the first writes.
   */
  public Trainer among(Workers all) {
    workers = all;
    return this;
  }

  public Trainer tells(Progress listener) {
    progress = listener;
    return this;
  }

  /**
   * Calls a hook before each step, such as {@code meter::checkTime}; training ends, as after its
   * last step, when the hook throws {@link BudgetExhausted}. A training that goes on from a
   * checkpoint calls it for the steps before that too, so that a budget sees all of them.
   */
  public Trainer beforeStep(Runnable hook) {
    beforeStep = hook;
    return this;
  }

  /** Acts on the weights between the parts of each step, such as by forgetting some of them. */
  public Trainer acting(StepAction between) {
    action = between;
    return this;
  }

  /** Ends with the weights of the last step, also where they were better before. */
  public Trainer endingAtLast() {
    endsAtLast = true;
    return this;
  }

  /** Measures seconds by another clock than the system's. */
  Trainer timedBy(LongSupplier clock) {
    nanoTime = clock;
    return this;
  }

  /**
   * Trains to the end.
   *
   * @throws TrainingInterrupted if the thread was interrupted, after writing a checkpoint
   * @throws TrainingDiverged if the loss is no number any more
   */
  public TrainingResult train() {
    boolean before = Torch.reducedPrecision(config.reducedPrecision());
    log = new TrainingLog(run.filter(_ -> workers.rank() == 0));
    try (TrainingState state =
        new TrainingState(parameters, config.optimizer(), config.averageDecay())) {
      Optional<TrainingCheckpoints> checkpoints = run.map(this::checkpoints);
      boolean resumed = checkpoints.map(each -> each.restore(state)).orElse(false);
      log.event(
          resumed ? "training-resumed" : "training-started",
          Json.object()
              .put("step", state.numbers().step())
              .put("steps", totalSteps)
              .put("settings", config.fingerprint()));
      countStepsDone(state.numbers().step());
      StopReason reason = loop(state, checkpoints);
      if (validation.isPresent() && state.best().isEmpty()) {
        evaluate(state);
      }
      checkpoints.ifPresent(each -> save(each, state));
      ending(state).ifPresent(state::loadTrained);
      return result(state, reason);
    } finally {
      Gradients.clear(parameters);
      Torch.reducedPrecision(before);
    }
  }

  /** The weights to end with, if they are not those of the last step. */
  private Optional<Parameters> ending(TrainingState state) {
    return (endsAtLast ? Optional.<Parameters>empty() : state.best()).or(state::average);
  }

  private TrainingCheckpoints checkpoints(Run directory) {
    String acting = action.fingerprint().isEmpty() ? "" : "; " + action.fingerprint();
    return new TrainingCheckpoints(
        directory.directory().resolve("checkpoints"),
        config.fingerprint() + "; " + objective.fingerprint() + acting);
  }

  private void countStepsDone(long steps) {
    long counted = 0;
    while (counted < steps && !isBudgetSpent()) {
      counted++;
    }
  }

  private StopReason loop(TrainingState state, Optional<TrainingCheckpoints> checkpoints) {
    Stopwatch watch = new Stopwatch(nanoTime, state.numbers().seconds());
    while (state.numbers().step() < totalSteps) {
      if (isOutOfPatience(state)) {
        return StopReason.NO_IMPROVEMENT;
      }
      if (isGoalReached(state)) {
        return StopReason.GOAL_REACHED;
      }
      if (isBudgetSpent() || watch.seconds() >= config.maxSeconds()) {
        return StopReason.OUT_OF_BUDGET;
      }
      if (!step(state, watch)) {
        checkpoints.ifPresent(each -> save(each, state));
        Thread.currentThread().interrupt();
        throw new TrainingInterrupted(state.numbers().step());
      }
      long step = state.numbers().step();
      if (isDue(config.evaluateEvery(), step) || step == totalSteps) {
        evaluate(state);
      }
      if (isDue(config.checkpointEvery(), step) && step < totalSteps) {
        checkpoints.ifPresent(each -> save(each, state));
      }
    }
    return StopReason.FINISHED;
  }

  private static boolean isDue(long every, long step) {
    return every > 0 && step % every == 0;
  }

  private boolean isOutOfPatience(TrainingState state) {
    return config.patience() > 0 && state.numbers().evaluationsSinceBest() >= config.patience();
  }

  private boolean isGoalReached(TrainingState state) {
    Double best = state.numbers().bestLoss();
    return best != null && best <= config.goal();
  }

  private boolean isBudgetSpent() {
    try {
      beforeStep.run();
      return false;
    } catch (BudgetExhausted e) {
      return true;
    }
  }

  /**
   * One optimiser step; false, with nothing changed, if the thread is interrupted before its end.
   */
  private boolean step(TrainingState state, Stopwatch watch) {
    long step = state.numbers().step();
    List<int[]> batches = batches(step);
    try (Scope _ = Scope.open()) {
      StepGradients gradients = new StepGradients(parameters, objective, dropout, workers);
      action.beforeGradients(step + 1, batches);
      Optional<Tensor> loss = gradients.compute(step, batches);
      action.afterGradients(step + 1);
      if (loss.isEmpty()) {
        return false;
      }
      Tensor norm = Gradients.clip(parameters, config.clipNorm());
      double rate = config.schedule().rate(step, totalSteps);
      state.optimizer().step(rate);
      action.afterUpdate(step + 1, state.optimizer());
      state.moveAverage();
      boolean logged = isDue(config.logEvery(), step + 1) || step + 1 == totalSteps;
      // Reading a number waits for a GPU, so it is done only for steps that are logged.
      double mean = logged ? Tensors.item(loss.get()) : state.numbers().trainingLoss();
      long examples = batches.stream().mapToLong(batch -> batch.length).sum();
      state.numbers(state.numbers().stepped(examples, mean, watch.seconds()));
      if (logged) {
        logStep(state.numbers(), rate, Tensors.item(norm));
      }
      return true;
    }
  }

  private List<int[]> batches(long step) {
    List<int[]> batches = new ArrayList<>();
    long from = step * config.accumulation();
    long to = Math.min(from + config.accumulation(), totalBatches);
    for (long position = from; position < to; position++) {
      batches.add(order.at(position));
    }
    return batches;
  }

  private void evaluate(TrainingState state) {
    if (validation.isEmpty()) {
      return;
    }
    DoubleSupplier measure = validation.get();
    state.averaged(() -> tell(state, measure.getAsDouble()));
  }

  /** Takes note of an evaluation. */
  private void tell(TrainingState state, double loss) {
    state.evaluated(loss);
    long step = state.numbers().step();
    log.event(
        "validation",
        Json.object()
            .put("step", step)
            .put("loss", loss)
            .put("bestStep", state.numbers().bestStep()),
        step,
        Map.of("validation/loss", loss));
  }

  private void logStep(TrainingState.Numbers numbers, double rate, double norm) {
    if (!Double.isFinite(numbers.trainingLoss())) {
      throw new TrainingDiverged(numbers.step(), numbers.trainingLoss());
    }
    log.event(
        "training-step",
        Json.object()
            .put("step", numbers.step())
            .put("loss", numbers.trainingLoss())
            .put("learningRate", rate)
            .put("gradientNorm", norm)
            .put("examples", numbers.examples())
            .put("seconds", numbers.seconds()),
        numbers.step(),
        Map.of(
            "training/loss", numbers.trainingLoss(),
            "training/learningRate", rate,
            "training/gradientNorm", norm));
    progress.update(
        STAGE, numbers.step(), totalSteps, "loss %.4f".formatted(numbers.trainingLoss()));
  }

  private void save(TrainingCheckpoints checkpoints, TrainingState state) {
    if (workers.rank() == 0) {
      Uninterrupted.run(() -> checkpoints.save(state));
    }
  }

  private TrainingResult result(TrainingState state, StopReason reason) {
    TrainingState.Numbers numbers = state.numbers();
    Double best = numbers.bestLoss();
    return new TrainingResult(
        numbers.step(),
        numbers.examples(),
        numbers.trainingLoss(),
        best == null ? OptionalDouble.empty() : OptionalDouble.of(best),
        best == null || endsAtLast ? numbers.step() : numbers.bestStep(),
        reason,
        numbers.seconds());
  }
}
