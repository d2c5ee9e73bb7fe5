package dev.chiron.init.codegen2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.AttentionMask;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.training.TokenObjective;
import dev.chiron.nn.training.TokenObjective.Packing;
import dev.chiron.nn.training.TrainingExample;
import dev.chiron.nn.training.TrainingSet;
import dev.chiron.nn.weights.Parameters;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class PrefixReadingTest {
  private static final Decoder DECODER =
      new Decoder(
          DecoderConfig.builder(12, 16, 2, 2).contextLength(16).initialDeviation(0.3).build());
  private static final int CUT = 3;

  private static Tensor logits(Parameters weights, int... ids) {
    TokenInput input =
        TokenInput.of(new int[][] {ids})
            .withMask(new AttentionMask.Prefix(Tensors.longs(new long[] {CUT})));
    return DECODER.forward(weights, input, Interventions.NONE);
  }

  private static boolean sameAt(Tensor one, Tensor other, int position) {
    return torch.equal(one.select(1, position), other.select(1, position));
  }

  @Test
  void thePrefixSeesItselfWholeAndNothingBehindIt() {
    try (Scope _ = Scope.open();
        Parameters weights = DECODER.initialize(new Seeds(1))) {
      Tensor plain = logits(weights, 1, 2, 3, 4, 5, 6);
      Tensor other = logits(weights, 1, 2, 9, 4, 5, 6);
      assertThat(sameAt(plain, other, 0)).isFalse();
      assertThat(sameAt(plain, other, 1)).isFalse();
      Tensor later = logits(weights, 1, 2, 3, 4, 9, 6);
      for (int position = 0; position < 4; position++) {
        assertThat(sameAt(plain, later, position)).isTrue();
      }
    }
  }

  private static double loss(Parameters weights, TrainingExample example, Packing packing) {
    return new TokenObjective(
            DECODER, weights, Interventions.NONE, TrainingSet.of(List.of(example)), packing)
        .mean(1);
  }

  @Test
  void withoutAPrefixItIsTheCausalModelAndPrefixesAreNotLearned() {
    int[] row = {1, 2, 3, 4, 5, 6};
    try (Parameters weights = DECODER.initialize(new Seeds(1))) {
      TrainingExample causal = TrainingExample.causal(row);
      assertThat(loss(weights, causal, Packing.PREFIX))
          .isEqualTo(loss(weights, causal, Packing.JOINED));
    }
    PrefixReading reading = new PrefixReading();
    assertThat(reading.packing()).isEqualTo(Packing.PREFIX);
    for (int seed = 0; seed < 20; seed++) {
      TrainingExample example = reading.example(row, new Seeds(seed).generator("cut"));
      assertThat(example.tokens()).isEqualTo(row);
      boolean learned = false;
      for (int i = 1; i < row.length; i++) {
        learned |= example.lossWeight(i) > 0;
        assertThat(example.lossWeight(i)).isEqualTo(learned ? 1 : 0);
      }
    }
  }
}
