package dev.chiron.prompting.dynaicl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.adaptation.Adaptation;
import dev.chiron.core.adaptation.AdaptationResult;
import dev.chiron.core.adaptation.AdaptationSettings;
import dev.chiron.core.budget.Budget;
import dev.chiron.core.budget.BudgetExhausted;
import dev.chiron.core.error.InputException;
import dev.chiron.core.model.EmbeddingModel;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.predictor.AnswerMode;
import dev.chiron.core.predictor.DemonstrationSelector;
import dev.chiron.core.predictor.Prediction;
import dev.chiron.core.predictor.Predictor;
import dev.chiron.core.predictor.Predictors;
import dev.chiron.core.predictor.PromptProgram;
import dev.chiron.core.prompt.PromptTemplate;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.retrieval.HashedTfIdfEmbedding;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import dev.chiron.core.run.Steps;
import dev.chiron.core.task.Demonstration;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.core.task.Splits;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskInfo;
import dev.chiron.prompting.baseline.ZeroShot;
import dev.chiron.testkit.ResponderModel;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DynaIclTest {
  private static final PromptProgram PLAIN =
      PromptProgram.zeroShot("", PromptTemplate.PLAIN, List.of(), new AnswerMode.Generation(8));

  private static final List<Demonstration> POOL =
      IntStream.range(0, 12)
          .mapToObj(i -> Demonstration.of((i % 2 == 0 ? "easy " : "hard ") + "pool " + i, "right"))
          .toList();

  private static final ShotGrid GRID = new ShotGrid(List.of(0, 1, 2, 4, 8));

  private static List<Example> queries(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Example.of((i % 2 == 0 ? "easy " : "hard ") + "query " + i, "right"))
        .toList();
  }

  private static List<String> inputs(int count) {
    return queries(count).stream().map(Example::input).toList();
  }

  private static ShotCounts counts(NeedyLearner learner, List<Example> queries, int subsets) {
    return ShotCounts.collect(
        learner.model(),
        PLAIN,
        MetricSpec.EXACT_MATCH,
        queries,
        POOL,
        GRID,
        subsets,
        new Seeds(1),
        Steps.FORGOTTEN,
        Progress.SILENT);
  }

  private static EmbeddingModel embeddings() {
    return DynamicIcl.embeddings(HashedTfIdfEmbedding.NAME, POOL, ModelOptions.DEFAULT);
  }

  private static ShotController controller() {
    return ShotController.train(
        counts(new NeedyLearner(), queries(40), 2),
        embeddings(),
        new ControllerSettings(0.75, 0.8, 60, 20, 3e-3, 16),
        new Seeds(2));
  }

  private static DynamicIcl predictor(LanguageModel model, double mean) {
    ShotController controller = controller();
    double need =
        Arrays.stream(controller.expected(inputs(40), embeddings())).average().orElseThrow();
    return new DynamicIcl(
        model,
        PLAIN.withDemonstrations(POOL, new DemonstrationSelector.None()),
        controller,
        embeddings(),
        new DynamicIcl.Terms(mean, need, 1, 5));
  }

  @Test
  void aConstantControllerGivesEveryoneTheSame() {
    BudgetAllocator allocator = new BudgetAllocator(16, 1);
    double[] same = {3, 3, 3, 3};
    assertThat(allocator.rounded(allocator.targets(same, 5))).containsOnly(5);
    assertThat(allocator.strict(allocator.targets(same, 5), (i, n) -> 10 + 7 * n, 4 * (10 + 35)))
        .containsOnly(5);
    double[] nothing = {0, 0};
    assertThat(allocator.rounded(allocator.targets(nothing, 3))).containsOnly(3);
  }

  @Test
  void onlyRatiosOfPredictionsCountAndTheOrderOfInputsDoesNot() {
    RandomGenerator random = new Seeds(1).generator("predictions");
    double[] predictions = random.doubles(20).toArray();
    double[] scaled = Arrays.stream(predictions).map(c -> 7 * c).toArray();
    BudgetAllocator allocator = new BudgetAllocator(16, 0.8);
    int[] plan = allocator.rounded(allocator.targets(predictions, 5));
    assertThat(allocator.rounded(allocator.targets(scaled, 5))).isEqualTo(plan);
    double[] reversed = new double[20];
    int[] expected = new int[20];
    for (int i = 0; i < 20; i++) {
      reversed[i] = predictions[19 - i];
      expected[i] = plan[19 - i];
    }
    assertThat(allocator.rounded(allocator.targets(reversed, 5))).isEqualTo(expected);
    int[] half = new BudgetAllocator(16, 0.4).rounded(allocator.targets(predictions, 5));
    assertThat(half).isEqualTo(plan);
  }

  @Test
  void aStrictPlanKeepsTheBudgetWhateverTheLengthsAndUsesIt() {
    RandomGenerator random = new Seeds(2).generator("lengths");
    boolean roundingExceeded = false;
    for (int trial = 0; trial < 200; trial++) {
      int[][] costs = new int[10][9];
      for (int[] cost : costs) {
        cost[0] = 5 + random.nextInt(10);
        for (int n = 1; n < 9; n++) {
          cost[n] = cost[n - 1] + 3 + random.nextInt(20);
        }
      }
      double[] targets = new BudgetAllocator(8, 1).targets(random.doubles(10).toArray(), 3);
      long limit = 10 * (10 + 3 * 12);
      int[] plan = new BudgetAllocator(8, 1).strict(targets, (i, n) -> costs[i][n], limit);
      long sent = IntStream.range(0, 10).mapToLong(i -> costs[i][plan[i]]).sum();
      assertThat(sent).isLessThanOrEqualTo(limit);
      int[] rounded = new BudgetAllocator(8, 1).rounded(targets);
      roundingExceeded |= IntStream.range(0, 10).mapToLong(i -> costs[i][rounded[i]]).sum() > limit;
      // What is left is less than any unit that an input below its target could still get.
      for (int i = 0; i < 10; i++) {
        if (plan[i] < 8 && plan[i] < targets[i]) {
          assertThat(sent + costs[i][plan[i] + 1] - costs[i][plan[i]]).isGreaterThan(limit);
        }
      }
    }
    assertThat(roundingExceeded).isTrue();
  }

  @Test
  void reinforceEstimatesTheGradientAndTheBaselineChangesOnlyItsSpread() {
    double[] p = Perceptron.softmax(new double[] {0.2, -0.5, 0.9});
    double[] rewards = {1, 0.2, 0.5};
    double mean = 0;
    for (int k = 0; k < 3; k++) {
      mean += p[k] * rewards[k];
    }
    int samples = 40_000;
    for (double baseline : new double[] {0, mean, 3}) {
      RandomGenerator random = new Seeds(3).generator("policy");
      double[] sum = new double[3];
      for (int s = 0; s < samples; s++) {
        int choice = PolicyGradient.draw(p, random);
        double[] estimate = PolicyGradient.estimate(p, choice, rewards[choice], baseline);
        for (int k = 0; k < 3; k++) {
          sum[k] += estimate[k] / samples;
        }
      }
      for (int k = 0; k < 3; k++) {
        // d/dz_k Σ p R = p_k (R_k − mean); an estimate deviates by at most 3 from its mean.
        assertThat(sum[k])
            .isCloseTo(p[k] * (rewards[k] - mean), within(4 * 1.5 / Math.sqrt(samples)));
      }
    }
    assertThat(spread(p, rewards, mean)).isLessThan(spread(p, rewards, 3) / 4);
  }

  private static double spread(double[] p, double[] rewards, double baseline) {
    double squares = 0;
    for (int choice = 0; choice < 3; choice++) {
      double[] estimate = PolicyGradient.estimate(p, choice, rewards[choice], baseline);
      squares += p[choice] * Arrays.stream(estimate).map(e -> e * e).sum();
    }
    return squares;
  }

  @Test
  void theNetworksGradientIsThatOfFiniteDifferences() {
    Perceptron network = Perceptron.fresh(3, 4, 2, new Seeds(4).generator("network"));
    float[] input = {0.5f, -1, 2};
    double before = -Math.log(network.probabilities(input)[1]);
    for (int step = 0; step < 50; step++) {
      double[] byLogits = network.probabilities(input);
      byLogits[1] -= 1;
      network.accumulate(input, byLogits);
      network.step(1e-2);
    }
    assertThat(-Math.log(network.probabilities(input)[1])).isLessThan(before / 4);
    Perceptron copy = Perceptron.of(network.weights());
    assertThat(copy.probabilities(input)).isEqualTo(network.probabilities(input));
  }

  @Test
  void withTwoKnownCurvesTheDynamicPlanBeatsTheUniformOneByTheClosedForm() {
    // Half of the inputs need none, half reach 1 − ¾·0.7ᵏ; the mean budget is 4.
    double[] needed = new double[100];
    Arrays.fill(needed, 50, 100, 8);
    BudgetAllocator allocator = new BudgetAllocator(16, 1);
    int[] plan = allocator.rounded(allocator.targets(needed, 4));
    assertThat(plan[0]).isZero();
    assertThat(plan[99]).isEqualTo(8);
    double dynamic = 0.5 + 0.5 * (1 - 0.75 * Math.pow(0.7, 8));
    double uniform = 0.5 + 0.5 * (1 - 0.75 * Math.pow(0.7, 4));
    assertThat(accuracy(plan)).isCloseTo(dynamic, within(1e-12));
    assertThat(dynamic - uniform).isCloseTo(0.0684, within(1e-3));
    double[] alike = new double[100];
    Arrays.fill(alike, 3);
    assertThat(accuracy(allocator.rounded(allocator.targets(alike, 4))))
        .isCloseTo(uniform, within(1e-12));
  }

  private static double accuracy(int[] plan) {
    return IntStream.range(0, plan.length)
        .mapToDouble(i -> i < 50 ? 1 : 1 - 0.75 * Math.pow(0.7, plan[i]))
        .average()
        .orElseThrow();
  }

  @Test
  void anInputIsNeverItsOwnDemonstrationAndLargerSetsHoldSmallerOnes() {
    NeedyLearner learner = new NeedyLearner();
    List<Example> queries =
        List.of(Example.of("hard pool 3", "right"), Example.of("hard query 1", "right"));
    ShotCounts counts = counts(learner, queries, 3);
    for (String prompt : learner.prompts()) {
      String query = prompt.substring(prompt.lastIndexOf("Input: "));
      if (query.contains("pool 3")) {
        continue;
      }
      assertThat(query).contains("query 1");
    }
    // The records of the one that stands in the pool were made anew without itself.
    assertThat(learner.prompts())
        .filteredOn(p -> p.endsWith("Input: hard pool 3\nOutput:"))
        .anyMatch(p -> p.split("Output: ", -1).length - 1 == 8 && !p.contains("pool 3\nOutput: "));
    assertThat(counts.rows().getFirst().accuracy()).containsExactly(0.0, 0.0, 0.0, 1.0, 1.0);
    List<String> ofOne =
        learner.prompts().stream().filter(p -> p.endsWith("query 1\nOutput:")).toList();
    for (String smaller : ofOne) {
      String shown = smaller.substring(0, smaller.lastIndexOf("Input: "));
      if (shown.split("Output: ", -1).length - 1 == 4) {
        assertThat(ofOne)
            .anyMatch(p -> p.startsWith(shown) && p.split("Output: ", -1).length - 1 == 8);
      }
    }
  }

  @Test
  void theNeedIsTheFirstNumberThatIsReallyAboveTheThreshold() {
    assertThat(new ShotCounts.Row("x", List.of(0.2, 0.5, 0.9, 1.0, 1.0)).needed(GRID, 0.75))
        .isEqualTo(2);
    assertThat(new ShotCounts.Row("x", List.of(0.2, 0.2, 0.2, 0.2, 0.2)).needed(GRID, 0.75))
        .isEqualTo(4);
    // A lucky first value: the values after it say that one demonstration is not enough.
    assertThat(new ShotCounts.Row("x", List.of(0.2, 0.8, 0.5, 0.9, 1.0)).needed(GRID, 0.75))
        .isEqualTo(3);
    assertThat(Isotonic.fit(new double[] {1, 3, 2, 4})).containsExactly(1, 2.5, 2.5, 4);
  }

  @Test
  void moreSubsetsGiveASteadierMeasure() {
    // A model that is right by the first demonstration: the measure is a mean of coin flips.
    double few = variance(2);
    double many = variance(16);
    assertThat(many).isLessThan(few / 2);
  }

  private static double variance(int subsets) {
    double squares = 0;
    for (int seed = 0; seed < 20; seed++) {
      LanguageModel flips =
          new ResponderModel(
              "flips",
              (prompt, decoding) ->
                  prompt.messages().getLast().text().startsWith("Input: easy") ? "right" : "no");
      ShotCounts counts =
          ShotCounts.collect(
              flips,
              PLAIN,
              MetricSpec.EXACT_MATCH,
              List.of(Example.of("what", "right")),
              POOL,
              new ShotGrid(List.of(0, 1)),
              subsets,
              new Seeds(seed),
              Steps.FORGOTTEN,
              Progress.SILENT);
      double difference = counts.rows().getFirst().accuracy().get(1) - 0.5;
      squares += difference * difference / 20;
    }
    return squares;
  }

  @Test
  void theControllerSeesInputsAloneAndLearnsWhichAreHard() {
    ShotCounts counts = counts(new NeedyLearner(), queries(40), 2);
    assertThat(counts.rows())
        .extracting(ShotCounts.Row::input)
        .isEqualTo(inputs(40))
        .noneMatch(input -> input.contains("right") || input.contains("pool"));
    double[] needed = controller().expected(inputs(40), embeddings());
    for (int i = 0; i < 40; i += 2) {
      assertThat(needed[i]).isLessThan(needed[i + 1]);
    }
  }

  @Test
  void servedWithTheControllerHardInputsGetMoreAndAllAreRight() {
    NeedyLearner learner = new NeedyLearner();
    DynamicIcl predictor = predictor(learner.model(), 3);
    List<String> inputs = inputs(20);
    int[] shots = predictor.shots(inputs);
    assertThat(predictor.predict(inputs)).extracting(Prediction::output).containsOnly("right");
    assertThat(Arrays.stream(shots).average().orElseThrow()).isLessThan(4);
    // One by one or together: the same prompt.
    assertThat(predictor.shots(List.of(inputs.get(7)))[0]).isEqualTo(shots[7]);
  }

  @Test
  void aPlanKeepsToItsTokensAndSaysTheLeastThatItNeeds() {
    NeedyLearner learner = new NeedyLearner();
    DynamicIcl predictor = predictor(learner.model(), 3);
    List<String> inputs = inputs(10);
    DynamicIcl.Plan plan = predictor.plan(inputs, 600);
    long sent =
        predictor.predict(inputs, plan.shots()).stream()
            .mapToLong(answer -> answer.usage().promptTokens())
            .sum();
    assertThat(plan.tokens()).isEqualTo(sent).isLessThanOrEqualTo(600);
    assertThat(sent).isGreaterThan(480);
    assertThatThrownBy(() -> predictor.plan(inputs, 50))
        .isInstanceOf(InputException.class)
        .hasMessageMatching("a budget of 50 tokens is too small: the prompts take \\d+ without .*");
  }

  @Test
  void aControllerOfOtherEmbeddingsIsRefused() {
    ShotController.Saved saved = controller().saved();
    ShotController.Saved foreign =
        new ShotController.Saved(saved.grid(), "other-model", saved.weights());
    assertThatThrownBy(() -> ShotController.of(foreign, embeddings()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("embeddings of 'other-model', not of 'hashed-tfidf'");
  }

  @Test
  void adaptedSavedAndLoadedItSpendsDemonstrationsWhereTheyHelp(@TempDir Path directory) {
    Task task =
        new Task(
            "needs",
            "",
            List.of(),
            List.of(),
            List.of(),
            new Splits(queries(60), queries(90).subList(60, 80), queries(130).subList(90, 130)),
            MetricSpec.EXACT_MATCH,
            TaskInfo.NONE);
    LanguageModel model = new NeedyLearner().model();
    AdaptationSettings settings =
        AdaptationSettings.of(Budget.ofCalls(2 * 1200), 0, ModelOptions.DEFAULT);
    AdaptationResult result =
        new Adaptation(task, model, List.of(new ZeroShot(), new DynamicDemonstrations()), settings)
            .run(new Run(directory, InstantSource.system()), Progress.SILENT);
    assertThat(result.method("dynaicl").reason()).isEmpty();
    assertThat(Objects.requireNonNull(result.method("zero-shot").test())).isEqualTo(0.5);
    assertThat(Objects.requireNonNull(result.method("dynaicl").test())).isGreaterThan(0.9);
    Path saved = Path.of(result.method("dynaicl").predictor());
    try (Predictor loaded = Predictors.load(saved, ModelOptions.DEFAULT, model)) {
      assertThat(loaded).isInstanceOf(DynamicIcl.class);
      int[] shots = ((DynamicIcl) loaded).shots(List.of("easy thing", "hard thing"));
      assertThat(shots[0]).isLessThan(shots[1]);
    }
    assertThatThrownBy(() -> CollectionPlan.fitting(20, 20, 40))
        .isInstanceOf(BudgetExhausted.class)
        .hasMessageContaining("calls or more of 20");
  }
}
