package dev.chiron.nn.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.adapter.Lora;
import dev.chiron.nn.adapter.LoraConfig;
import dev.chiron.nn.generation.GenerationOptions;
import dev.chiron.nn.generation.Generator;
import dev.chiron.nn.generation.Scorer;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Native memory does not grow: the garbage collector cannot see it, so scopes must free it all. */
class SoakTest {
  private static final int WARM_UP = 200;
  private static final int STEPS = 1000;

  /** A step's activations are about 300 kB: a leak of a twentieth of them would show. */
  private static final long ALLOWED_GROWTH = 16L << 20;

  private static final Decoder DECODER = new Decoder(DecoderConfig.llama(64, 32, 2, 4));

  @SuppressWarnings("NullAway.Init") // made before the tests
  private static Parameters weights;

  private static int threads;

  @BeforeAll
  static void makeWeights() {
    threads = Torch.threads();
    Torch.threads(1); // the pieces are too small to share
    weights = DECODER.initialize(new Seeds(1));
  }

  @AfterAll
  static void closeWeights() {
    weights.close();
    Torch.threads(threads);
  }

  private static void assertFlat(Runnable step) {
    for (int i = 0; i < WARM_UP; i++) {
      step.run();
    }
    long pointers = Pointer.totalCount();
    long bytes = Pointer.physicalBytes();
    for (int i = 0; i < STEPS; i++) {
      step.run();
    }
    assertThat(Pointer.totalCount()).as("native objects").isLessThanOrEqualTo(pointers);
    assertThat(Pointer.physicalBytes() - bytes)
        .as("growth of the resident set")
        .isLessThan(ALLOWED_GROWTH);
  }

  @Test
  void trainingStepsLeaveNothingBehind() {
    int[][] rows = new int[4][32];
    for (int i = 0; i < 128; i++) {
      rows[i / 32][i % 32] = i * 7 % 64;
    }
    try (Lora lora = Lora.create(DECODER, LoraConfig.ofRank(2), new Seeds(1))) {
      assertFlat(
          () -> {
            try (Scope _ = Scope.open()) {
              TokenInput input = TokenInput.of(rows);
              Tensor logits = DECODER.forward(weights, input, Interventions.of(lora));
              logits.square().mean().backward();
              lora.parameters().trained().values().forEach(each -> each.mutable_grad().zero_());
            }
          });
    }
  }

  @Test
  void generationAndRankingLeaveNothingBehind() {
    List<int[]> prompts = List.of(new int[] {1, 2, 3, 4, 5, 6, 7, 8}, new int[] {9, 10});
    Generator generator = new Generator(DECODER, weights, Interventions.NONE);
    Scorer scorer = new Scorer(DECODER, weights, Interventions.NONE);
    assertFlat(
        () -> {
          generator.generate(prompts, GenerationOptions.greedy(2));
          scorer.rank(prompts, List.of(new int[] {1, 2}, new int[] {3}));
        });
  }
}
