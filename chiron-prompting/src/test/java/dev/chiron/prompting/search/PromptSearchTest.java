package dev.chiron.prompting.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.budget.Budget;
import dev.chiron.core.budget.BudgetExhausted;
import dev.chiron.core.budget.BudgetMeter;
import dev.chiron.core.budget.MeteredModel;
import dev.chiron.core.evaluation.Evaluated;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.predictor.DemonstrationSelector;
import dev.chiron.core.run.MeteredRun;
import dev.chiron.core.run.Run;
import dev.chiron.core.run.Steps;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptSearchTest {
  /** Proposes {@code prompt 1}, {@code prompt 2}, … and now and then the first one again. */
  private static PromptProposer counting() {
    int[] count = {0};
    return (history, room) ->
        List.of(
            Proposal.of(PromptCandidate.of("prompt " + ++count[0]), 0, ""),
            Proposal.of(PromptCandidate.of("prompt 1"), 0, ""));
  }

  @Test
  void exactlyTheBudgetedEvaluationsAreMadeAndRepetitionsCostNothing() {
    Ground ground = new Ground(1);
    Workbench bench = ground.bench();
    EvaluationBudget budget = bench.passes(6);
    SearchHistory history =
        new PromptSearch(bench, budget).run(List.of(PromptCandidate.of("")), counting());
    assertThat(history.entries()).hasSize(6);
    assertThat(budget.spent()).isEqualTo(6);
    assertThat(budget.repeats()).isPositive();
    assertThat(ground.asked).hasSize(6 * 40);
    assertThat(history.ended()).isEqualTo("the evaluations are spent");
  }

  @Test
  void aSearchThatFindsNothingNewEnds() {
    Workbench bench = new Ground(1).bench();
    SearchHistory history =
        new PromptSearch(bench, bench.passes(100))
            .run(
                List.of(PromptCandidate.of("")),
                (h, room) -> List.of(Proposal.of(PromptCandidate.of(""), 0, "")));
    assertThat(history.entries()).hasSize(1);
    assertThat(history.ended()).isEqualTo("only known candidates were proposed");
  }

  @Test
  void anExemplarIsNotCountedInItsOwnScoreAndNotEvenAsked() {
    Ground ground = new Ground(2);
    CandidateScorer scorer = ground.scorer(Steps.FORGOTTEN);
    PromptCandidate shown = PromptCandidate.of("").showing(gold(ground, 3, 17));
    Scored scored = scorer.score(shown);
    assertThat(scored.records()).extracting(Evaluated::index).doesNotContain(3, 17).hasSize(38);
    assertThat(ground.asked).hasSize(38);
    double mean =
        IntStream.range(0, 40)
            .filter(i -> i != 3 && i != 17)
            .mapToDouble(i -> answer(ground, shown, i).equals(ground.dev().get(i).output()) ? 1 : 0)
            .average()
            .orElseThrow();
    assertThat(scored.score()).isCloseTo(mean, within(1e-12));
  }

  private static String answer(Ground ground, PromptCandidate candidate, int index) {
    return ground
        .reader
        .generate(
            Ground.PLAIN
                .template()
                .render(
                    candidate.instruction(),
                    candidate.exemplars().stream().map(Exemplar::demonstration).toList(),
                    ground.dev().get(index).input()),
            Decoding.greedy(8))
        .text();
  }

  private static List<Exemplar> gold(Ground ground, int... indices) {
    return IntStream.of(indices)
        .mapToObj(
            i ->
                new Exemplar(
                    ground.dev().get(i).input(),
                    ground.dev().get(i).output(),
                    i,
                    Exemplar.Source.GOLD))
        .toList();
  }

  @Test
  void whereASelectorChoosesAnExampleIsNeverItsOwnExemplar() {
    Ground ground = new Ground(2);
    PromptCandidate nearest =
        PromptCandidate.of("")
            .choosing(gold(ground, 3, 17, 20), DemonstrationSelector.Nearest.offline(2));
    Scored scored = ground.scorer(Steps.FORGOTTEN).score(nearest);
    assertThat(scored.records()).hasSize(40);
    for (int index : List.of(3, 17, 20)) {
      String question = "Input: " + ground.dev().get(index).input() + "\nOutput:";
      assertThat(ground.asked)
          .filteredOn(prompt -> prompt.endsWith(question))
          .singleElement()
          .satisfies(prompt -> assertThat(prompt.split(question, -1)).hasSize(2));
    }
  }

  @Test
  void aClearlyWorseCandidateIsGivenUpEarlyAndAGoodOneIsNot() {
    List<String> log = new ArrayList<>();
    List<Example> examples =
        IntStream.range(0, 64).mapToObj(i -> Example.of("question " + i, "yes")).toList();
    CandidateScorer scorer =
        new CandidateScorer(
            "dev",
            Ground.model(
                (p, d) -> p.messages().getLast().text().contains("good") ? "yes" : "no", log),
            Ground.PLAIN.withInstruction(""),
            examples,
            MetricSpec.EXACT_MATCH,
            Steps.FORGOTTEN);
    EvaluationBudget budget = new EvaluationBudget(3, 64);
    Screening screening = new Screening(16, 0.1);
    Scored good = scorer.score(PromptCandidate.of("good"), budget, screening, Optional.empty());
    Scored bad = scorer.score(PromptCandidate.of("bad"), budget, screening, Optional.of(good));
    Scored alsoGood =
        scorer.score(PromptCandidate.of("good too"), budget, screening, Optional.of(good));
    assertThat(good.complete()).isTrue();
    assertThat(bad.complete()).isFalse();
    assertThat(bad.records()).hasSize(16);
    assertThat(alsoGood.complete()).isTrue();
    assertThat(budget.spent()).isEqualTo(2.25);
    assertThat(log).hasSize(64 + 16 + 64);
  }

  @Test
  void aSearchStartedAgainPaysNothingTwiceAndGoesOnToTheSameEnd(@TempDir Path directory) {
    Ground whole = new Ground(3);
    SearchHistory straight = search(whole, directory.resolve("straight"), Budget.NONE);
    Ground first = new Ground(3);
    SearchHistory stopped = search(first, directory.resolve("stopped"), Budget.ofCalls(130));
    assertThat(stopped.ended()).contains("budget of 130 calls");
    Ground second = new Ground(3);
    SearchHistory resumed = search(second, directory.resolve("stopped"), Budget.NONE);
    assertThat(texts(resumed)).isEqualTo(texts(straight));
    assertThat(first.asked.size() + second.asked.size()).isEqualTo(whole.asked.size());
    assertThat(first.asked).doesNotContainAnyElementsOf(second.asked);
    Ground third = new Ground(3);
    search(third, directory.resolve("stopped"), Budget.NONE);
    assertThat(third.asked).isEmpty();
  }

  private static SearchHistory search(Ground ground, Path directory, Budget calls) {
    BudgetMeter meter = new BudgetMeter(calls);
    Steps steps = new MeteredRun(new Run(directory, InstantSource.system()), meter);
    CandidateScorer scorer =
        new CandidateScorer(
            "dev",
            MeteredModel.of(ground.reader, meter),
            Ground.PLAIN,
            ground.dev(),
            MetricSpec.ACCURACY,
            steps);
    Workbench bench = ground.bench(scorer, steps);
    return new PromptSearch(bench, bench.passes(6))
        .run(List.of(PromptCandidate.of("")), counting());
  }

  private static List<String> texts(SearchHistory history) {
    return history.entries().stream()
        .map(entry -> entry.candidate().instruction() + " " + entry.score())
        .toList();
  }

  @Test
  void withoutACallForTheFirstCandidateTheSearchSaysSo(@TempDir Path directory) {
    assertThatThrownBy(() -> search(new Ground(4), directory, Budget.ofCalls(3)))
        .isInstanceOf(BudgetExhausted.class);
    assertThatThrownBy(() -> SearchPlan.of(new BudgetMeter(Budget.ofCalls(8)), 48, 64))
        .isInstanceOf(BudgetExhausted.class)
        .hasMessage("one evaluation of a prompt takes 16 calls, and 8 are left");
  }

  @Test
  void aPlanKeepsToTheCallsThatThereAre() {
    assertThat(SearchPlan.of(new BudgetMeter(Budget.NONE), 200, 64))
        .isEqualTo(new SearchPlan(48, 64));
    assertThat(SearchPlan.of(new BudgetMeter(Budget.ofCalls(2048)), 200, 64))
        .isEqualTo(new SearchPlan(48, 32));
    assertThat(SearchPlan.of(new BudgetMeter(Budget.ofCalls(512)), 200, 64))
        .isEqualTo(new SearchPlan(24, 16));
    assertThat(SearchPlan.of(new BudgetMeter(Budget.ofCalls(100)), 200, 64))
        .isEqualTo(new SearchPlan(16, 4));
  }

  @Test
  void anAnswerIsCleanedOfWhatIsNotThePrompt() {
    assertThat(MetaPrompt.clean("```\nNew prompt: \"Say yes.\"\n```")).contains("Say yes.");
    assertThat(MetaPrompt.clean("Improved instruction: Sort the list.")).contains("Sort the list.");
    assertThat(MetaPrompt.clean("Say \"yes\" or \"no\"")).contains("Say \"yes\" or \"no\"");
    assertThat(MetaPrompt.clean(" ``` \n ```  ")).isNotEqualTo(Optional.of(""));
    assertThat(MetaPrompt.clean("  ")).isEmpty();
  }

  @Test
  void anEditTellsWhatWentAndWhatCame() {
    PromptEdit edit = PromptEdit.between("answer with one word", "answer with a single word");
    assertThat(edit.parts())
        .containsExactly(
            new PromptEdit.Part(PromptEdit.Kind.KEPT, "answer with"),
            new PromptEdit.Part(PromptEdit.Kind.REMOVED, "one"),
            new PromptEdit.Part(PromptEdit.Kind.ADDED, "a single"),
            new PromptEdit.Part(PromptEdit.Kind.KEPT, "word"));
    assertThat(edit.changed()).isEqualTo(2);
    assertThat(PromptEdit.between("same", "same").changed()).isZero();
  }

  @Test
  void theJournalHasEveryCandidateAndEscapesWhatTheModelWrote(@TempDir Path directory)
      throws Exception {
    Workbench bench = new Ground(5).bench();
    new PromptSearch(bench, bench.passes(3))
        .run(
            List.of(PromptCandidate.of("one <two>")),
            (h, room) ->
                List.of(Proposal.of(PromptCandidate.of("one <b>" + h.entries().size()), 0, "why")));
    bench.journal().write(directory);
    assertThat(Files.readAllLines(directory.resolve("candidates.jsonl"))).hasSize(3);
    assertThat(Files.readString(directory.resolve("lineage.html")))
        .contains("<del>&lt;two&gt;</del> <ins>&lt;b&gt;1</ins>")
        .doesNotContain("<b>");
  }
}
