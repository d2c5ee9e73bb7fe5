package dev.chiron.core.adaptation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.budget.BudgetExhausted;
import dev.chiron.core.error.InputException;
import dev.chiron.core.error.ModelException;
import dev.chiron.core.evaluation.Comparison;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.method.AdaptationMethod;
import dev.chiron.core.metric.Metrics;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import dev.chiron.core.statistics.MultipleComparisons;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.Splits;
import dev.chiron.core.task.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * The main job: gives several methods the same task, model and share of the budget, keeps the
 * predictor that is best on dev, and reports all of them on test.
 *
 * <p>What is in the run's directory afterwards:
 *
 * <pre>
 * adaptation.json              the result
 * predictor/                   the best predictor
 * methods/ID/predictor/        each method's predictor
 * methods/ID/dev.json          its evaluations, with a record for every example
 * methods/ID/test.json
 * </pre>
 *
 * <p>Everything is done in remembered steps: started again after a kill, it goes on to the same
 * result. A method that is done is not done again; its predictor is opened from where it was saved,
 * which is also what an uninterrupted adaptation reports on.
 */
public final class Adaptation {
  /** The result's file in the run's directory. */
  public static final String RESULT = "adaptation.json";

  /** The method that the others are compared with. */
  public static final String ZERO_SHOT = "zero-shot";

  private final Task task;
  private final LanguageModel model;
  private final List<AdaptationMethod> methods;
  private final AdaptationSettings settings;

  /**
   * An adaptation.
   *
   * @param methods in the order in which they run
   */
  public Adaptation(
      Task task, LanguageModel model, List<AdaptationMethod> methods, AdaptationSettings settings) {
    this.task = limited(task, settings);
    this.model = model;
    this.methods = List.copyOf(methods);
    this.settings = settings;
  }

  /**
   * Runs it, or goes on with it.
   *
   * @throws InputException if dev or test is empty, the metric is unknown, no method is given or
   *     suitable, or the budget is too small
   * @throws ModelException if no method gave a predictor
   */
  public AdaptationResult run(Run run, Progress progress) {
    check();
    List<AdaptationMethod> suitable =
        methods.stream().filter(method -> unsuitable(method).isEmpty()).toList();
    if (suitable.isEmpty()) {
      throw new InputException(
          "no method suits task '" + task.name() + "': " + String.join("; ", reasons()));
    }
    Map<String, BudgetShares> shares = shares(suitable);
    List<MethodTrial> trials = new ArrayList<>();
    for (AdaptationMethod method : methods) {
      String id = method.card().id();
      progress.update("methods", trials.size(), methods.size(), id);
      MethodTrial trial =
          unsuitable(method)
              .map(reason -> MethodTrial.unsuitable(id, reason))
              .orElseGet(
                  () ->
                      tried(
                          method,
                          run,
                          Objects.requireNonNull(shares.get(id), id),
                          progress.under(id)));
      trials.add(trial);
      tell(run, trial.result());
    }
    progress.update("methods", trials.size(), methods.size(), "done");
    return concluded(trials, run);
  }

  private void check() {
    Metrics.of(task.metric(), task.labels());
    if (methods.isEmpty()) {
      throw new InputException("methods: give at least one");
    }
    if (task.splits().dev().isEmpty() || task.splits().test().isEmpty()) {
      throw new InputException(
          "task '"
              + task.name()
              + "': split '"
              + (task.splits().dev().isEmpty() ? "dev" : "test")
              + "' is empty: methods are chosen on dev and reported on test");
    }
  }

  private MethodTrial tried(
      AdaptationMethod method, Run run, BudgetShares shares, Progress progress) {
    return new MethodTrying(task, model, settings, shares, progress)
        .tried(method, run.child("methods/" + method.card().id()));
  }

  private AdaptationResult concluded(List<MethodTrial> trials, Run run) {
    List<MethodTrial> done = trials.stream().filter(MethodTrial::isDone).toList();
    if (done.isEmpty()) {
      throw nothingFound(trials);
    }
    MethodTrial best = best(done);
    Path chosen = run.directory().resolve("predictor");
    AtomicFiles.copyDirectory(Path.of(best.result().predictor()), chosen);
    AdaptationResult result =
        new AdaptationResult(
            task.name(),
            model.info().name(),
            task.metric().name(),
            compared(trials),
            best.result().id(),
            chosen.toString(),
            "");
    AtomicFiles.write(run.directory().resolve(RESULT), Json.pretty(result));
    return result;
  }

