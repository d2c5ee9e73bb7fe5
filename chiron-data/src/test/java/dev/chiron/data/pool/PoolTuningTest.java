package dev.chiron.data.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.local.LocalLanguageModel;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.tokenizer.WordTokenizer;
import dev.chiron.nn.training.LearningRateSchedule.Constant;
import dev.chiron.nn.training.TokenObjective;
import dev.chiron.nn.training.TokenObjective.Packing;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.training.TrainingExample;
import dev.chiron.nn.training.TrainingSet;
import dev.chiron.nn.weights.Parameters;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolTuningTest {
  private static final InstructionSet POOL =
      InstructionSet.of(
          IntStream.range(0, 6)
              .mapToObj(
                  i ->
                      new InstructionExample(
                          "e" + i, "a", "", "t", "say", "w" + i, "", List.of("w" + (i + 1))))
              .toList());
  private static final WordTokenizer TOKENIZER =
      new WordTokenizer(
          List.of("say", "Input:", "Output:", "w0", "w1", "w2", "w3", "w4", "w5", "w6", "other"));

  private static Decoder decoder() {
    return new Decoder(
        DecoderConfig.builder(TOKENIZER.vocabularySize(), 16, 2, 2)
            .contextLength(32)
            .endTokens(TOKENIZER.endOfText().orElseThrow())
            .build());
  }

  private static double loss(
      Decoder decoder, Parameters weights, TrainingSet set, Packing packing) {
    TokenObjective objective =
        new TokenObjective(decoder, weights, Interventions.NONE, set, packing);
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      return Tensors.item(objective.loss(IntStream.range(0, set.size()).toArray()));
    }
  }

  @Test
  void packingChangesNoLossUnlessDocumentsSeeEachOther() {
    Decoder decoder = decoder();
    try (Parameters weights = decoder.initialize(new Seeds(2))) {
      LocalLanguageModel model = LocalLanguageModel.of("m", decoder, weights, TOKENIZER);
      TrainerConfig any = TrainerConfig.builder(new Constant(1e-3, 0)).steps(1).build();
      TrainingSet rows = new PoolTuning(24, any).rows(model, POOL);
      TrainingSet apart = new PoolTuning(0, any).rows(model, POOL);
      assertThat(rows.size()).isLessThan(apart.size());
      double separate = loss(decoder, weights, apart, Packing.ISOLATED);
      assertThat(loss(decoder, weights, rows, Packing.ISOLATED)).isCloseTo(separate, within(1e-4));
      assertThat(Math.abs(loss(decoder, weights, rows, Packing.JOINED) - separate))
          .isGreaterThan(1e-3);
    }
  }

  @Test
  void rowsKeepTheOrderOfTheExamplesAndHoldEachOnce() {
    Decoder decoder = decoder();
    try (Parameters weights = decoder.initialize(new Seeds(2))) {
      LocalLanguageModel model = LocalLanguageModel.of("m", decoder, weights, TOKENIZER);
      TrainerConfig any = TrainerConfig.builder(new Constant(1e-3, 0)).steps(1).build();
      TrainingSet rows = new PoolTuning(24, any).rows(model, POOL);
      TrainingSet apart = new PoolTuning(0, any).rows(model, POOL);
      int[] joined =
          IntStream.range(0, rows.size())
              .flatMap(i -> IntStream.of(rows.get(i).tokens()))
              .toArray();
      int[] single =
          IntStream.range(0, apart.size())
              .flatMap(i -> IntStream.of(apart.get(i).tokens()))
              .toArray();
      assertThat(joined).isEqualTo(single);
    }
  }

  @Test
  void onlyTheAnswerIsLearntAndPlainTextAsAWhole() {
    TrainingExample example = new PoolTrainingSet(POOL, TOKENIZER, 100).get(0);
    int answer = TOKENIZER.encode("w1").length + 1; // with the end of the text
    assertThat(example.weight()).isEqualTo(answer);
    InstructionSet text = InstructionSet.of(List.of(InstructionExample.text("x", "c", "w1 w2 w3")));
    TrainingExample whole = new PoolTrainingSet(text, TOKENIZER, 100).get(0);
    assertThat(whole.weight()).isEqualTo(whole.length() - 1);
  }

  @Test
  void aLongSourceIsCutFromItsBeginningAndTheAnswerIsKept() {
    TrainingExample whole = new PoolTrainingSet(POOL, TOKENIZER, 100).get(0);
    TrainingExample cut = new PoolTrainingSet(POOL, TOKENIZER, 4).get(0);
    assertThat(cut.length()).isEqualTo(4);
    assertThat(cut.weight()).isEqualTo(whole.weight());
  }

  @Test
  void aTrainingThatGoesOnEndsAtTheSameWeights(@TempDir Path directory) {
    float[] straight = trained(directory.resolve("a"), List.of(8));
    float[] halved = trained(directory.resolve("b"), List.of(4, 8));
    assertThat(halved).isEqualTo(straight);
  }

  /** Trains eight steps, at the first of several attempts only so many. */
  private static float[] trained(Path directory, List<Integer> stops) {
    Decoder decoder = decoder();
    float[] last = {};
    for (int stop : stops) {
      try (Parameters weights = decoder.initialize(new Seeds(2)).trainAll()) {
        LocalLanguageModel model = LocalLanguageModel.of("m", decoder, weights, TOKENIZER);
        TrainerConfig config =
            TrainerConfig.builder(new Constant(1e-2, 0))
                .steps(8)
                .batchSize(2)
                .checkpointEvery(2)
                .build();
        int[] seen = {0};
        Progress interrupting =
            (stage, done, total, message) -> {
              if (++seen[0] == stop && stop < 8) {
                Thread.currentThread().interrupt();
              }
            };
        try {
          new PoolTuning(24, config)
              .train(
                  model, weights, POOL, new Run(directory, InstantSource.system()), interrupting);
        } catch (dev.chiron.nn.training.TrainingInterrupted e) {
          assertThat(Thread.interrupted()).isTrue();
        }
        last = Tensors.floats(weights.get(weights.names().getFirst()));
      }
    }
    return last;
  }
}
