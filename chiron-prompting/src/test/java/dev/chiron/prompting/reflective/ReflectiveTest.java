package dev.chiron.prompting.reflective;

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
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.core.task.Task;
import dev.chiron.prompting.baseline.ZeroShot;
import dev.chiron.prompting.search.CandidateScorer;
import dev.chiron.prompting.search.EvaluationBudget;
import dev.chiron.prompting.search.Ground;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.ProposalModel;
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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReflectiveTest {
  private static final ReflectiveSettings SETTINGS = ReflectiveSettings.STANDARD;
  private static final List<String> KINDS = List.of("word ", "show ", "word ", "plain ");
  private static final PromptCandidate START =
      PromptCandidate.of(RuleWorld.instruction(Rule.ALL.get(500)));

  private static CandidateScorer feedback(Ground ground, LanguageModel reader, Steps steps) {
    return new CandidateScorer(
        "feedback", reader, Ground.PLAIN, ground.test().subList(0, 60), MetricSpec.ACCURACY, steps);
  }

  private static ReflectiveSearch.Result search(
      Ground ground, ReflectiveSettings settings, int passes) {
    Workbench bench = ground.bench();
    return new ReflectiveSearch(settings, feedback(ground, ground.reader, Steps.FORGOTTEN))
        .run(START, bench, bench.passes(passes));
  }

  @Test
  void whatComesIntoThePoolWasBetterOnItsMiniBatchAndNothingElseDoes() {
    ReflectiveSearch.Result result = search(new Ground(31), SETTINGS.withMerges(0), 12);
    List<Attempt> accepted = result.attempts().stream().filter(Attempt::isAccepted).toList();
    assertThat(accepted).isNotEmpty().allMatch(attempt -> attempt.after() > attempt.before());
    assertThat(result.attempts().stream().filter(each -> !each.isAccepted()))
        .isNotEmpty()
        .allMatch(attempt -> attempt.after() <= attempt.before());
    assertThat(result.attempts()).allMatch(attempt -> attempt.batch().size() == 3);
    List<SearchHistory.Entry> pool = result.history().entries();
    assertThat(pool.subList(1, pool.size()))
        .extracting(SearchHistory.Entry::candidate)
        .containsExactlyElementsOf(accepted.stream().map(Attempt::candidate).toList());
  }

  @Test
  void theModelLearnsFromRolloutsWithRemarksAndNeverFromWhatCandidatesAreScoredOn() {
    Ground ground = new Ground(31);
    search(ground, SETTINGS, 8);
    assertThat(ground.requests).isNotEmpty();
    for (String request : ground.requests) {
      assertThat(request.split("\nLabel: ", -1)).hasSize(1 + 3);
      assertThat(request).contains("Remark: Wrong: another answer was expected.");
      assertThat(ground.dev()).noneMatch(example -> request.contains(example.input()));
    }
  }

  @Test
  void aMiniBatchCostsItsExamplesAndTheEvaluationsAreNotExceeded() {
    Ground ground = new Ground(31);
    Workbench bench = ground.bench();
    EvaluationBudget budget = bench.passes(5);
    new ReflectiveSearch(SETTINGS, feedback(ground, ground.reader, Steps.FORGOTTEN))
        .run(START, bench, budget);
    assertThat(ground.asked.size()).isLessThanOrEqualTo(5 * 40);
    assertThat(budget.spent()).isGreaterThan(3.9).isLessThanOrEqualTo(5);
    assertThat(ground.asked).doesNotHaveDuplicates();
  }

  @Test
  void theInstructionAndTheExemplarsTakeTurnsInALine() {
    ReflectiveSearch.Result result = search(new Ground(32), SETTINGS.withMerges(0), 16);
    assertThat(result.attempts()).extracting(Attempt::kind).contains("instruction", "exemplars");
    for (SearchHistory.Entry entry : result.history().entries()) {
      List<String> kinds =
          result.attempts().stream()
              .filter(each -> each.parents().equals(List.of(entry.id())))
              .filter(each -> !each.outcome().equals(Attempt.ALL_RIGHT))
              .map(Attempt::kind)
              .toList();
      for (int i = 1; i < kinds.size(); i++) {
        assertThat(kinds.get(i)).isNotEqualTo(kinds.get(i - 1));
      }
    }
    assertThat(search(new Ground(32), SETTINGS.withExemplars(0), 8).attempts())
        .extracting(Attempt::kind)
        .containsOnly("instruction");
  }

  @Test
  void exemplarsAreNeverOfTheMiniBatchThatDecidesOnThem() {
    Ground ground = new Ground(33);
    List<Example> examples = ground.test().subList(0, 60);
    for (Attempt attempt : search(ground, SETTINGS, 16).attempts()) {
      List<String> batch = attempt.batch().stream().map(i -> examples.get(i).input()).toList();
      if (attempt.kind().equals("exemplars")) {
        assertThat(attempt.candidate().exemplars())
            .hasSizeLessThanOrEqualTo(4)
            .noneMatch(exemplar -> batch.contains(exemplar.input()));
      }
    }
  }

  @Test
  void rolloutsHelpTheWriterAndWithoutThemTheSearchIsWorse() {
    double with = 0;
    double without = 0;
    for (int seed = 40; seed < 46; seed++) {
      with += best(new Ground(seed), SETTINGS.withExemplars(0));
      without += best(new Ground(seed), SETTINGS.withExemplars(0).withFeedback(false));
    }
    assertThat(with / 6).isGreaterThan(without / 6 + 0.1);
  }

  private static double best(Ground ground, ReflectiveSettings settings) {
    return search(ground, settings, 6).history().best().score();
  }

  /**
   * A world in which a half of the inputs needs a word in the instruction, a quarter an exemplar,
   * and a quarter that the word is not there: what one line of descent learns another has not.
   */
  private static SearchHistory lines(int seed, int merges, int passes) {
    List<String> log = new ArrayList<>();
    LanguageModel reader =
        Ground.model(
            (prompt, decoding) -> {
              String text = prompt.messages().getLast().text();
              String query = text.substring(text.lastIndexOf("Input: "));
              boolean magic = text.contains("magic");
              boolean right =
                  query.contains("word")
                      ? magic
                      : query.contains("plain") ? !magic : text.contains(": yes");
              return right ? "yes" : "no";
            },
            log);
    LanguageModel writer = Ground.model((prompt, decoding) -> "magic " + decoding.seed(), log);
    List<Example> examples =
        IntStream.range(0, 40).mapToObj(i -> Example.of(KINDS.get(i % 4) + i, "yes")).toList();
    CandidateScorer scorer =
        new CandidateScorer(
            "dev",
            reader,
            Ground.PLAIN.withInstruction(""),
            examples.subList(0, 20),
            MetricSpec.EXACT_MATCH,
            Steps.FORGOTTEN);
    CandidateScorer feedback =
        new CandidateScorer(
            "feedback",
            reader,
            Ground.PLAIN,
            examples.subList(20, 40),
            MetricSpec.EXACT_MATCH,
            Steps.FORGOTTEN);
    Workbench bench =
        Workbench.of(
            scorer,
            new ProposalModel(writer, Steps.FORGOTTEN),
            Screening.NONE,
            new Seeds(seed),
            Progress.SILENT);
    return new ReflectiveSearch(SETTINGS.withMerges(merges), feedback)
        .run(PromptCandidate.of("start"), bench, bench.passes(passes))
        .history();
  }

  @Test
  void aMergeHasWhatBothLinesLearned() {
    SearchHistory history =
        IntStream.range(0, 20)
            .mapToObj(seed -> lines(seed, 5, 12))
            .filter(each -> merged(each).isPresent())
            .findFirst()
            .orElseThrow();
    SearchHistory.Entry merge = merged(history).orElseThrow();
    assertThat(merge.candidate().instruction()).startsWith("magic");
    assertThat(merge.candidate().exemplars()).isNotEmpty();
    assertThat(merge.score()).isEqualTo(0.75);
    assertThat(IntStream.range(0, 20)).noneMatch(seed -> merged(lines(seed, 0, 12)).isPresent());
  }

  private static Optional<SearchHistory.Entry> merged(SearchHistory history) {
    return history.entries().stream()
        .filter(entry -> entry.proposal().note().startsWith("merged"))
        .findFirst();
  }

  @Test
  void aSearchStartedAgainPaysNothingTwiceAndGoesOnToTheSameEnd(@TempDir Path directory) {
    Ground whole = new Ground(35);
    SearchHistory straight = metered(whole, directory.resolve("straight"), Budget.NONE);
    Ground first = new Ground(35);
    metered(first, directory.resolve("stopped"), Budget.ofCalls(150));
    assertThat(first.asked.size() + first.requests.size()).isLessThanOrEqualTo(150);
    Ground second = new Ground(35);
    SearchHistory resumed = metered(second, directory.resolve("stopped"), Budget.NONE);
    assertThat(texts(resumed)).isEqualTo(texts(straight));
    assertThat(first.asked.size() + second.asked.size()).isEqualTo(whole.asked.size());
    assertThat(first.requests.size() + second.requests.size()).isEqualTo(whole.requests.size());
    Ground third = new Ground(35);
    metered(third, directory.resolve("stopped"), Budget.NONE);
    assertThat(third.asked).isEmpty();
    assertThat(third.requests).isEmpty();
  }

  private static SearchHistory metered(Ground ground, Path directory, Budget calls) {
    BudgetMeter meter = new BudgetMeter(calls);
    Steps steps = new MeteredRun(new Run(directory, InstantSource.system()), meter);
    LanguageModel reader = MeteredModel.of(ground.reader, meter);
    Workbench bench =
        Workbench.of(
            new CandidateScorer(
                "dev", reader, Ground.PLAIN, ground.dev(), MetricSpec.ACCURACY, steps),
            new ProposalModel(MeteredModel.of(ground.writer, meter), steps),
            Screening.NONE,
            new Seeds(1),
            Progress.SILENT);
    return new ReflectiveSearch(SETTINGS, feedback(ground, reader, steps))
        .run(START, bench, bench.passes(8))
        .history();
  }

  private static List<String> texts(SearchHistory history) {
    return history.entries().stream()
        .map(entry -> entry.candidate().instruction() + " " + entry.score())
        .toList();
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
          new Adaptation(task, model, List.of(new ZeroShot(), new Reflective()), settings)
              .run(new Run(directory, InstantSource.system()), Progress.SILENT);
      assertThat(Objects.requireNonNull(result.method("reflective").test()))
          .isGreaterThan(Objects.requireNonNull(result.method("zero-shot").test()) + 0.2);
      assertThat(result.method("reflective").calls()).isLessThanOrEqualTo(1500);
      Path records = directory.resolve("methods/reflective");
      assertThat(Files.readAllLines(records.resolve("attempts.jsonl")))
          .hasSizeGreaterThan(Files.readAllLines(records.resolve("candidates.jsonl")).size() - 1);
    }
  }
}
