package dev.chiron.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.budget.Budget;
import dev.chiron.core.budget.BudgetExhausted;
import dev.chiron.core.budget.BudgetMeter;
import dev.chiron.core.budget.MeteredModel;
import dev.chiron.core.error.ModelException;
import dev.chiron.core.io.Json;
import dev.chiron.core.model.EchoModel;
import dev.chiron.core.model.Usage;
import dev.chiron.core.predictor.AnswerMode;
import dev.chiron.core.predictor.DemonstrationSelector;
import dev.chiron.core.predictor.Prediction;
import dev.chiron.core.predictor.Predictor;
import dev.chiron.core.predictor.PromptProgram;
import dev.chiron.core.predictor.PromptedPredictor;
import dev.chiron.core.prompt.PromptTemplate;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.MeteredRun;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import dev.chiron.core.task.Demonstration;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluatorTest {
  private static final List<Demonstration> POOL =
      List.of(Demonstration.of("bright day", "good"), Demonstration.of("dark night", "bad"));
  private static final List<Example> EXAMPLES =
      IntStream.range(0, 20)
          .mapToObj(
              i -> Example.of((i % 2 == 0 ? "bright " : "dark ") + i, i % 4 == 1 ? "bad" : "good"))
          .toList();
  private static final EvaluationPlan PLAN =
      new EvaluationPlan(
          "dev", EXAMPLES, MetricSpec.ACCURACY, List.of("good", "bad"), new Seeds(1));
  private static final Evaluator SMALL = Evaluator.STANDARD.withBatchSize(3);

  private static Predictor echo(EchoModel model) {
    return new PromptedPredictor(
        model,
        new PromptProgram(
            "",
            PromptTemplate.PLAIN,
            POOL,
            new DemonstrationSelector.Fixed(),
            List.of("good", "bad"),
            new AnswerMode.Generation(2)));
  }

  @Test
  void everyExampleIsRecordedAndTheScoreIsTheMetricOverThem() {
    Evaluation evaluation = SMALL.evaluate(echo(EchoModel.generating(0)), PLAN);
    // The model reads "dark" as bad; every second dark one is called good.
    assertThat(evaluation.score()).isEqualTo(0.75);
    assertThat(evaluation.interval().contains(0.75)).isTrue();
    assertThat(evaluation.interval().width()).isBetween(0.2, 0.5);
    assertThat(evaluation.records())
        .extracting(Evaluated::index)
        .containsExactlyElementsOf(IntStream.range(0, 20).boxed().toList());
    assertThat(evaluation.confusion())
        .isEqualTo(Map.of("good", Map.of("good", 10, "bad", 5), "bad", Map.of("bad", 5)));
    assertThat(evaluation.spend().usage().calls()).isEqualTo(20);
  }

  /** Gives the label that the input names a probability. */
  private record Odds() implements Predictor {
    @Override
    public List<Prediction> predict(List<String> inputs) {
      return inputs.stream()
          .map(
              input ->
                  new Prediction(
                      "good",
                      input.equals("odd") ? Map.of() : Map.of("good", 0.8, "bad", 0.2),
                      Usage.NONE))
          .toList();
    }

    @Override
    public void save(Path directory) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void crossEntropyIsTheMeanSurpriseAtTheRightLabel() {
    List<Example> both = List.of(Example.of("one", "good"), Example.of("two", "bad"));
    assertThat(crossEntropy(both).orElseThrow())
        .isCloseTo(-(Math.log(0.8) + Math.log(0.2)) / 2, within(1e-12));
    List<Example> without = List.of(both.getFirst(), Example.of("odd", "good"));
    assertThat(crossEntropy(without)).isEmpty();
  }

  private static OptionalDouble crossEntropy(List<Example> examples) {
    EvaluationPlan plan =
        new EvaluationPlan("odds", examples, PLAN.metric(), PLAN.labels(), PLAN.seeds());
    return SMALL.evaluate(new Odds(), plan).crossEntropy();
  }

  @Test
  void anEvaluationSurvivesJson() throws Exception {
    Evaluation evaluation = SMALL.evaluate(echo(EchoModel.generating(0)), PLAN);
    assertThat(Json.mapper().readValue(Json.pretty(evaluation), Evaluation.class))
        .isEqualTo(evaluation);
  }

  @Test
  void aQueryThatIsTooLongIsAFailedExampleAndTheRestGoesOn() {
    List<Example> examples = new ArrayList<>(EXAMPLES.subList(0, 5));
    examples.set(1, Example.of("word ".repeat(99), "good"));
    Evaluation evaluation =
        SMALL.evaluate(
            echo(EchoModel.generating(30)),
            new EvaluationPlan("d", examples, MetricSpec.ACCURACY, List.of(), new Seeds(1)));
    assertThat(evaluation.failures()).isEqualTo(1);
    assertThat(evaluation.records().get(1).error()).contains("tokens");
    assertThat(evaluation.records().get(1).score()).isZero();
    assertThat(evaluation.records().get(2).output()).isEqualTo("good");
  }

  @Test
  void aRefusedExampleIsRecordedButAModelOutOfReachIsNot() {
    Predictor refusing = new Refusing("bright 2");
    Evaluation evaluation = SMALL.evaluate(refusing, PLAN);
    assertThat(evaluation.failures()).isEqualTo(1);
    assertThat(evaluation.records().get(2).error()).isEqualTo("refused");
    assertThatThrownBy(() -> SMALL.evaluate(new Refusing(""), PLAN))
        .isInstanceOf(ModelException.class);
    assertThatThrownBy(() -> Evaluator.STANDARD.evaluate(new Refusing(""), PLAN))
        .isInstanceOf(ModelException.class);
  }

  @Test
  void anInterruptedEvaluationGoesOnToTheSameRecordsAndTheSameSpend(@TempDir Path directory) {
    Evaluation whole = SMALL.evaluate(echo(EchoModel.generating(0)), PLAN);

    Run run = new Run(directory, InstantSource.system());
    BudgetMeter first = new BudgetMeter(Budget.ofCalls(10));
    EchoModel model = EchoModel.generating(0);
    assertThatThrownBy(() -> metered(model, new MeteredRun(run, first)))
        .isInstanceOf(BudgetExhausted.class);
    assertThat(model.calls()).isEqualTo(9);

    BudgetMeter second = new BudgetMeter(Budget.ofCalls(20));
    Evaluation resumed = metered(model, new MeteredRun(run, second));
    assertThat(model.calls()).isEqualTo(20);
    assertThat(second.spent().usage()).isEqualTo(whole.spend().usage());
    assertThat(resumed.records()).isEqualTo(whole.records());
    assertThat(resumed.interval()).isEqualTo(whole.interval());
  }

  @Test
  void comparisonIsPairedByExample() {
    Evaluation good = SMALL.evaluate(echo(EchoModel.generating(0)), PLAN);
    Evaluation bad = SMALL.evaluate(new Constant("neither"), PLAN);
    Comparison comparison = good.comparedTo(bad, new Seeds(3));
    assertThat(comparison.difference()).isEqualTo(0.75);
    assertThat(comparison.mcNemar()).isEqualTo(2 / Math.pow(2, 15), within(1e-12));
    assertThat(comparison.permutation()).isEqualTo(comparison.mcNemar(), within(1e-12));
    assertThat(comparison.bootstrap()).isLessThan(0.01);
    assertThat(comparison.interval().low()).isGreaterThan(0.4);
    assertThat(good.comparedTo(good, new Seeds(3)).permutation()).isEqualTo(1);
  }

  private static Evaluation metered(EchoModel model, MeteredRun steps) {
    try (Predictor predictor =
        new PromptedPredictor(
            MeteredModel.of(model, steps.meter()), ((PromptedPredictor) echo(model)).program())) {
      return SMALL.evaluate(predictor, PLAN, steps, Progress.SILENT);
    }
  }

  /** Refuses inputs that contain a text. */
  private record Refusing(String text) implements Predictor {
    @Override
    public List<Prediction> predict(List<String> inputs) {
      if (inputs.stream().anyMatch(input -> input.endsWith(text))) {
        throw new ModelException("refused");
      }
      return inputs.stream().map(input -> Prediction.of("good", Usage.NONE)).toList();
    }

    @Override
    public void save(Path directory) {
      throw new UnsupportedOperationException();
    }
  }

  /** Always says the same. */
  private record Constant(String output) implements Predictor {
    @Override
    public List<Prediction> predict(List<String> inputs) {
      return inputs.stream().map(input -> Prediction.of(output, Usage.NONE)).toList();
    }

    @Override
    public void save(Path directory) {
      throw new UnsupportedOperationException();
    }
  }
}
