package dev.chiron.tuning.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.budget.Budget;
import dev.chiron.core.budget.BudgetMeter;
import dev.chiron.core.method.AdaptationContext;
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
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.tokenizer.BytePairTokenizer;
import dev.chiron.nn.tokenizer.BytePairTrainer;
import dev.chiron.nn.weights.Parameters;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FineTuningTest {
  private static final List<String> WARM =
      List.of("red", "orange", "gold", "pink", "ruby", "amber");
  private static final List<String> COLD = List.of("blue", "teal", "navy", "grey", "cyan", "azure");
  private static final FineTuning FULL =
      new FineTuning(new TunedPart.AllWeights(), new FineTuningConfig(0.3, 40, 4, 8, 8));
  private static final FineTuning LORA =
      new FineTuning(LoraTuning.rank(8), new FineTuningConfig(0.15, 40, 4, 8, 8));
  private static final Map<String, FineTuning> KINDS = Map.of("full", FULL, "lora", LORA);

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private static Path directory;

  @SuppressWarnings("NullAway.Init") // opened before the tests
  private static LocalLanguageModel model;

  /** The base has learned the task with its two answers swapped. */
  @BeforeAll
  static void writeAndOpen() {
    BytePairTrainer trainer = new BytePairTrainer(320);
    task().splits().train().forEach(example -> trainer.add(example.input() + " warm cold"));
    BytePairTokenizer tokenizer = trainer.add("Input: Output: Which?").train();
    tokenizer.write(directory.resolve("tokenizer").resolve("tokenizer.json"));
    Decoder decoder =
        new Decoder(
            DecoderConfig.builder(tokenizer.vocabularySize(), 32, 2, 4).contextLength(128).build());
    Path target = directory.resolve("base");
    try (Parameters weights = decoder.initialize(new Seeds(6))) {
      ModelDirectory.write(
          target, decoder, weights, directory.resolve("tokenizer"), ElementType.F32);
    }
    Path swapped = directory.resolve("swapped");
    try (LocalLanguageModel random = open(target);
        Predictor base = FULL.adapt(task("cold", "warm"), random, context("base", Budget.NONE))) {
      base.save(swapped);
    }
    model = open(swapped.resolve(TunedPredictor.MODEL));
  }

  private static LocalLanguageModel open(Path path) {
    return LocalLanguageModel.open(path.toString(), path, Torch.device("cpu"));
  }

  @AfterAll
  static void closeModel() {
    model.close();
  }

  /** Every pair of words of one kind is its label; test has its own pairs. */
  private static Task task() {
    return task("warm", "cold");
  }

  private static Task task(String warm, String cold) {
    List<Example> train = new ArrayList<>();
    List<Example> dev = new ArrayList<>();
    List<Example> test = new ArrayList<>();
    for (List<String> words : List.of(WARM, COLD)) {
      String label = words.equals(WARM) ? warm : cold;
      for (int i = 0; i < words.size(); i++) {
        for (int j = 0; j < words.size(); j++) {
          List<Example> part = (i + 2 * j) % 4 == 0 ? test : (i + 2 * j) % 4 == 1 ? dev : train;
          part.add(Example.of(words.get(i) + " " + words.get(j), label));
        }
      }
    }
    return new Task(
        "coats",
        "Which?",
        List.of(),
        List.of(),
        List.of("warm", "cold"),
        new Splits(train, dev, test),
        MetricSpec.ACCURACY,
        TaskInfo.NONE);
  }

  private static AdaptationContext context(String run, Budget budget) {
    return new AdaptationContext(
        new BudgetMeter(budget),
        new Run(directory.resolve(run), InstantSource.system()),
        new Seeds(4),
        Progress.SILENT);
  }

  private static double accuracy(Predictor predictor) {
    List<Example> test = task().splits().test();
    List<Prediction> predictions = predictor.predict(test.stream().map(Example::input).toList());
    int right = 0;
    for (int i = 0; i < test.size(); i++) {
      right += predictions.get(i).output().equals(test.get(i).output()) ? 1 : 0;
    }
    return (double) right / test.size();
  }

  @Test
  void bothKindsLearnTheTaskAndLeaveTheBaseAsItWas() {
    float[] before = firstWeights();
    PromptProgram plain =
        PromptProgram.zeroShot(
            task().instruction(),
            PromptTemplate.PLAIN,
            task().labels(),
            new AnswerMode.Ranking(AnswerMode.Normalization.SUM));
    assertThat(accuracy(new PromptedPredictor(model, plain))).as("trained the other way").isZero();
    for (Map.Entry<String, FineTuning> kind : KINDS.entrySet()) {
      String run = "learn-" + kind.getKey();
      try (Predictor tuned = kind.getValue().adapt(task(), model, context(run, Budget.NONE))) {
        assertThat(accuracy(tuned)).as(run).isEqualTo(1);
        assertThat(firstWeights()).isEqualTo(before);
      }
    }
  }

  @Test
  void whatIsLoadedAnswersAsWhatWasSaved() {
    List<String> inputs = task().splits().test().stream().map(Example::input).toList();
    for (Map.Entry<String, FineTuning> kind : KINDS.entrySet()) {
      Path saved = directory.resolve("saved-" + kind.getKey());
      try (Predictor tuned =
          kind.getValue().adapt(task(), model, context("save-" + kind.getKey(), Budget.NONE))) {
        tuned.save(saved);
        try (Predictor fresh = Predictors.load(saved, ModelOptions.DEFAULT);
            Predictor shared = Predictors.load(saved, ModelOptions.DEFAULT, model)) {
          assertThat(fresh.predict(inputs)).isEqualTo(tuned.predict(inputs));
          assertThat(shared.predict(inputs)).isEqualTo(tuned.predict(inputs));
        }
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameProbabilities() {
    String input = task().splits().test().getFirst().input();
    try (Predictor one = LORA.adapt(task(), model, context("a", Budget.NONE));
        Predictor two = LORA.adapt(task(), model, context("b", Budget.NONE))) {
      assertThat(two.predict(input)).isEqualTo(one.predict(input));
    }
  }

  @Test
  void trainingTokensAreChargedAndEndTheTraining() {
    AdaptationContext free = context("free", Budget.NONE);
    LORA.adapt(task(), model, free).close();
    long whole = free.budget().spent().usage().tokens();
    AdaptationContext bound = context("bound", Budget.parse("tokens=" + whole / 3));

    LORA.adapt(task(), model, bound).close();

    long spent = bound.budget().spent().usage().tokens();
    assertThat(spent).isPositive().isLessThanOrEqualTo(whole / 3);
  }

  private static float[] firstWeights() {
    try (Scope _ = Scope.open()) {
      return Tensors.floats(model.weights().get("model.layers.0.self_attn.q_proj.weight"));
    }
  }
}
