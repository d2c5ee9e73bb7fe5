package dev.chiron.nn.architecture;

import dev.chiron.nn.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What an encoder is given: texts that it sees whole.
 *
 * @param ids int64 [batch, time]
 * @param valid boolean [batch, time]: false at padding; each row has some true. All are real if it
 *     is empty
 * @param types int64 [batch, time]: which of two texts of a pair a token belongs to; 0 everywhere
 *     if it is empty
 */
public record EncoderInput(Tensor ids, Optional<Tensor> valid, Optional<Tensor> types) {

  /** Full rows of one text each. */
  public static EncoderInput of(Tensor ids) {
    return new EncoderInput(ids, Optional.empty(), Optional.empty());
  }

  /** Full rows of one length. */
  public static EncoderInput of(int[][] rows) {
    return of(Tensors.rows(rows));
  }

  /**
   * Rows of any length, filled up on the right.
   *
   * @param rows at least one token each
   */
  public static EncoderInput padded(List<int[]> rows, int paddingToken) {
    int width = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    long[] ids = new long[rows.size() * width];
    boolean[] valid = new boolean[ids.length];
    Arrays.fill(ids, paddingToken);
    for (int r = 0; r < rows.size(); r++) {
      int[] row = rows.get(r);
      if (row.length == 0) {
        throw new IllegalArgumentException("row " + r + " has no tokens");
      }
      for (int i = 0; i < row.length; i++) {
        ids[r * width + i] = row[i];
      }
      Arrays.fill(valid, r * width, r * width + row.length, true);
    }
    EncoderInput input = of(Tensors.longs(ids, rows.size(), width));
    return rows.stream().allMatch(row -> row.length == width)
        ? input
        : input.withValid(Tensors.booleans(valid, rows.size(), width));
  }

  public EncoderInput withValid(Tensor newValid) {
    return new EncoderInput(ids, Optional.of(newValid), types);
  }

  public EncoderInput withTypes(Tensor newTypes) {
    return new EncoderInput(ids, valid, Optional.of(newTypes));
  }

  /** The input with a soft prompt in front, which is real and of type 0; its ids mean nothing. */
  EncoderInput behind(long prompt) {
    return prompt == 0
        ? this
        : new EncoderInput(
            padded(ids, prompt, 0),
            valid.map(each -> padded(each, prompt, 1)),
            types.map(each -> padded(each, prompt, 0)));
  }

  private static Tensor padded(Tensor rows, long columns, int value) {
    return torch.constant_pad_nd(rows, new long[] {columns, 0}, new Scalar(value));
  }

  public long batch() {
    return ids.size(0);
  }

  public long time() {
    return ids.size(1);
  }

  AttentionMask mask() {
    return new AttentionMask.Bidirectional(valid);
  }
}
