package dev.chiron.prompting.ioes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.adaptation.Adaptation;
import dev.chiron.core.adaptation.AdaptationResult;
import dev.chiron.core.adaptation.AdaptationSettings;
import dev.chiron.core.budget.Budget;
import dev.chiron.core.error.InputException;
import dev.chiron.core.evaluation.Evaluated;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.Models;
import dev.chiron.core.predictor.PromptProgram;
import dev.chiron.core.predictor.PromptedPredictor;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import dev.chiron.core.run.Steps;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.core.task.Task;
import dev.chiron.prompting.baseline.ZeroShot;
import dev.chiron.prompting.search.CandidateScorer;
import dev.chiron.prompting.search.EvaluationBudget;
import dev.chiron.prompting.search.Exemplar;
import dev.chiron.prompting.search.Ground;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.ProposalModel;
import dev.chiron.prompting.search.Scored;
import dev.chiron.prompting.search.Screening;
import dev.chiron.prompting.search.SearchHistory;
import dev.chiron.prompting.search.SelfGeneratedPool;
import dev.chiron.prompting.search.Workbench;
import dev.chiron.testkit.rules.BayesianResponder;
import dev.chiron.testkit.rules.RuleWorld;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IoEsTest {
  private static final PromptCandidate START = PromptCandidate.of("");

  static Stream<InstructionOptimizer> instructionOptimizers() {
    return Stream.of(
        Ape.STANDARD,
        Opro.STANDARD,
        ProTeGi.STANDARD,
        PromptAgent.STANDARD,
        EvoPrompt.GENETIC,
        EvoPrompt.DIFFERENTIAL,
        PromptBreeder.STANDARD);
  }

  static Stream<ExemplarOptimizer> freeExemplarOptimizers() {
    return Stream.of(
        new NoExemplars(),
        new RandomExemplars(),
        NearestExemplars.OFFLINE,
        DiverseExemplars.OFFLINE,
        new AllExemplars());
  }

  private static ExemplarStage stage(ExemplarOptimizer optimizer, int k) {
    return new ExemplarStage(optimizer, k, 0, false);
  }

  @Test
  void everyExemplarIsTheModelsOwnRightAnswerUnderTheFoundInstruction() {
    Ground ground = new Ground(11);
    Workbench bench = ground.bench();
    TwoStageOptimizer.Result result =
        new TwoStageOptimizer(
                ProTeGi.STANDARD,
                stage(MutationExemplars.STANDARD, 3),
                new BudgetSplit(12, 12),
                TwoStageOptimizer.Order.INSTRUCTIONS_FIRST)
            .optimize(START, bench);
    assertThat(result.afterFirst().instruction()).isNotEmpty();
    assertThat(result.best().instruction()).isEqualTo(result.afterFirst().instruction());
    assertThat(result.best().exemplars()).hasSize(3);
    Scored plain = bench.scorer().score(result.afterFirst());
    for (Exemplar exemplar : result.best().exemplars()) {
      Evaluated answered = plain.records().get(exemplar.index());
      assertThat(answered.index()).isEqualTo(exemplar.index());
      assertThat(answered.score()).isEqualTo(1);
      assertThat(exemplar.output()).isEqualTo(answered.output());
      assertThat(exemplar.source()).isEqualTo(Exemplar.Source.MODEL);
    }
  }

  @Test
  void anExemplarHoldsWhatTheModelSaidAndNotTheLabel() {
    // Right under exact match, which overlooks case and punctuation, but not the label's text.
    List<Example> examples =
        IntStream.range(0, 12).mapToObj(i -> Example.of("word " + i, "yes")).toList();
    CandidateScorer scorer =
        new CandidateScorer(
            "dev",
            Ground.model((prompt, decoding) -> "Yes!", new ArrayList<>()),
            PromptProgram.zeroShot("", Ground.PLAIN.template(), List.of(), Ground.PLAIN.answer()),
            examples,
            MetricSpec.EXACT_MATCH,
            Steps.FORGOTTEN);
    SelfGeneratedPool pool = SelfGeneratedPool.of(scorer.score(START));
    assertThat(pool.exemplars()).hasSize(12).extracting(Exemplar::output).containsOnly("Yes!");
  }

  @Test
  void noExampleOutsideTheSearchIsInAnyPrompt() {
    Ground ground = new Ground(12);
    for (InstructionOptimizer optimizer : instructionOptimizers().toList()) {
      optimizer.improve(START, ground.bench(), ground.bench().passes(12));
    }
    List<String> hidden = ground.test().stream().map(Example::input).toList();
    assertThat(Stream.concat(ground.asked.stream(), ground.requests.stream()))
        .isNotEmpty()
        .noneMatch(prompt -> hidden.stream().anyMatch(prompt::contains));
  }

  @ParameterizedTest
  @MethodSource("instructionOptimizers")
  void aSearchForInstructionsEndsAtItsEvaluationsAndHelps(InstructionOptimizer optimizer) {
    Ground ground = new Ground(13);
    Workbench bench = ground.bench();
    EvaluationBudget budget = bench.passes(24);
    SearchHistory history = optimizer.search(START, bench, budget);
    assertThat(history.entries().size()).isLessThanOrEqualTo(24);
    assertThat(budget.spent()).isEqualTo(history.entries().size());
    assertThat(ground.asked).hasSize(40 * history.entries().size());
    if (history.entries().size() < 24) {
      assertThat(budget.repeats() > 0 || history.ended().startsWith("nothing")).isTrue();
    }
    assertThat(optimizer.chosen(history).instruction()).isNotEmpty();
    assertThat(history.best().score()).isGreaterThan(history.entry(0).score() + 0.1);
  }

  @ParameterizedTest
  @MethodSource("instructionOptimizers")
  void theSameSeedSearchesTheSame(InstructionOptimizer optimizer) {
    assertThat(texts(optimizer)).isEqualTo(texts(optimizer));
  }

  private static List<String> texts(InstructionOptimizer optimizer) {
    Workbench bench = new Ground(14).bench();
    return optimizer.search(START, bench, bench.passes(14)).entries().stream()
        .map(entry -> entry.candidate().instruction())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("freeExemplarOptimizers")
  void whatDoesNotSearchCostsNothing(ExemplarOptimizer optimizer) {
    Ground ground = new Ground(15);
    Workbench bench = ground.bench();
    bench.scorer().score(START);
    int calls = ground.asked.size();
    EvaluationBudget none = bench.passes(0);
    PromptCandidate found = stage(optimizer, 3).improve(START, bench, none);
    assertThat(none.spent()).isZero();
    assertThat(ground.asked).hasSize(calls);
    assertThat(found.exemplars().size())
        .isEqualTo(
            switch (optimizer) {
              case NoExemplars n -> 0;
              case RandomExemplars r -> 3;
              case DiverseExemplars d -> 3;
              default -> SelfGeneratedPool.of(bench.scorer().score(START)).exemplars().size();
            });
  }

  @Test
  void aSearchForExemplarsMakesExactlyItsEvaluations() {
    for (ExemplarOptimizer each :
        List.of(new RandomSearchExemplars(), MutationExemplars.STANDARD)) {
      Workbench bench = new Ground(16).bench();
      bench.scorer().score(START);
      EvaluationBudget budget = bench.passes(32);
      stage(each, 3).improve(START, bench, budget);
      assertThat(budget.spent()).isEqualTo(32);
    }
  }

  @Test
  void withRoomForTheWholePoolAllSearchesGiveTheSameSet() {
    Workbench bench = new Ground(17).bench();
    int size = SelfGeneratedPool.of(bench.scorer().score(START)).exemplars().size();
    Set<Integer> all = indices(new AllExemplars(), size, 0);
    assertThat(all).hasSize(size);
    assertThat(indices(new RandomSearchExemplars(), size, 4)).isEqualTo(all);
    assertThat(indices(MutationExemplars.STANDARD, size, 4)).isEqualTo(all);
  }

  @Test
  void aRandomSearchOfOneListIsTheRandomList() {
    Workbench bench = new Ground(17).bench();
    bench.scorer().score(START);
    assertThat(stage(new RandomSearchExemplars(), 3).improve(START, bench, bench.passes(1)))
        .isEqualTo(stage(new RandomExemplars(), 3).improve(START, bench, bench.passes(0)));
  }

  private static Set<Integer> indices(ExemplarOptimizer optimizer, int k, int passes) {
    Workbench bench = new Ground(17).bench();
    return new TreeSet<>(
        stage(optimizer, k).improve(START, bench, bench.passes(passes)).exemplarIndices());
  }

  @Test
  void theOneExemplarThatMattersIsFoundAsOftenAsChanceSays() {
    int seeds = 60;
    int k = 2;
    int passes = 8;
    double chance = 1 - Math.pow(1 - k / 20.0, passes);
    double deviation = Math.sqrt(chance * (1 - chance) / seeds);
    double random = 0;
    double mutation = 0;
    for (int seed = 0; seed < seeds; seed++) {
      random += found(new RandomSearchExemplars(), k, passes, seed) ? 1.0 / seeds : 0;
      mutation += found(new MutationExemplars(4), k, passes, seed) ? 1.0 / seeds : 0;
    }
    assertThat(random).isBetween(chance - 3 * deviation, chance + 3 * deviation);
    assertThat(mutation).isGreaterThanOrEqualTo(chance - 3 * deviation);
  }

  /** Whether a search finds exemplar 7 of 20, with which alone every other question is answered. */
  private static boolean found(ExemplarOptimizer optimizer, int k, int passes, long seed) {
    List<Example> examples =
        IntStream.range(0, 20).mapToObj(i -> Example.of("item-" + i + "-", "yes")).toList();
    LanguageModel model =
        Ground.model(
            (prompt, decoding) -> {
              String text = prompt.messages().getLast().text();
              boolean told = text.contains("Input: item-7-\nOutput: yes");
              return told || !text.contains("Output: yes") ? "yes" : "no";
            },
            new ArrayList<>());
    CandidateScorer scorer =
        new CandidateScorer(
            "dev", model, Ground.PLAIN, examples, MetricSpec.EXACT_MATCH, Steps.FORGOTTEN);
    Workbench bench =
        Workbench.of(
            scorer,
            new ProposalModel(model, Steps.FORGOTTEN),
            Screening.NONE,
            new Seeds(seed),
            Progress.SILENT);
    return stage(optimizer, k)
        .improve(START, bench, bench.passes(passes + 1))
        .exemplarIndices()
        .contains(7);
  }

  @Test
  void nearestFollowsTheQueryAndPutsTheClosestLast() {
    List<Exemplar> pool =
        List.of(exemplar(0, "apples and pears"), exemplar(1, "cars"), exemplar(2, "apples"));
    List<String> log = new ArrayList<>();
    LanguageModel model = Ground.model((prompt, decoding) -> "yes", log);
    PromptCandidate nearest =
        NearestExemplars.OFFLINE.choose(
            START, pool, 2, new Ground(1).bench(), new EvaluationBudget(0, 1));
    try (PromptedPredictor predictor =
        new PromptedPredictor(model, nearest.program(Ground.PLAIN))) {
      predictor.predict(List.of("apples", "cars and pears"));
    }
    assertThat(log.get(0))
        .startsWith("Input: apples and pears\nOutput: yes\n\nInput: apples\nOutput: yes");
    assertThat(log.get(1)).contains("Input: cars\nOutput: yes");
  }

  @Test
  void diversityTakesOneExemplarOfEachCluster() {
    List<Exemplar> pool = new ArrayList<>();
    for (String topic : List.of("red green blue", "dog cat horse", "piano violin flute")) {
      for (String more : List.of("", " today", " please")) {
        pool.add(exemplar(pool.size(), topic + more));
      }
    }
    List<Exemplar> chosen =
        DiverseExemplars.OFFLINE
            .choose(START, pool, 3, new Ground(1).bench(), new EvaluationBudget(0, 1))
            .exemplars();
    assertThat(chosen).extracting(e -> e.index() / 3).containsExactlyInAnyOrder(0, 1, 2);
  }

  private static Exemplar exemplar(int index, String input) {
    return new Exemplar(input, "yes", index, Exemplar.Source.MODEL);
  }

  @Test
  void aPoolBelongsToItsInstruction() {
    Workbench bench = new Ground(18).bench();
    SelfGeneratedPool pool = SelfGeneratedPool.of(bench.scorer().score(START));
    assertThat(pool.forInstruction("")).isNotEmpty();
    assertThatThrownBy(() -> pool.forInstruction("Be brief."))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("under another instruction");
  }

  @Test
  void anEmptyPoolIsSaidSoAndTheTasksAnswersServeIfWanted() {
    SelfGeneratedPool empty = new SelfGeneratedPool("", List.of());
    assertThatThrownBy(() -> empty.forInstruction(""))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("use the task's answers");
    assertThat(SelfGeneratedPool.gold("", new Ground(1).dev()).forInstruction(""))
        .hasSize(40)
        .extracting(Exemplar::source)
        .containsOnly(Exemplar.Source.GOLD);
  }

  @Test
  void moreTriesPutMoreIntoThePoolAndNothingWrong() {
    Ground ground = new Ground(19);
    List<String> log = new ArrayList<>();
    LanguageModel guesser =
        Ground.model(
            (prompt, decoding) ->
                decoding.temperature() == 0
                    ? "dunno"
                    : RuleWorld.LABELS.get(
                        new Seeds(decoding.seed())
                            .generator(prompt.messages().getLast().text())
                            .nextInt(3)),
            log);
    CandidateScorer scorer =
        new CandidateScorer(
            "dev", guesser, Ground.PLAIN, ground.dev(), MetricSpec.ACCURACY, Steps.FORGOTTEN);
    Workbench bench = ground.bench(scorer, Steps.FORGOTTEN);
    SelfGeneratedPool greedy = SelfGeneratedPool.of(scorer.score(START));
    assertThat(greedy.exemplars()).isEmpty();
    SelfGeneratedPool sampled = greedy.sampled(4, bench);
    // A guess is right with probability 1/3: four tries leave (2/3)^4 = 0.2 of forty unsolved.
    assertThat(sampled.exemplars()).hasSizeBetween(24, 39);
    assertThat(sampled.exemplars())
        .allSatisfy(e -> assertThat(e.output()).isEqualTo(ground.dev().get(e.index()).output()));
    assertThat(log.size()).isBetween(40 + 40, 40 + 4 * 40);
  }

  @Test
  void stagesComposeInEitherOrder() {
    for (TwoStageOptimizer.Order order : TwoStageOptimizer.Order.values()) {
      Workbench bench = new Ground(20, BayesianResponder.Skill.DISTRACTED).bench();
      TwoStageOptimizer.Result result =
          new TwoStageOptimizer(
                  Ape.STANDARD, stage(new RandomSearchExemplars(), 3), new BudgetSplit(8, 8), order)
              .optimize(START, bench);
      assertThat(result.best().exemplars()).hasSize(3);
      assertThat(result.best().instruction()).isNotEmpty();
      assertThat(bench.scorer().score(result.best()).score())
          .isGreaterThan(bench.scorer().score(START).score());
      assertThat(result.evaluations()).isLessThanOrEqualTo(16);
    }
  }

  @Test
  void theTreeSearchFollowsTheLargestUpperBound() {
    Workbench bench = new Ground(21).bench();
    SearchHistory history = PromptAgent.STANDARD.search(START, bench, bench.passes(13));
    SearchTree tree = new SearchTree(history);
    assertThat(tree.visits(0)).isEqualTo(history.entries().size());
    double mean =
        history.entries().stream().mapToDouble(SearchHistory.Entry::score).average().orElseThrow();
    assertThat(tree.meanReward(0)).isEqualTo(mean);
    assertThat(tree.upperBound(0, 1, 0)).isEqualTo(tree.meanReward(1));
    assertThat(tree.upperBound(0, 1, 2.5) - tree.meanReward(1))
        .isEqualTo(2.5 * Math.sqrt(Math.log(tree.visits(0)) / tree.visits(1)));
    assertThat(tree.bestPath()).startsWith(0);
  }

  @Test
  void anInstructionThatQuotesAnExampleIsFound() {
    List<Example> examples =
        List.of(Example.of("The cat sat on the green mat.", "a"), Example.of("Dogs bark.", "b"));
    assertThat(QuasiExemplars.in("If the cat sat on the green mat, say a.", examples))
        .containsExactly(0);
    assertThat(QuasiExemplars.in("Dogs bark: b", examples)).containsExactly(1);
    assertThat(QuasiExemplars.in("Say a or b about the cat.", examples)).isEmpty();
  }

  @Test
  void aSplitIsReadAndDivides() {
    assertThat(BudgetSplit.parse("24+8")).isEqualTo(new BudgetSplit(24, 8));
    assertThat(BudgetSplit.quarters(32))
        .containsExactly(
            new BudgetSplit(32, 0),
            new BudgetSplit(24, 8),
            new BudgetSplit(16, 16),
            new BudgetSplit(8, 24),
            new BudgetSplit(0, 32));
    assertThatThrownBy(() -> BudgetSplit.parse("many"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("such as 32+32");
  }

  @Test
  void adaptedWithTheSimulatedModelItBeatsThePlainPrompt(@TempDir Path directory) {
    Task task = new RuleWorld(new Seeds(0)).task("hidden-rule", "", 60, 40, 100);
    try (LanguageModel model = Models.open("simulated:rules", ModelOptions.DEFAULT)) {
      AdaptationSettings settings =
          AdaptationSettings.of(Budget.ofCalls(2 * 1500), 0, ModelOptions.DEFAULT);
      AdaptationResult result =
          new Adaptation(task, model, List.of(new ZeroShot(), new IoEs()), settings)
              .run(new Run(directory, InstantSource.system()), Progress.SILENT);
      assertThat(result.chosen()).isEqualTo("io-es");
      assertThat(test(result, "io-es")).isGreaterThan(test(result, "zero-shot") + 0.2);
      assertThat(result.method("io-es").calls()).isLessThanOrEqualTo(1500);
      assertThat(directory.resolve("methods/io-es/best-prompt.json")).exists();
      assertThat(directory.resolve("methods/io-es/lineage.html")).exists();
    }
  }

  private static double test(AdaptationResult result, String id) {
    return Objects.requireNonNull(result.method(id).test());
  }
}
