package dev.chiron.nn.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Parameters;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttentionMaskTest {
  @SuppressWarnings("NullAway.Init") // opened before each test
  private Scope scope;

  @BeforeEach
  void openScope() {
    scope = Scope.open();
  }

  @AfterEach
  void closeScope() {
    scope.close();
  }

  /** Rows of 0 and 1: who (row) sees whom (column). */
  private static List<String> seen(AttentionMask mask, long past, long queries) {
    Tensor like = Tensors.floats(new float[] {0});
    Tensor allowed = ResolvedMask.of(mask, past, queries, like).tensor().orElseThrow();
    long keys = past + queries;
    long[] flat = Tensors.longs(allowed.select(0, 0).select(0, 0).expand(queries, keys));
    return IntStream.range(0, (int) queries)
        .mapToObj(
            q ->
                IntStream.range(0, (int) keys)
                    .mapToObj(k -> Long.toString(flat[(int) (q * keys + k)]))
                    .collect(Collectors.joining()))
        .toList();
  }

  @Test
  void aPrefixIsSeenByAllAndTheRestIsCausal() {
    AttentionMask mask = new AttentionMask.Prefix(Tensors.longs(new int[] {3}));
    assertThat(seen(mask, 0, 5)).containsExactly("11100", "11100", "11100", "11110", "11111");
    assertThat(seen(mask, 3, 2)).containsExactly("11110", "11111");
  }

  @Test
  void documentsSeeOnlyThemselves() {
    AttentionMask mask =
        new AttentionMask.Documents(Tensors.longs(new int[] {0, 0, 1, 1, 2}, 1, 5));
    assertThat(seen(mask, 0, 5)).containsExactly("10000", "11000", "00100", "00110", "00001");
    assertThat(seen(mask, 3, 2)).containsExactly("00110", "00001");
  }

  @Test
  void bothDirectionsAreSeenButPaddingIsNot() {
    AttentionMask mask =
        AttentionMask.bidirectional(Tensors.booleans(new boolean[] {true, false, true}, 1, 3));
    assertThat(seen(mask, 0, 3)).containsExactly("101", "101", "101");
    assertThat(
            ResolvedMask.of(AttentionMask.BIDIRECTIONAL, 0, 3, Tensors.floats(new float[] {0}))
                .tensor())
        .isEmpty();
  }

  @Test
  void aWindowCutsWhatIsFurtherBackByPosition() {
    Tensor like = Tensors.floats(new float[] {0});
    Tensor positions = Tensors.longs(new int[] {0, 1, 2, 3}, 1, 4);
    Tensor mask =
        ResolvedMask.of(AttentionMask.CAUSAL, 0, 4, like)
            .within(2, positions, positions)
            .tensor()
            .orElseThrow();
    assertThat(Tensors.longs(mask)).containsExactly(1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1);
  }

  @ParameterizedTest
  @EnumSource
  void packedDocumentsEqualRowsOfTheirOwn(DecoderModel model) {
    Decoder decoder = new Decoder(model.config());
    try (Parameters weights = DecoderModel.weights(decoder)) {
      Tensor packed =
          decoder.forward(
              weights,
              TokenInput.of(new int[][] {{4, 8, 2, 9, 7}})
                  .withMask(
                      new AttentionMask.Documents(Tensors.longs(new int[] {0, 0, 0, 1, 1}, 1, 5)))
                  .withPositions(Tensors.longs(new int[] {0, 1, 2, 0, 1}, 1, 5)));
      assertClose(packed.narrow(1, 0, 3), plain(decoder, weights, 4, 8, 2));
      assertClose(packed.narrow(1, 3, 2), plain(decoder, weights, 9, 7));
    }
  }

  @Test
  void aTokenOfThePrefixIsChangedByALaterOneOfThePrefixAndByNoOther() {
    Decoder decoder = new Decoder(DecoderModel.GPT2.config());
    try (Parameters weights = DecoderModel.weights(decoder)) {
      Tensor lengths = Tensors.longs(new int[] {3, 3, 3});
      int[][] rows = {{4, 8, 2, 9}, {4, 8, 5, 9}, {4, 8, 2, 1}};
      Tensor logits =
          decoder.forward(weights, TokenInput.of(rows).withMask(new AttentionMask.Prefix(lengths)));
      Tensor first = logits.select(1, 0);
      assertThat(Tensors.item(first.select(0, 0).sub(first.select(0, 1)).abs().max()))
          .isGreaterThan(1e-3);
      assertClose(first.select(0, 0), first.select(0, 2));
    }
  }

  private static Tensor plain(Decoder decoder, Parameters weights, int... row) {
    return decoder.forward(weights, TokenInput.of(new int[][] {row}));
  }

  private static void assertClose(Tensor actual, Tensor expected) {
    assertThat(Tensors.shape(actual)).isEqualTo(Tensors.shape(expected));
    assertThat(Tensors.item(actual.sub(expected).abs().max())).isLessThanOrEqualTo(1e-9);
  }
}
