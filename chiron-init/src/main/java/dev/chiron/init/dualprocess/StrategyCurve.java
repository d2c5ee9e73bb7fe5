package dev.chiron.init.dualprocess;

import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.run.Run;
import dev.chiron.init.flops.LinePlot;
import dev.chiron.nn.training.Optimizer;
import dev.chiron.nn.training.StepAction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Scores over the steps of a training that forgets. They are measured before a step's forgetting,
 * because right after it every model guesses. The run remembers each, so that a resumed training
 * has all of them.
 */
public final class StrategyCurve implements StepAction {
  private final StepAction forgetting;
  private final LongPredicate due;
  private final Supplier<StrategyScores> measure;
  private final Run run;
  private final TreeMap<Long, StrategyScores> scores = new TreeMap<>();

  /**
   * @param forgetting acts too
   * @param due the steps to measure after, from 1
   */
  public StrategyCurve(
      StepAction forgetting, LongPredicate due, Supplier<StrategyScores> measure, Run run) {
    this.forgetting = forgetting;
    this.due = due;
    this.measure = measure;
    this.run = run;
  }

  @Override
  public void beforeGradients(long step, List<int[]> batches) {
    forgetting.beforeGradients(step, batches);
  }

  @Override
  public void afterGradients(long step) {
    forgetting.afterGradients(step);
  }

  @Override
  public void afterUpdate(long step, Optimizer optimizer) {
    if (due.test(step)) {
      run.remember(name(step), measure.get());
    }
    forgetting.afterUpdate(step, optimizer);
  }

  private static String name(long step) {
    return "strategy " + step;
  }

  @Override
  public String fingerprint() {
    return forgetting.fingerprint();
  }

  /** What was measured, by step, up to a last one. */
  public SequencedMap<Long, StrategyScores> scores(long last) {
    for (long step = 1; step <= last; step++) {
      if (due.test(step) && !scores.containsKey(step)) {
        long at = step;
        run.recall(name(step), StrategyScores.class).ifPresent(found -> scores.put(at, found));
      }
    }
    return scores;
  }

  /** {@code step,set,accuracy}, a line each. */
  public static String csv(Map<Long, StrategyScores> scores) {
    StringBuilder text = new StringBuilder("step,set,accuracy\n");
    scores.forEach(
        (step, at) ->
            SETS.forEach(
                (name, value) ->
                    text.append(
                        String.format(
                            Locale.ROOT, "%d,%s,%.4f%n", step, name, value.applyAsDouble(at)))));
    return text.toString();
  }

  private static final SequencedMap<String, ToDoubleFunction<StrategyScores>> SETS = sets();

  private static SequencedMap<String, ToDoubleFunction<StrategyScores>> sets() {
    SequencedMap<String, ToDoubleFunction<StrategyScores>> sets = new LinkedHashMap<>();
    sets.put("ordinary", StrategyScores::ordinary);
    sets.put("unseen", StrategyScores::unseen);
    sets.put("switched", StrategyScores::switched);
    sets.put("null context", StrategyScores::nullContext);
    return sets;
  }

  /** Writes the scores of several trainings: {@code strategy.csv}s, and a plot of each set. */
  public static void write(Run run, SequencedMap<String, SequencedMap<Long, StrategyScores>> arms) {
    arms.forEach(
        (arm, scores) ->
            AtomicFiles.write(
                run.directory().resolve("strategy-" + arm.replaceAll("[^a-z0-9]+", "-") + ".csv"),
                csv(scores)));
    SETS.forEach(
        (set, value) -> {
          SequencedMap<String, double[][]> curves = new LinkedHashMap<>();
          arms.forEach(
              (arm, scores) ->
                  curves.put(
                      arm,
                      new double[][] {
                        scores.keySet().stream().mapToDouble(Long::doubleValue).toArray(),
                        scores.values().stream().mapToDouble(value).toArray()
                      }));
          AtomicFiles.write(
              run.directory().resolve("strategy-" + set.replace(' ', '-') + ".svg"),
              new LinePlot("Accuracy on " + set + " items", "steps", curves).svg());
        });
  }
}
