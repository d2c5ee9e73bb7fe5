package dev.chiron.prompting.bayesian;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.adaptation.Adaptation;
import dev.chiron.core.adaptation.AdaptationResult;
import dev.chiron.core.adaptation.AdaptationSettings;
import dev.chiron.core.budget.Budget;
import dev.chiron.core.budget.BudgetMeter;
import dev.chiron.core.budget.MeteredModel;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.Models;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.MeteredRun;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import dev.chiron.core.run.Steps;
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
import dev.chiron.prompting.search.Workbench;
import dev.chiron.testkit.rules.Rule;
import dev.chiron.testkit.rules.RuleModels;
import dev.chiron.testkit.rules.RuleWorld;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BayesianTest {
  private static final BayesianSettings SETTINGS = BayesianSettings.STANDARD.sized(5, 5);
  private static final PromptCandidate START =
      PromptCandidate.of(RuleWorld.instruction(Rule.ALL.get(500)));

  private static BayesianSearch.Result search(
      Ground ground, BayesianSettings settings, int passes) {
    Workbench bench = ground.bench();
    return new BayesianSearch(settings).run(START, bench, bench.passes(passes));
  }

  @Test
  void theSetsAreNoneLabelledOnesAndRightAnswersFilledUpWithLabelledOnes() {
    Ground ground = new Ground(51);
    BayesianSearch.Result result = search(ground, SETTINGS.sized(1, 8), 1);
    assertThat(result.sets()).hasSize(8).doesNotHaveDuplicates();
    assertThat(result.sets().getFirst()).isEmpty();
    assertThat(result.sets().get(1))
        .hasSize(4)
        .allMatch(exemplar -> exemplar.source() == Exemplar.Source.GOLD);
    assertThat(result.sets().get(2))
        .allMatch(exemplar -> exemplar.source() == Exemplar.Source.MODEL);
    for (List<Exemplar> set : result.sets().subList(1, 8)) {
      assertThat(set).hasSize(4);
      assertThat(new HashSet<>(set.stream().map(Exemplar::index).toList())).hasSize(4);
      // In this world a right answer of the model is the label.
      assertThat(set)
          .allMatch(each -> each.output().equals(ground.dev().get(each.index()).output()));
    }
    assertThat(result.sets().subList(3, 8))
        .allMatch(set -> set.getFirst().source() == Exemplar.Source.MODEL);
  }

  @Test
  void instructionsAreWrittenFromASummaryTheProgramASetAndATip() {
    Ground ground = new Ground(52);
    BayesianSearch.Result result = search(ground, BayesianSettings.STANDARD, 1);
    assertThat(result.instructions()).startsWith(START.instruction()).doesNotHaveDuplicates();
    List<String> written =
        ground.requests.stream().filter(r -> r.contains("### Current prompt")).toList();
    List<String> others =
        ground.requests.stream().filter(r -> !r.contains("### Current prompt")).toList();
    assertThat(others).hasSize(3 + 1);
    assertThat(others.get(1)).contains("### Data summary");
    assertThat(written)
        .hasSizeGreaterThanOrEqualTo(9)
        .allMatch(r -> r.contains("### Data summary") && r.contains("### Pairs"))
        .allMatch(r -> r.contains("judged by accuracy, with the outputs dax, wug, blick"))
        .allMatch(r -> r.contains("<PROMPT>\n\nInput: <INPUT>\nOutput:"));
    assertThat(written).anyMatch(r -> r.contains("### Tip")).anyMatch(r -> !r.contains("### Tip"));
    Ground blind = new Ground(52);
    search(blind, SETTINGS.with(BayesianSettings.Grounding.NONE), 1);
    assertThat(blind.requests)
        .isNotEmpty()
        .noneMatch(r -> r.contains("### Data summary") || r.contains("### Pairs"));
  }

  @Test
  void aMiniBatchCostsItsExamplesAndAfterEveryFiveTheBestByMeanIsScoredOnAll() {
    Ground ground = new Ground(53);
    Workbench bench = ground.bench();
    EvaluationBudget budget = bench.passes(10);
    BayesianSearch.Result result = new BayesianSearch(SETTINGS).run(START, bench, budget);
    assertThat(ground.asked).hasSizeLessThanOrEqualTo(10 * 40).doesNotHaveDuplicates();
    assertThat(budget.spent()).isLessThanOrEqualTo(10);
    List<PairTrial> trials = result.trials();
    assertThat(trials.getFirst()).matches(first -> first.full() && first.examples() == 40);
    assertThat(trials.get(0).instruction() + trials.get(0).set()).isZero();
    assertThat(trials.stream().filter(trial -> !trial.full()))
        .hasSizeGreaterThan(10)
        .allMatch(trial -> trial.examples() == 12);
    for (int i = 6; i < trials.size(); i += 6) {
      PairTrial proposed = trials.get(i);
      assertThat(proposed.examples()).isGreaterThanOrEqualTo(36);
      List<PairTrial> before = trials.subList(0, i);
      assertThat(mean(proposed, before))
          .isEqualTo(
              before.stream()
                  .filter(each -> each.examples() == 12)
                  .filter(each -> isNew(each, before))
                  .mapToDouble(each -> mean(each, before))
                  .max()
                  .orElseThrow());
    }
  }

  private static boolean same(PairTrial one, PairTrial two) {
    return one.instruction() == two.instruction() && one.set() == two.set();
  }

  private static boolean isNew(PairTrial pair, List<PairTrial> before) {
    return before.stream().noneMatch(each -> same(each, pair) && each.examples() > 12);
  }

  private static double mean(PairTrial pair, List<PairTrial> trials) {
    return trials.stream()
        .filter(each -> same(each, pair) && each.examples() == 12)
        .mapToDouble(PairTrial::score)
        .average()
        .orElse(-1);
  }

  @Test
  void theResultIsTheBestOfThoseScoredOnAllExamples() {
    SearchHistory history = search(new Ground(54), SETTINGS, 10).history();
    assertThat(history.entries()).hasSizeGreaterThan(2).allMatch(each -> each.scored().complete());
    assertThat(history.best().score())
        .isEqualTo(
            history.entries().stream()
                .map(SearchHistory.Entry::scored)
                .max(Comparator.comparingDouble(Scored::score))
                .orElseThrow()
                .score());
  }

  @Test
  void withoutGroundingTheInstructionsAreWorse() {
    double with = 0;
    double without = 0;
    for (int seed = 60; seed < 66; seed++) {
      with += best(seed, SETTINGS.sized(6, 1));
      without += best(seed, SETTINGS.sized(6, 1).with(BayesianSettings.Grounding.NONE));
    }
    assertThat(with / 6).isGreaterThan(without / 6 + 0.05);
  }

  private static double best(int seed, BayesianSettings settings) {
    return search(new Ground(seed), settings, 7).history().best().score();
  }

  @Test
  void bothPartsTogetherAreBetterThanEitherAlone() {
    double both = 0;
    double instructions = 0;
    double sets = 0;
    for (int seed = 70; seed < 74; seed++) {
      both += best(seed, SETTINGS.sized(5, 5));
      instructions += best(seed, SETTINGS.sized(5, 1));
      sets += best(seed, SETTINGS.sized(1, 5));
    }
    assertThat(both).isGreaterThan(instructions).isGreaterThan(sets);
  }

  @Test
  void aSearchStartedAgainPaysNothingTwiceAndGoesOnToTheSameEnd(@TempDir Path directory) {
    Ground whole = new Ground(55);
    SearchHistory straight = metered(whole, directory.resolve("straight"), Budget.NONE);
    Ground first = new Ground(55);
    metered(first, directory.resolve("stopped"), Budget.ofCalls(150));
    assertThat(first.asked.size() + first.requests.size()).isLessThanOrEqualTo(150);
    Ground second = new Ground(55);
    SearchHistory resumed = metered(second, directory.resolve("stopped"), Budget.NONE);
    assertThat(texts(resumed)).isEqualTo(texts(straight));
    assertThat(first.asked.size() + second.asked.size()).isEqualTo(whole.asked.size());
    assertThat(first.requests.size() + second.requests.size()).isEqualTo(whole.requests.size());
    Ground third = new Ground(55);
    metered(third, directory.resolve("stopped"), Budget.NONE);
    assertThat(third.asked).isEmpty();
    assertThat(third.requests).isEmpty();
  }

  @Test
  void whereTheCallsEndWhileInstructionsAreWrittenThoseThatThereAreAreUsed(@TempDir Path place) {
    Ground ground = new Ground(55);
    SearchHistory history = metered(ground, place, Budget.ofCalls(46));
    assertThat(history.best().candidate()).isEqualTo(START);
    assertThat(history.ended()).contains("budget of 46 calls");
    assertThat(ground.asked.size() + ground.requests.size()).isEqualTo(46);
  }

  private static SearchHistory metered(Ground ground, Path directory, Budget calls) {
    BudgetMeter meter = new BudgetMeter(calls);
    Steps steps = new MeteredRun(new Run(directory, InstantSource.system()), meter);
    Workbench bench =
        Workbench.of(
            new CandidateScorer(
                "dev",
                MeteredModel.of(ground.reader, meter),
                Ground.PLAIN,
                ground.dev(),
                MetricSpec.ACCURACY,
                steps),
            new ProposalModel(MeteredModel.of(ground.writer, meter), steps),
            Screening.NONE,
            new Seeds(1),
            Progress.SILENT);
    return new BayesianSearch(SETTINGS).run(START, bench, bench.passes(8)).history();
  }

  private static List<String> texts(SearchHistory history) {
    List<String> texts = new ArrayList<>();
    for (SearchHistory.Entry entry : history.entries()) {
      texts.add(entry.candidate().key() + " " + entry.score());
    }
    return texts;
  }

  @Test
  void adaptedWithTheSimulatedModelItBeatsAWrongInstructionWithinItsCalls(@TempDir Path directory)
      throws Exception {
    RuleWorld world = new RuleWorld(new Seeds(RuleModels.SEED));
    Task task = world.wholeTask("wrong", RuleWorld.instruction(Rule.ALL.get(500)), 103, 40);
    try (LanguageModel model = Models.open("simulated:rules", ModelOptions.DEFAULT)) {
      AdaptationSettings settings =
          AdaptationSettings.of(Budget.ofCalls(2 * 1500), 0, ModelOptions.DEFAULT);
      AdaptationResult result =
          new Adaptation(task, model, List.of(new ZeroShot(), new Bayesian()), settings)
              .run(new Run(directory, InstantSource.system()), Progress.SILENT);
      assertThat(Objects.requireNonNull(result.method("bayesian").test()))
          .isGreaterThan(Objects.requireNonNull(result.method("zero-shot").test()) + 0.2);
      assertThat(result.method("bayesian").calls()).isLessThanOrEqualTo(1500);
      Path records = directory.resolve("methods/bayesian");
      assertThat(Files.readAllLines(records.resolve("trials.jsonl"))).hasSizeGreaterThan(20);
      assertThat(Files.readAllLines(records.resolve("choices.jsonl")))
          .anyMatch(line -> line.contains("\"kind\":\"exemplars\""));
    }
  }
}
