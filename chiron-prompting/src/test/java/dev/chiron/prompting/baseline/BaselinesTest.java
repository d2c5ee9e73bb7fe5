package dev.chiron.prompting.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.adaptation.Adaptation;
import dev.chiron.core.adaptation.AdaptationResult;
import dev.chiron.core.adaptation.AdaptationSettings;
import dev.chiron.core.adaptation.MethodResult;
import dev.chiron.core.budget.Budget;
import dev.chiron.core.budget.BudgetMeter;
import dev.chiron.core.method.AdaptationContext;
import dev.chiron.core.method.AdaptationMethod;
import dev.chiron.core.method.Methods;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.predictor.AnswerMode;
import dev.chiron.core.predictor.PromptProgram;
import dev.chiron.core.predictor.PromptedPredictor;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import dev.chiron.core.task.Demonstration;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.core.task.Splits;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskInfo;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselinesTest {
  /** Sixteen words, each hot or cold: only a demonstration with the same word tells which. */
  private static final Task TASK =
      new Task(
          "temperature",
          "Hot or cold?",
          List.of(),
          List.of(),
          List.of("hot", "cold"),
          new Splits(examples(0, 48), examples(100, 48), examples(200, 64)),
          MetricSpec.ACCURACY,
          TaskInfo.NONE);

  private static final List<AdaptationMethod> ALL =
      List.of(
          new ZeroShot(),
          new RandomDemonstrations(),
          new RandomSearch(),
          new Bm25Demonstrations(),
          new EmbeddingDemonstrations());

  private static List<Example> examples(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(
            i -> Example.of("thing word" + (char) ('a' + i % 16), i % 16 < 8 ? "hot" : "cold"))
        .toList();
  }

  private static AdaptationResult adapt(Path directory, BiasedLearner model, Budget budget) {
    AdaptationSettings settings = AdaptationSettings.of(budget, 3, ModelOptions.DEFAULT);
    return new Adaptation(TASK, model, ALL, settings)
        .run(new Run(directory, InstantSource.system()), Progress.SILENT);
  }

  @Test
  void allAreRegistered() {
    assertThat(Methods.adaptation())
        .filteredOn(method -> method.card().module().equals("chiron-prompting"))
        .filteredOn(AdaptationMethod::isAutomatic)
        .extracting(method -> method.card().id())
        .containsExactly(
            "bm25-demonstrations",
            "embedding-demonstrations",
            "random-demonstrations",
            "random-search",
            "zero-shot");
  }

  @Test
  void retrievedDemonstrationsWinWhereLikeInputsHaveLikeAnswers(@TempDir Path directory) {
    AdaptationResult result = adapt(directory, new BiasedLearner(0, 1), Budget.NONE);
    assertThat(result.methods())
        .extracting(MethodResult::status)
        .containsOnly(MethodResult.Status.DONE);
    assertThat(result.method("zero-shot").test()).isEqualTo(0.5);
    assertThat(result.method("bm25-demonstrations").test()).isEqualTo(1);
    assertThat(result.method("embedding-demonstrations").test()).isEqualTo(1);
    assertThat(result.method("random-demonstrations").test()).isBetween(0.5, 0.95);
    assertThat(result.method("random-search").test()).isBetween(0.5, 0.99);
    assertThat(result.chosen()).isIn("bm25-demonstrations", "embedding-demonstrations");
  }

  @Test
  void theWayOfAnsweringIsChosenOnDev(@TempDir Path directory) {
    // A bias that no demonstration outweighs: only calibration tells cold from hot.
    PromptProgram program = found(new Bm25Demonstrations(), new BiasedLearner(0, 50), directory);
    assertThat(program.answer())
        .isEqualTo(new AnswerMode.Ranking(AnswerMode.Normalization.CALIBRATED));
  }

  @Test
  void theSameSeedFindsTheSamePrompts(@TempDir Path directory) {
    for (AdaptationMethod method : ALL) {
      PromptProgram one =
          found(method, new BiasedLearner(0, 1), directory.resolve("1" + method.card().id()));
      PromptProgram two =
          found(method, new BiasedLearner(0, 1), directory.resolve("2" + method.card().id()));
      assertThat(one).isEqualTo(two);
    }
  }

  @Test
  void aFinishedSearchAsksNothingAgain(@TempDir Path directory) {
    BiasedLearner model = new BiasedLearner(0, 1);
    PromptProgram first = found(new RandomSearch(), model, directory);
    long calls = model.calls();
    assertThat(found(new RandomSearch(), model, directory)).isEqualTo(first);
    assertThat(model.calls()).isEqualTo(calls);
  }

  @Test
  void halvingCostsLessThanTryingAllOnAllOfDev(@TempDir Path directory) {
    BiasedLearner model = new BiasedLearner(0, 1);
    found(new RandomSearch(), model, directory);
    assertThat(model.calls()).isBetween(16L * 16, 16L * 48 * 2 / 3);
  }

  @Test
  void theBudgetOfCallsHolds(@TempDir Path directory) {
    BiasedLearner model = new BiasedLearner(0, 1);
    AdaptationResult result = adapt(directory, model, Budget.ofCalls(5 * 400));
    assertThat(model.calls()).isLessThanOrEqualTo(5 * 400);
    assertThat(result.methods())
        .allSatisfy(method -> assertThat(method.calls()).isLessThanOrEqualTo(400));
    assertThat(result.methods().stream().mapToLong(MethodResult::calls).sum())
        .isEqualTo(model.calls());
  }

  @Test
  void numbersOfDemonstrationsKeepToTheContextAndThePool() {
    List<Demonstration> pool = TASK.splits().train().stream().map(Example::demonstration).toList();
    // A demonstration takes 5 tokens; instruction, query and answer take 7 and at most 3.
    assertThat(DemonstrationCounts.fitting(plain(7 + 3 + 20), pool)).containsExactly(1, 2, 4);
    assertThat(DemonstrationCounts.fitting(plain(5), pool)).containsExactly(1);
    assertThat(DemonstrationCounts.fitting(plain(0), pool)).containsExactly(1, 2, 4, 8, 16);
    assertThat(DemonstrationCounts.fitting(plain(0), pool.subList(0, 3))).containsExactly(1, 2);
  }

  @Test
  void withoutTrainingExamplesOnlyThePlainPromptSuits() {
    Task bare = TASK.withSplits(new Splits(List.of(), TASK.splits().dev(), TASK.splits().test()));
    BiasedLearner model = new BiasedLearner(0, 1);
    assertThat(ALL)
        .filteredOn(method -> method.unsuitable(bare, model).isEmpty())
        .extracting(method -> method.card().id())
        .containsExactly("zero-shot");
  }

  private static Baseline.Plain plain(int context) {
    return Baseline.Plain.of(TASK, new BiasedLearner(context, 1));
  }

  private static PromptProgram found(AdaptationMethod method, BiasedLearner model, Path directory) {
    AdaptationContext context =
        new AdaptationContext(
            new BudgetMeter(Budget.NONE),
            new Run(directory, InstantSource.system()),
            new Seeds(5),
            Progress.SILENT);
    return ((PromptedPredictor) method.adapt(TASK, model, context)).program();
  }
}
