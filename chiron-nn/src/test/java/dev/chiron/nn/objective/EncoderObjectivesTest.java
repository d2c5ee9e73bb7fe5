package dev.chiron.nn.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.io.Json;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.adapter.Adapter;
import dev.chiron.nn.adapter.Lora;
import dev.chiron.nn.adapter.LoraConfig;
import dev.chiron.nn.architecture.Encoder;
import dev.chiron.nn.architecture.EncoderConfig;
import dev.chiron.nn.architecture.EncoderDecoder;
import dev.chiron.nn.architecture.EncoderDecoderConfig;
import dev.chiron.nn.architecture.EncoderHead;
import dev.chiron.nn.architecture.EncoderInput;
import dev.chiron.nn.architecture.StackSize;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.objective.SpanCorruption.Corrupted;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.training.LearningRateSchedule.Constant;
import dev.chiron.nn.training.Trainer;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.weights.Parameters;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderObjectivesTest {
  private static final StackSize SIZE = new StackSize(2, 8, 2, 12);

  private static final Encoder ENCODER =
      new Encoder(EncoderConfig.bert(EncoderHead.MASKED_LM, 17, SIZE).withInitialDeviation(0.4));

  private static final List<MaskedTokens> TEXTS =
      List.of(
          new MaskedTokens(new int[] {1, 0, 3}, new int[] {1}, new int[] {2}),
          new MaskedTokens(new int[] {5, 6, 0, 8, 9}, new int[] {2, 4}, new int[] {7, 9}));

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private Path directory;

  @SuppressWarnings("NullAway.Init") // opened before each test
  private Scope scope;

  @BeforeEach
  void open() {
    scope = Scope.open();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void maskedTokensOfABatchCostWhatEachTextCostsAlone() {
    try (Parameters weights = ENCODER.initialize(new Seeds(1))) {
      MaskedLanguageModel objective =
          MaskedLanguageModel.of(ENCODER, weights, Interventions.NONE, TEXTS);
      Tensor hidden =
          ENCODER.hidden(weights, EncoderInput.of(new int[][] {{1, 0, 3}}), Interventions.NONE);
      Tensor logits =
          torch.log_softmax(ENCODER.tokenLogits(weights, hidden, Interventions.NONE), -1);
      double alone = -Tensors.item(logits.select(0, 0).select(0, 1).select(0, 2));
      assertThat(ObjectiveGradients.item(objective, 0)).isCloseTo(alone, within(1e-5));
      assertThat(ObjectiveGradients.item(objective, 0, 1))
          .isCloseTo(alone + ObjectiveGradients.item(objective, 1), within(1e-4));
    }
  }

  @Test
  void gradientsOfMaskedTokensAreThoseOfFiniteDifferences() {
    try (Parameters weights = ENCODER.initialize(new Seeds(1)).trainAll()) {
      ObjectiveGradients.widen(weights);
      weights.trainAll();
      ObjectiveGradients.assertExact(
          MaskedLanguageModel.of(ENCODER, weights, Interventions.NONE, TEXTS), weights, 0, 1);
    }
  }

  @Test
  void aLoraOnAnEncoderLearnsAndItsNamesAreUnambiguous() {
    List<String> targets = List.of(Site.ATTENTION_QUERY, Site.ATTENTION_OUTPUT);
    try (Parameters weights = ENCODER.initialize(new Seeds(1));
        Lora lora = Lora.create(ENCODER, new LoraConfig(4, 8, 0, targets), new Seeds(2))) {
      Interventions with = Interventions.of(lora);
      MaskedLanguageModel objective = MaskedLanguageModel.of(ENCODER, weights, with, TEXTS);
      double before = objective.mean(2);
      TrainerConfig config =
          TrainerConfig.builder(new Constant(0.05, 0)).steps(30).batchSize(2).build();
      new Trainer(config, lora.parameters(), objective).train();
      double after = objective.mean(2);
      assertThat(after).isLessThan(0.7 * before);
      lora.save(directory.resolve("lora"), "bert");
      // BERT has three modules that end in dense.
      assertThat(
              Json.read(directory.resolve("lora").resolve("adapter_config.json"))
                  .path("target_modules")
                  .toString())
          .isEqualTo("[\"query\",\"attention.output.dense\"]");
      try (Adapter read = Adapter.load(directory.resolve("lora"), ENCODER)) {
        assertThat(MaskedLanguageModel.of(ENCODER, weights, Interventions.of(read), TEXTS).mean(2))
            .isEqualTo(after);
      }
    }
  }

  @Test
  void aTargetCostsItsCrossEntropyGivenItsSource() {
    EncoderDecoder model =
        new EncoderDecoder(EncoderDecoderConfig.t5(17, SIZE).withContextLength(16));
    List<Corrupted> pairs =
        List.of(
            new Corrupted(new int[] {3, 16, 5}, new int[] {16, 4, 15}),
            new Corrupted(new int[] {7, 8, 16, 2, 1}, new int[] {16, 9, 10, 15, 1}));
    try (Parameters weights = model.initialize(new Seeds(1))) {
      SequenceToSequence objective =
          new SequenceToSequence(model, weights, Interventions.NONE, pairs);
      int start = model.config().startToken();
      Tensor logits =
          torch.log_softmax(
              model.forward(
                  weights,
                  EncoderInput.of(new int[][] {{3, 16, 5}}),
                  TokenInput.of(new int[][] {{start, 16, 4}}),
                  Interventions.NONE),
              -1);
      double expected = 0;
      int[] target = {16, 4, 15};
      for (int i = 0; i < target.length; i++) {
        expected -= Tensors.item(logits.select(0, 0).select(0, i).select(0, target[i]));
      }
      assertThat(ObjectiveGradients.item(objective, 0)).isCloseTo(expected, within(1e-4));
      assertThat(ObjectiveGradients.item(objective, 0, 1))
          .isCloseTo(expected + ObjectiveGradients.item(objective, 1), within(1e-3));
      assertThat(objective.weight(1)).isEqualTo(5);
      Torch.seed(1);
      weights.trainAll();
      TrainerConfig config =
          TrainerConfig.builder(new Constant(0.02, 0)).steps(40).batchSize(2).build();
      assertThat(new Trainer(config, weights, objective).train().trainingLoss())
          .isLessThan(0.5 * expected / 3);
    }
  }
}
