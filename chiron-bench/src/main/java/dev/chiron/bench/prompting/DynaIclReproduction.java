package dev.chiron.bench.prompting;

import dev.chiron.bench.Means;
import dev.chiron.core.method.Measurement;
import dev.chiron.core.method.Reproduction;
import dev.chiron.core.predictor.DemonstrationSelector;
import dev.chiron.core.predictor.Prediction;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Steps;
import dev.chiron.core.task.Demonstration;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.prompting.dynaicl.BudgetAllocator;
import dev.chiron.prompting.dynaicl.ControllerSettings;
import dev.chiron.prompting.dynaicl.DynamicIcl;
import dev.chiron.prompting.dynaicl.ShotController;
import dev.chiron.prompting.dynaicl.ShotCounts;
import dev.chiron.prompting.dynaicl.ShotGrid;
import dev.chiron.testkit.words.LookupModel;
import dev.chiron.testkit.words.LookupWorld;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * DynaICL on a tiny model that has really learned to learn from its context: labels of most words
 * are known to it, those of the others must be read from a demonstration of the same hidden group.
 */
public final class DynaIclReproduction implements Reproduction {
  private static final int SUBSETS = 16;
  private static final List<Integer> BUDGETS = List.of(2, 3, 5, 8);

  @Override
  public String id() {
    return "dynaicl";
  }

  @Override
  public String paper() {
    return "2305.11170";
  }

  @Override
  public String claim() {
    return "Giving each input as many demonstrations as it needs is more accurate for the same"
        + " tokens and needs fewer for the same accuracy; a controller transfers to another model"
        + " and to unseen inputs.";
  }

  @Override
  public String criterion() {
    return "On look-up tasks, in points of accuracy: dynamic minus uniform at least 4 at means of 3"
        + " and 5 demonstrations; dynamic minus random numbers at least 4 there; the mean at which"
        + " dynamic equals uniform at 5 is at most 3.75; with another model and on words that the"
        + " controller never saw dynamic minus uniform at least 3 at 5; strict plans never exceed"
        + " the budget; without stage 1 accuracy at 5 is lower.";
  }

  @Override
  public List<Long> seeds(Profile profile) {
    return List.of(0L, 1L, 2L);
  }

  @Override
  public Measurement measure(Context context) {
    boolean quick = context.profile() == Profile.QUICK;
    Torch.threads(1);
    Seeds seeds = context.seeds();
    int steps = quick ? 2400 : 4000;
    Map<String, Double> measured = new TreeMap<>();
    Map<String, Double> baseline = new TreeMap<>();
    try (LookupModel served =
            LookupModel.train("served", 2, 64, steps, seeds.child("served"), context.progress());
        LookupModel other =
            LookupModel.train(
                "other", 3, 48, 2 * steps / 3, seeds.child("other"), context.progress())) {
      ShotCounts counts = counts(served, quick ? 300 : 600, seeds.child("counts"));
      ShotController controller = trained(counts, served, ControllerSettings.STANDARD, seeds);
      LookupQueries queries = LookupQueries.draw(quick ? 1500 : 4000, seeds.child("queries"), true);
      double[] needed = needed(controller, queries, served);
      for (int budget : BUDGETS) {
        String at = " at " + budget;
        int[] uniform = new int[needed.length];
        Arrays.fill(uniform, budget);
        baseline.put("uniform" + at, queries.accuracy(served, uniform));
        baseline.put(
            "random" + at,
            queries.accuracy(served, random(needed.length, budget, seeds.generator("numbers"))));
        int[] shots = allocated(needed, budget);
        measured.put("dynamic" + at, queries.accuracy(served, shots));
        measured.put("dynamic mean shots" + at, Arrays.stream(shots).average().orElseThrow());
      }
      baseline.put("uniform with the other model at 5", queries.accuracyUniform(other, 5));
      measured.put(
          "dynamic with the other model at 5", queries.accuracy(other, allocated(needed, 5)));
      LookupQueries unseen = LookupQueries.draw(quick ? 700 : 2000, seeds.child("unseen"), false);
      double[] unseenNeed = needed(controller, unseen, served);
      baseline.put("uniform on unseen words at 5", unseen.accuracyUniform(served, 5));
      measured.put(
          "dynamic on unseen words at 5", unseen.accuracy(served, allocated(unseenNeed, 5)));
      ablate(counts, served, queries, seeds, measured);
      measured.put("tokens over strict budgets", overspent(controller, served, seeds));
    }
    measured.put("mean that equals uniform at 5", matching(measured, baseline));
    return new Measurement(baseline, measured);
  }

  private static void ablate(
      ShotCounts counts,
      LookupModel served,
      LookupQueries queries,
      Seeds seeds,
      Map<String, Double> measured) {
    ControllerSettings standard = ControllerSettings.STANDARD;
    Map<String, ControllerSettings> arms =
        Map.of(
            "without stage 1 at 5", standard.withSteps(0, standard.reinforcedSteps()),
            "without stage 2 at 5", standard.withSteps(standard.supervisedSteps(), 0));
    arms.forEach(
        (name, settings) -> {
          double[] needed = needed(trained(counts, served, settings, seeds), queries, served);
          measured.put(name, queries.accuracy(served, allocated(needed, 5)));
        });
  }

