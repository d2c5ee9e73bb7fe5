package dev.chiron.core.adaptation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.budget.Budget;
import dev.chiron.core.error.InputException;
import dev.chiron.core.error.ModelException;
import dev.chiron.core.evaluation.Evaluation;
import dev.chiron.core.io.Json;
import dev.chiron.core.method.AdaptationContext;
import dev.chiron.core.method.AdaptationMethod;
import dev.chiron.core.method.MethodCard;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.EchoModel;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelInfo;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.predictor.AnswerMode;
import dev.chiron.core.predictor.DemonstrationSelector;
import dev.chiron.core.predictor.Predictor;
import dev.chiron.core.predictor.Predictors;
import dev.chiron.core.predictor.PromptProgram;
import dev.chiron.core.predictor.PromptedPredictor;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.prompt.PromptTemplate;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdaptationTest {
  private static final List<String> COLOURS = List.of("red", "green", "blue");
  private static final List<String> FRUITS = List.of("cherry", "lime", "plum");
  private static final Task TASK =
      new Task(
          "colours",
          "Name the colour.",
          List.of(),
          List.of(),
          List.of(),
          new Splits(examples(0, 12), examples(100, 40), examples(200, 50)),
          MetricSpec.EXACT_MATCH,
          TaskInfo.NONE);

  /** The fruit tells the colour; every tenth example is wrong, so that nothing is perfect. */
  private static List<Example> examples(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(
            i -> Example.of(FRUITS.get(i % 3) + " n" + i, COLOURS.get(i % 10 == 9 ? 0 : i % 3)))
        .toList();
  }

  /** Shows the first training examples: how many is chosen on dev. */
  private record Shown(String id, int most) implements AdaptationMethod {
    @Override
    public MethodCard card() {
      return new MethodCard(id, "", id, "test", List.of(), List.of(), "");
    }

    @Override
    public Predictor adapt(Task task, LanguageModel model, AdaptationContext context) {
      assertThat(task.splits().test()).isEmpty();
      List<DevSearch.Candidate> candidates = new ArrayList<>();
      for (int count = 0; count <= most; count++) {
        List<Demonstration> shown =
            task.splits().train().subList(0, count).stream().map(Example::demonstration).toList();
        PromptProgram plain =
            PromptProgram.zeroShot(
                task.instruction(), PromptTemplate.PLAIN, List.of(), new AnswerMode.Generation(3));
        candidates.add(
            new DevSearch.Candidate(
                count + " shown",
                plain.withDemonstrations(shown, new DemonstrationSelector.Fixed())));
      }
      return new PromptedPredictor(model, new DevSearch(task, model, context).best(candidates));
    }
  }

  /** Fails when tried. */
  private record Broken() implements AdaptationMethod {
    @Override
    public MethodCard card() {
      return new MethodCard("broken", "", "broken", "test", List.of(), List.of(), "");
    }

    @Override
    public Predictor adapt(Task task, LanguageModel model, AdaptationContext context) {
      throw new ModelException("the service hung up");
    }
  }

  /** Suits no task. */
  private record Picky() implements AdaptationMethod {
    @Override
    public MethodCard card() {
      return new MethodCard("picky", "", "picky", "test", List.of(), List.of(), "");
    }

    @Override
    public Optional<String> unsuitable(Task task, LanguageModel model) {
      return Optional.of("needs weights");
    }

    @Override
    public Predictor adapt(Task task, LanguageModel model, AdaptationContext context) {
      throw new AssertionError("what is unsuitable is not tried");
    }
  }

  private static final List<AdaptationMethod> METHODS =
      List.of(new Shown("zero-shot", 0), new Broken(), new Shown("shown", 7), new Picky());

  private static AdaptationSettings settings(Budget budget) {
    return AdaptationSettings.of(budget, 7, ModelOptions.DEFAULT);
  }

  private static AdaptationResult adapt(Path directory, LanguageModel model, Budget budget) {
    return new Adaptation(TASK, model, METHODS, settings(budget))
        .run(new Run(directory, InstantSource.system()), Progress.SILENT);
  }

  @Test
  void theBestOnDevIsChosenAndAllAreReportedOnTest(@TempDir Path directory) {
    AdaptationResult result = adapt(directory, EchoModel.generating(0), Budget.NONE);

    assertThat(result.chosen()).isEqualTo("shown");
    MethodResult shown = result.method("shown");
    assertThat(result.method("zero-shot").test()).isZero();
    assertThat(shown.test()).isGreaterThan(0.85);
    assertThat(requireNonNull(shown.testInterval()).contains(requireNonNull(shown.test())))
        .isTrue();
    assertThat(requireNonNull(shown.againstZeroShot()).difference()).isEqualTo(shown.test());
    assertThat(shown.adjusted()).isLessThan(0.01);
    // Zero-shot has nothing to choose: dev and test once.
    assertThat(result.method("zero-shot").calls()).isEqualTo(90);
    assertThat(shown.calls())
        .isEqualTo(shown.finding().usage().calls() + 90)
        .isGreaterThan(90 + 40);
    try (Predictor best = Predictors.load(Path.of(result.predictor()), ModelOptions.DEFAULT)) {
      assertThat(best.predict("lime n999").output()).isEqualTo("green");
    }
    Evaluation test = Json.read(directory.resolve("methods/shown/test.json"), Evaluation.class);
    assertThat(test.score()).isEqualTo(shown.test());
    assertThat(test.records()).hasSize(50);
  }

  /** Shows one example of each label and ranks the labels' log-probabilities. */
  private record Ranked(String id, AnswerMode.Normalization normalization)
      implements AdaptationMethod {
    @Override
    public MethodCard card() {
      return new MethodCard(id, "", id, "test", List.of(), List.of(), "");
    }

    @Override
    public Predictor adapt(Task task, LanguageModel model, AdaptationContext context) {
      PromptProgram plain =
          PromptProgram.zeroShot(
              task.instruction(),
              PromptTemplate.PLAIN,
              task.labels(),
              new AnswerMode.Ranking(normalization));
      List<Demonstration> shown =
          task.splits().train().stream().map(Example::demonstration).toList();
      return new PromptedPredictor(
          model, plain.withDemonstrations(shown, new DemonstrationSelector.Fixed()));
    }
  }

  @Test
  void ofEqualsOnDevTheOneThatIsSurerOfTheRightLabelsIsChosen(@TempDir Path directory) {
    List<Example> examples =
        List.of(Example.of("cherry", "deep red"), Example.of("lime", "pale green"));
    Task task =
        new Task(
            "shades",
            "Name the shade.",
            List.of(),
            List.of(),
            List.of("deep red", "pale green"),
            new Splits(examples, examples, examples),
            MetricSpec.ACCURACY,
            TaskInfo.NONE);
    // Both are right; a mean over two tokens halves the lead of the right label.
    List<AdaptationMethod> methods =
        List.of(
            new Ranked("unsure", AnswerMode.Normalization.MEAN),
            new Ranked("sure", AnswerMode.Normalization.SUM));

    AdaptationResult result =
        new Adaptation(task, EchoModel.scoring(0), methods, settings(Budget.NONE))
            .run(new Run(directory, InstantSource.system()), Progress.SILENT);

    assertThat(result.methods()).extracting(MethodResult::dev).containsOnly(1.0);
    assertThat(result.chosen()).isEqualTo("sure");
  }

  @Test
  void aMethodThatFailsOrDoesNotSuitIsReportedWithItsReason(@TempDir Path directory) {
    AdaptationResult result = adapt(directory, EchoModel.generating(0), Budget.NONE);
    assertThat(result.methods())
        .extracting(MethodResult::status)
        .containsExactly(
            MethodResult.Status.DONE,
            MethodResult.Status.FAILED,
            MethodResult.Status.DONE,
            MethodResult.Status.UNSUITABLE);
    assertThat(result.method("broken").reason()).isEqualTo("the service hung up");
    assertThat(result.method("picky").reason()).isEqualTo("needs weights");
  }

  @Test
  void theDocumentHasItsKeys(@TempDir Path directory) {
    AdaptationResult result = adapt(directory, EchoModel.generating(0), Budget.NONE);
    var document = Json.read(directory.resolve(Adaptation.RESULT));
    assertThat(document.fieldNames())
        .toIterable()
        .contains("task", "model", "metric", "methods", "chosen", "predictor", "report");
    var method = document.path("methods").path(0);
    assertThat(method.fieldNames())
        .toIterable()
        .contains("id", "dev", "test", "testInterval", "calls", "tokens", "seconds");
    assertThat(method.path("testInterval").isArray()).isTrue();
    assertThat(document.path("methods").path(1).path("test").isNull()).isTrue();
    assertThat(Json.read(directory.resolve(Adaptation.RESULT), AdaptationResult.class))
        .isEqualTo(result);
  }

  @Test
  void killedAnywhereItGoesOnToTheSameResult(@TempDir Path directory) {
    Budget budget = Budget.ofCalls(900);
    EchoModel undisturbed = EchoModel.generating(0);
    String whole = withoutTimes(adapt(directory.resolve("whole"), undisturbed, budget));
    for (int kill = 1; kill < undisturbed.calls(); kill += 53) {
      Path place = directory.resolve("killed at " + kill);
      EchoModel model = EchoModel.generating(0);
      Mortal mortal = new Mortal(model, kill);
      assertThatThrownBy(() -> adapt(place, mortal, budget)).isInstanceOf(Killed.class);
      AdaptationResult resumed = adapt(place, EchoModel.generating(0), budget);
      assertThat(withoutTimes(resumed)).as("killed at call %d", kill).isEqualTo(whole);
    }
  }

  @Test
  void aFinishedMethodIsNotDoneAgain(@TempDir Path directory) {
    adapt(directory, EchoModel.generating(0), Budget.NONE);
    EchoModel again = EchoModel.generating(0);
    adapt(directory, again, Budget.NONE);
    assertThat(again.calls()).isZero();
  }

  @Test
  void theBudgetHoldsToTheCallAndItsEndInASearchGivesTheBestSoFar(@TempDir Path directory) {
    // Three suitable methods: shares of 150, of which 90 report and 60 find.
    EchoModel model = EchoModel.generating(0);
    AdaptationResult result = adapt(directory, model, Budget.ofCalls(450));
    assertThat(model.calls()).isLessThanOrEqualTo(450);
    MethodResult shown = result.method("shown");
    assertThat(shown.status()).isEqualTo(MethodResult.Status.DONE);
    assertThat(shown.finding().usage().calls()).isBetween(16L, 60L);
    assertThat(shown.test()).isGreaterThan(0);
  }

  @Test
  void aBudgetThatCannotPayTheReportIsRefused(@TempDir Path directory) {
    EchoModel model = EchoModel.generating(0);
    assertThatThrownBy(() -> adapt(directory, model, Budget.ofCalls(270)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("calls=273 or more");
    assertThat(model.calls()).isZero();
  }

  @Test
  void anEmptyDevIsRefused(@TempDir Path directory) {
    Task empty =
        TASK.withSplits(new Splits(TASK.splits().train(), List.of(), TASK.splits().test()));
    Adaptation adaptation =
        new Adaptation(empty, EchoModel.generating(0), METHODS, settings(Budget.NONE));
    assertThatThrownBy(
            () -> adaptation.run(new Run(directory, InstantSource.system()), Progress.SILENT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("split 'dev' is empty");
  }

  /** The result without what differs between runs by nature: times and places. */
  private static String withoutTimes(AdaptationResult result) {
    return Json.pretty(result)
        .replaceAll("\"seconds\" : [-0-9.E]+", "\"seconds\" : 0")
        .replaceAll("\"predictor\" : \".*\"", "\"predictor\" : \"\"");
  }

  /** Ends the process, as far as a test can. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Is killed before a call. */
  private static final class Mortal implements LanguageModel {
    private final LanguageModel inner;
    private int left;

    Mortal(LanguageModel inner, int calls) {
      this.inner = inner;
      this.left = calls;
    }

    @Override
    public ModelInfo info() {
      return inner.info();
    }

    @Override
    public List<Completion> generate(List<Prompt> prompts, Decoding decoding) {
      left -= prompts.size();
      if (left < 0) {
        throw new Killed();
      }
      return inner.generate(prompts, decoding);
    }

    @Override
    public int countTokens(String text) {
      return inner.countTokens(text);
    }
  }
}
