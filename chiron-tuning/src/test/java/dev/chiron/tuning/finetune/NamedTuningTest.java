package dev.chiron.tuning.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.core.budget.Budget;
import dev.chiron.core.budget.BudgetMeter;
import dev.chiron.core.io.Json;
import dev.chiron.core.method.AdaptationContext;
import dev.chiron.core.method.AdaptationMethod;
import dev.chiron.core.method.Methods;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.predictor.AnswerMode;
import dev.chiron.core.predictor.Prediction;
import dev.chiron.core.predictor.Predictor;
import dev.chiron.core.predictor.Predictors;
import dev.chiron.core.predictor.PromptProgram;
import dev.chiron.core.predictor.PromptedPredictor;
import dev.chiron.core.prompt.PromptTemplate;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.core.task.Splits;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskInfo;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.checkpoint.ElementType;
import dev.chiron.nn.local.LocalLanguageModel;
import dev.chiron.nn.local.ModelDirectory;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.tokenizer.BytePairTokenizer;
import dev.chiron.nn.tokenizer.BytePairTrainer;
import dev.chiron.nn.weights.Parameters;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The methods that are tried only by name. */
class NamedTuningTest {
  private static final Task TASK = task();

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private static Path directory;

  @SuppressWarnings("NullAway.Init") // opened before the tests
  private static LocalLanguageModel model;

  @BeforeAll
  static void writeAndOpen() {
    BytePairTrainer trainer = new BytePairTrainer(300);
    TASK.splits().train().forEach(example -> trainer.add(example.input() + " yes no"));
    BytePairTokenizer tokenizer = trainer.add("Input: Output: Even?").train();
    tokenizer.write(directory.resolve("tokenizer").resolve("tokenizer.json"));
    Decoder decoder =
        new Decoder(
            DecoderConfig.builder(tokenizer.vocabularySize(), 16, 2, 2).contextLength(96).build());
    Path target = directory.resolve("base");
    try (Parameters weights = decoder.initialize(new Seeds(6))) {
      ModelDirectory.write(
          target, decoder, weights, directory.resolve("tokenizer"), ElementType.F32);
    }
    model = LocalLanguageModel.open(target.toString(), target, Torch.device("cpu"));
  }

  @AfterAll
  static void closeModel() {
    model.close();
  }

  private static Task task() {
    List<Example> examples =
        IntStream.range(0, 12)
            .mapToObj(i -> Example.of("n" + i, i % 4 == 0 ? "no" : "yes"))
            .toList();
    return new Task(
        "even",
        "Even?",
        List.of(),
        List.of(),
        List.of("yes", "no"),
        new Splits(examples, examples.subList(0, 4), examples.subList(4, 8)),
        MetricSpec.ACCURACY,
        TaskInfo.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "ia3, IA3",
    "prefix-tuning, PREFIX_TUNING",
    "prompt-tuning, PROMPT_TUNING",
    "bottleneck-adapter, BOTTLENECK",
    "bitfit, BITFIT"
  })
  void itTunesAnAdapterThatAnswersTheSameOnceLoaded(String id, String type) {
    AdaptationMethod method = Methods.adaptation(id);
    assertThat(method.isAutomatic()).isFalse();
    assertThat(method.unsuitable(TASK, model)).isEmpty();
    AdaptationContext context =
        new AdaptationContext(
            new BudgetMeter(Budget.parse("tokens=8000")),
            new Run(directory.resolve(id), InstantSource.system()),
            new Seeds(4),
            Progress.SILENT);
    List<String> inputs = TASK.splits().test().stream().map(Example::input).toList();
    Path saved = directory.resolve("saved-" + id);
    try (Predictor tuned = method.adapt(TASK, model, context)) {
      List<Prediction> answers = tuned.predict(inputs);
      assertThat(answers).isNotEqualTo(untuned().predict(inputs));
      tuned.save(saved);
      JsonNode config = Json.read(saved.resolve("adapter").resolve("adapter_config.json"));
      assertThat(config.path("peft_type").asText()).isEqualTo(type);
      try (Predictor fresh = Predictors.load(saved, ModelOptions.DEFAULT)) {
        assertThat(fresh.predict(inputs)).isEqualTo(answers);
      }
    }
    assertThat(context.budget().spent().usage().tokens()).isPositive();
  }

  private static PromptedPredictor untuned() {
    return new PromptedPredictor(
        model,
        PromptProgram.zeroShot(
            TASK.instruction(),
            PromptTemplate.PLAIN,
            TASK.labels(),
            new AnswerMode.Ranking(AnswerMode.Normalization.SUM)));
  }
}
