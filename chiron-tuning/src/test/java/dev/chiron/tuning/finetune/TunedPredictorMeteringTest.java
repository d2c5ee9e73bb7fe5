package dev.chiron.tuning.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.budget.Budget;
import dev.chiron.core.budget.BudgetExhausted;
import dev.chiron.core.budget.BudgetMeter;
import dev.chiron.core.budget.MeteredModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.predictor.AnswerMode;
import dev.chiron.core.predictor.Predictor;
import dev.chiron.core.predictor.Predictors;
import dev.chiron.core.predictor.PromptProgram;
import dev.chiron.core.prompt.PromptTemplate;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.adapter.Lora;
import dev.chiron.nn.adapter.LoraConfig;
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
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tuned model's calls count as its base's do, whichever way it was tuned. */
class TunedPredictorMeteringTest {
  private static final List<String> INPUTS = List.of("one", "two", "three");
  private static final PromptProgram PROGRAM =
      PromptProgram.zeroShot(
          "Count.", PromptTemplate.PLAIN, List.of(), new AnswerMode.Generation(2));

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private static Path directory;

  @SuppressWarnings("NullAway.Init") // opened before the tests
  private static LocalLanguageModel model;

  @BeforeAll
  static void writeAndOpen() {
    BytePairTokenizer tokenizer = new BytePairTrainer(280).add("Input: Output: one two").train();
    tokenizer.write(directory.resolve("tokenizer").resolve("tokenizer.json"));
    Decoder decoder =
        new Decoder(
            DecoderConfig.builder(tokenizer.vocabularySize(), 16, 1, 2).contextLength(64).build());
    Path base = directory.resolve("base");
    try (Parameters weights = decoder.initialize(new Seeds(1))) {
      ModelDirectory.write(base, decoder, weights, directory.resolve("tokenizer"), ElementType.F32);
    }
    model = LocalLanguageModel.open(base.toString(), base, Torch.device("cpu"));
  }

  @AfterAll
  static void closeModel() {
    model.close();
  }

  @Test
  void allTunedWeightsAreMeteredAlsoOnceLoaded() {
    isMetered(
        metered ->
            TunedPredictor.full(
                metered, ((Decoder) model.architecture()).initialize(new Seeds(2)), PROGRAM));
  }

  @Test
  void anAdapterIsMeteredAlsoOnceLoaded() {
    isMetered(
        metered ->
            TunedPredictor.adapter(
                metered,
                Lora.create(model.architecture(), LoraConfig.ofRank(2), new Seeds(2)),
                PROGRAM));
  }

  private static void isMetered(Function<MeteredModel, TunedPredictor> tuned) {
    BudgetMeter meter = new BudgetMeter(Budget.ofCalls(5));
    MeteredModel metered = MeteredModel.of(model, meter);
    Path saved = directory.resolve("saved");
    try (TunedPredictor predictor = tuned.apply(metered)) {
      isCharged(predictor, meter);
      predictor.save(saved);
    }
    BudgetMeter fresh = new BudgetMeter(Budget.ofCalls(5));
    try (Predictor loaded =
        Predictors.load(saved, ModelOptions.DEFAULT, MeteredModel.of(model, fresh))) {
      isCharged(loaded, fresh);
    }
  }

  /** Three calls of five are counted with their tokens, and three more are refused unmade. */
  private static void isCharged(Predictor predictor, BudgetMeter meter) {
    predictor.predict(INPUTS);
    assertThat(meter.spent().usage().calls()).isEqualTo(3);
    assertThat(meter.spent().usage().promptTokens()).isPositive();
    assertThatThrownBy(() -> predictor.predict(INPUTS)).isInstanceOf(BudgetExhausted.class);
    assertThat(meter.spent().usage().calls()).isEqualTo(3);
  }
}