  /** Each input with pools of many new tasks: what its group needs, whatever its task's labels. */
  private static ShotCounts counts(LookupModel model, int inputs, Seeds seeds) {
    List<ShotCounts.Row> rows = new ArrayList<>();
    ShotGrid grid = ShotGrid.STANDARD;
    int tasks = inputs / 10;
    for (int task = 0; task < tasks; task++) {
      Seeds own = seeds.child("task " + task);
      RandomGenerator random = own.generator("task");
      LookupWorld world = LookupWorld.draw(random);
      List<Example> queries =
          world.examples(40, random).stream()
              .filter(e -> !LookupQueries.isUnseen(e))
              .limit(inputs / tasks)
              .toList();
      // Enough that 16 random orders of it are nearly independent draws by frequency.
      List<Demonstration> pool =
          world.examples(80, random).stream().map(Example::demonstration).toList();
      rows.addAll(
          ShotCounts.collect(
                  model,
                  LookupQueries.PLAIN,
                  MetricSpec.ACCURACY,
                  queries,
                  pool,
                  grid,
                  SUBSETS,
                  own,
                  Steps.FORGOTTEN,
                  Progress.SILENT)
              .rows());
    }
    return new ShotCounts(grid, rows);
  }

  private static ShotController trained(
      ShotCounts counts, LookupModel embeddings, ControllerSettings settings, Seeds seeds) {
    return ShotController.train(counts, embeddings, settings, seeds.child("controller"));
  }

  private static double[] needed(
      ShotController controller, LookupQueries queries, LookupModel model) {
    return controller.expected(queries.queries().stream().map(Example::input).toList(), model);
  }

  private static int[] allocated(double[] needed, int mean) {
    BudgetAllocator allocator = new BudgetAllocator(LookupWorld.MOST_SHOTS, 1);
    return allocator.rounded(allocator.targets(needed, mean));
  }

  private static int[] random(int count, int mean, RandomGenerator random) {
    return IntStream.range(0, count)
        .map(i -> (int) Math.round(mean + mean / 2.0 * random.nextGaussian()))
        .map(k -> Math.clamp(k, 0, LookupWorld.MOST_SHOTS))
        .toArray();
  }

  /** Tokens by which plans of the served predictor exceed their budgets; 0 if all keep to them. */
  private static double overspent(ShotController controller, LookupModel model, Seeds seeds) {
    RandomGenerator random = seeds.generator("strict");
    LookupWorld world = LookupWorld.draw(random);
    List<Demonstration> pool =
        world.examples(60, random).stream().map(Example::demonstration).toList();
    List<String> inputs = world.examples(40, random).stream().map(Example::input).toList();
    DynamicIcl predictor =
        new DynamicIcl(
            model,
            LookupQueries.PLAIN.withDemonstrations(pool, new DemonstrationSelector.None()),
            controller,
            model,
            new DynamicIcl.Terms(4, 4, 1, 0));
    double over = 0;
    for (long budget = 40 * 3; budget <= 40 * 40; budget += 97) {
      DynamicIcl.Plan plan = predictor.plan(inputs, budget);
      List<Prediction> answers = predictor.predict(inputs, plan.shots());
      long sent = answers.stream().mapToLong(answer -> answer.usage().promptTokens()).sum();
      over = Math.max(over, (double) (sent - budget));
    }
    return over;
  }

  /** By linear interpolation between the measured budgets. */
  private static double matching(Map<String, Double> measured, Map<String, Double> baseline) {
    double target = baseline.getOrDefault("uniform at 5", 0.0);
    double before = 0;
    double beforeAccuracy = 0;
    for (int budget : BUDGETS) {
      double shots = measured.getOrDefault("dynamic mean shots at " + budget, 0.0);
      double accuracy = measured.getOrDefault("dynamic at " + budget, 0.0);
      if (accuracy >= target) {
        return before == 0
            ? shots
            : before + (shots - before) * (target - beforeAccuracy) / (accuracy - beforeAccuracy);
      }
      before = shots;
      beforeAccuracy = accuracy;
    }
    return LookupWorld.MOST_SHOTS;
  }

  @Override
  public boolean holds(List<Measurement> measurements) {
    Means means = Means.of(measurements);
    boolean better =
        List.of(3, 5).stream()
            .allMatch(
                b ->
                    means.of("dynamic at " + b) - means.of("uniform at " + b) >= 4
                        && means.of("dynamic at " + b) - means.of("random at " + b) >= 4);
    return better
        && means.of("mean that equals uniform at 5") <= 3.75
        && means.of("dynamic with the other model at 5")
                - means.of("uniform with the other model at 5")
            >= 3
        && means.of("dynamic on unseen words at 5") - means.of("uniform on unseen words at 5") >= 3
        && means.of("tokens over strict budgets") <= 0
        && means.of("without stage 1 at 5") < means.of("dynamic at 5");
  }

  @Override
  public String notes() {
    return "Decoders of 0.1 million parameters, trained on look-up episodes; 2,400 steps of 32 in"
        + " the quick profile, 300 inputs with 16 subsets to learn from, 1,500 queries of new tasks"
        + " to report on. What stage 2 gains is reported, not judged. With 1,600 steps, fewer than"
        + " the specification's, the margin at a mean of 5 was 3.9 points of the 4 asked for.";
  }
}
