package dev.chiron.nn.training;

import dev.chiron.nn.architecture.AttentionMask;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/**
 * Examples side by side: what goes in, and what is to be predicted where.
 *
 * <p>Shorter rows are filled at their end. With causal attention no real token sees what comes
 * after it, so the filling needs no mask.
 */
public final class TokenBatch {
  private final int[][] ids;
  private final int[][] starts;
  private final int[] firstLearned;
  private final long[] positions;
  private final long[] targets;
  private final float[] weights;

  /**
   * @param filler a token id for the end of shorter rows; it is never learned nor seen
   */
  public TokenBatch(TrainingExample[] examples, int filler) {
    int longest = Arrays.stream(examples).mapToInt(TrainingExample::length).max().orElse(1);
    int width = Math.max(1, longest - 1);
    int count = count(examples);
    ids = new int[examples.length][width];
    starts = new int[examples.length][];
    firstLearned = new int[examples.length];
    positions = new long[count];
    targets = new long[count];
    weights = new float[count];
    int n = 0;
    for (int row = 0; row < examples.length; row++) {
      TrainingExample example = examples[row];
      starts[row] = example.starts();
      firstLearned[row] = firstLearned(example);
      for (int column = 0; column < width; column++) {
        ids[row][column] = column < example.length() ? example.token(column) : filler;
        if (column + 1 < example.length() && example.lossWeight(column + 1) > 0) {
          positions[n] = (long) row * width + column;
          targets[n] = example.token(column + 1);
          weights[n++] = example.lossWeight(column + 1);
        }
      }
    }
  }

  private static int firstLearned(TrainingExample example) {
    int first = 0;
    while (first < example.length() && example.lossWeight(first) == 0) {
      first++;
    }
    return first;
  }

  private static int count(TrainingExample[] examples) {
    int count = 0;
    for (TrainingExample example : examples) {
      for (int i = 1; i < example.length(); i++) {
        count += example.lossWeight(i) > 0 ? 1 : 0;
      }
    }
    return count;
  }

  /** The columns of a row: one less than the tokens of the longest example. */
  public int width() {
    return ids[0].length;
  }

  /** How many predictions count. */
  public int predictions() {
    return positions.length;
  }

  /** Where a prediction counts, row * width + column: int64 [predictions]. */
  public Tensor positions() {
    return Tensors.longs(positions);
  }

  /** The tokens to be predicted there: int64 [predictions]. */
  public Tensor targets() {
    return Tensors.longs(targets);
  }

  /** The row of each prediction: int64 [predictions]. */
  public Tensor rows() {
    long[] rows = new long[positions.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = positions[i] / width();
    }
    return Tensors.longs(rows);
  }

  /** What each prediction counts for: float32 [predictions]. */
  public Tensor weights() {
    return Tensors.floats(weights);
  }

  public boolean allWeighOne() {
    for (float weight : weights) {
      if (weight != 1) {
        return false;
      }
    }
    return true;
  }

  /** The documents of a row follow each other as if they were one. */
  public TokenInput joined() {
    return TokenInput.of(ids);
  }

  /** Each document sees only itself, from position 0. */
  public TokenInput isolated() {
    if (Arrays.stream(starts).allMatch(row -> row.length == 1)) {
      return joined(); // one document a row: causal attention needs no mask, which is faster
    }
    int[][] documents = new int[ids.length][width()];
    int[][] positions = new int[ids.length][width()];
    for (int row = 0; row < ids.length; row++) {
      int document = 0;
      for (int column = 0; column < width(); column++) {
        if (document + 1 < starts[row].length && starts[row][document + 1] == column) {
          document++;
        }
        documents[row][column] = document;
        positions[row][column] = column - starts[row][document];
      }
    }
    return joined()
        .withMask(new AttentionMask.Documents(Tensors.rows(documents)))
        .withPositions(Tensors.rows(positions));
  }

  /**
   * What comes before the first learned token of a row is seen from everywhere in the row; the rest
   * is causal.
   */
  public TokenInput prefixed() {
    Tensor column = Tensors.range(width());
    Tensor before = column.unsqueeze(1).ge(column.unsqueeze(0)); // [queries, keys]
    Tensor given = Tensors.longs(firstLearned).unsqueeze(1).gt(column.unsqueeze(0)); // [rows, keys]
    return joined()
        .withMask(
            new AttentionMask.Explicit(
                before.unsqueeze(0).logical_or(given.unsqueeze(1)).unsqueeze(1)));
  }
}
