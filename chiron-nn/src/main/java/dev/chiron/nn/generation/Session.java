package dev.chiron.nn.generation;

import dev.chiron.nn.architecture.KeyValueCache;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/**
 * One text that grows, or is taken back, on its way through a model: what it shares with the text
 * of the call before is not computed again.
 */
final class Session implements AutoCloseable {
  private static final int FIRST_CAPACITY = 64;

  private final ModelView model;
  private KeyValueCache cache;
  private int[] seen = {};

  Session(ModelView model) {
    this.model = model;
    this.cache = model.architecture().cache(model.weights(), 1, FIRST_CAPACITY);
  }

  /** The logits after a text: [vocabulary]. */
  float[] after(int[] text) {
    return after(text, 1)[0];
  }

  /**
   * The logits after each of the last texts that it starts with: row {@code i} follows all but the
   * last {@code count - 1 - i} tokens.
   *
   * @param text at least {@code count} tokens
   */
  float[][] after(int[] text, int count) {
    if (count < 1 || text.length < count) {
      throw new IllegalArgumentException("a text of " + text.length + " tokens, not " + count);
    }
    int known = Math.max(0, Arrays.mismatch(seen, text));
    known = Math.min(Arrays.equals(seen, text) ? text.length : known, text.length - count);
    cache.truncate(known);
    makeRoom(text.length);
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      int[] more = Arrays.copyOfRange(text, known, text.length);
      TokenInput input = TokenInput.of(new int[][] {more}).withCache(cache);
      Tensor hidden = model.architecture().hidden(model.weights(), input, model.interventions());
      Tensor last = hidden.narrow(1, more.length - (long) count, count);
      float[] flat =
          Tensors.floats(model.architecture().logits(model.weights(), last, model.interventions()));
      seen = text.clone();
      return rows(flat, count);
    }
  }

  private void makeRoom(int length) {
    if (length > cache.capacity()) {
      KeyValueCache old = cache;
      cache = old.select(new int[] {0}, 2L * length - old.length());
      old.close();
    }
  }

  private static float[][] rows(float[] flat, int count) {
    int width = flat.length / count;
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
    }
    return rows;
  }

  @Override
  public void close() {
    cache.close();
  }
}