  /**
   * The best on dev. Of equals, the one that gives the right labels the most probability, where all
   * of them come with probabilities: a full mark that is only just reached generalises worse than
   * one that is reached with room to spare. Then the one that needed fewer tokens, then the
   * earlier.
   */
  private MethodTrial best(List<MethodTrial> done) {
    boolean higher = Metrics.of(task.metric(), task.labels()).higherIsBetter();
    DoubleStream scores = done.stream().mapToDouble(trial -> trial.dev().score());
    double score = (higher ? scores.max() : scores.min()).orElseThrow();
    List<MethodTrial> equals =
        done.stream().filter(trial -> Double.compare(trial.dev().score(), score) == 0).toList();
    boolean all = equals.stream().allMatch(trial -> trial.dev().crossEntropy().isPresent());
    Comparator<MethodTrial> fewestTokens =
        Comparator.comparingLong(trial -> trial.dev().spend().usage().tokens());
    Comparator<MethodTrial> surest =
        Comparator.comparingDouble(trial -> trial.dev().crossEntropy().orElse(0));
    return equals.stream()
        .min(all ? surest.thenComparing(fewestTokens) : fewestTokens)
        .orElseThrow();
  }

  /** The results with a paired test of each against the plain prompt, if that is among them. */
  private List<MethodResult> compared(List<MethodTrial> trials) {
    Optional<MethodTrial> plain =
        trials.stream().filter(trial -> trial.isDone() && isPlain(trial)).findFirst();
    List<MethodTrial> others =
        plain.isEmpty()
            ? List.of()
            : trials.stream().filter(trial -> trial.isDone() && !isPlain(trial)).toList();
    List<Comparison> comparisons = new ArrayList<>();
    for (MethodTrial other : others) {
      Seeds seeds = settings.seeds().child("comparison " + other.result().id());
      comparisons.add(other.test().comparedTo(plain.orElseThrow().test(), seeds));
    }
    double[] adjusted =
        MultipleComparisons.benjaminiHochberg(
            comparisons.stream().mapToDouble(Comparison::permutation).toArray());
    List<MethodResult> results = new ArrayList<>();
    for (MethodTrial trial : trials) {
      int which = others.indexOf(trial);
      results.add(
          which < 0
              ? trial.result()
              : trial.result().compared(comparisons.get(which), adjusted[which]));
    }
    return results;
  }

  private static boolean isPlain(MethodTrial trial) {
    return trial.result().id().equals(ZERO_SHOT);
  }

  private static RuntimeException nothingFound(List<MethodTrial> trials) {
    String reasons =
        String.join(
            "; ",
            trials.stream()
                .map(trial -> trial.result().id() + ": " + trial.result().reason())
                .toList());
    boolean allForTheBudget =
        trials.stream()
            .filter(trial -> trial.result().status() == MethodResult.Status.FAILED)
            .allMatch(trial -> trial.cause() instanceof BudgetExhausted);
    return allForTheBudget
        ? new InputException("budget: too small for any method (" + reasons + ")")
        : new ModelException("no method gave a predictor (" + reasons + ")");
  }

  private static void tell(Run run, MethodResult result) {
    ObjectNode fields = Json.object();
    fields.put("id", result.id());
    fields.put("status", result.status().name());
    fields.put("reason", result.reason());
    fields.put("dev", result.dev());
    fields.put("test", result.test());
    run.event("method", fields);
  }

  /** Every method's part of the budget, by its id. */
  private Map<String, BudgetShares> shares(List<AdaptationMethod> suitable) {
    long inputs = (long) task.splits().dev().size() + task.splits().test().size();
    Map<String, BudgetShares> shares = new HashMap<>();
    for (AdaptationMethod method : suitable) {
      long calls = inputs * method.callsPerInput(task, model);
      String id = method.card().id();
      shares.put(id, BudgetShares.of(settings.budget(), suitable.size(), calls, id));
    }
    return shares;
  }

  private Optional<String> unsuitable(AdaptationMethod method) {
    return method.unsuitable(task, model);
  }

  private List<String> reasons() {
    return methods.stream()
        .map(method -> method.card().id() + ": " + unsuitable(method).orElse(""))
        .toList();
  }

  private static Task limited(Task task, AdaptationSettings settings) {
    Splits splits = task.splits();
    return task.withSplits(
        new Splits(
            splits.train(),
            sample(splits.dev(), settings.devExamples(), settings.seeds(), "dev"),
            sample(splits.test(), settings.testExamples(), settings.seeds(), "test")));
  }

  private static List<Example> sample(List<Example> all, int most, Seeds seeds, String stream) {
    return all.size() <= most ? all : Seeds.sample(all, most, seeds.generator(stream));
  }
}
