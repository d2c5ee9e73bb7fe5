package dev.chiron.nn.generation;

import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.architecture.AttentionMask;
import dev.chiron.nn.architecture.KeyValueCache;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Continues prompts as one batch, padded on the left, with a cache. A row's completion does not
 * depend on the rows beside it. Not for several threads at once.
 */
public final class Generator {
  private final Architecture architecture;
  private final Weights weights;
  private final Interventions interventions;

  public Generator(Architecture architecture, Weights weights, Interventions interventions) {
    this.architecture = architecture;
    this.weights = weights;
    this.interventions = interventions;
  }

  /**
   * Continues every prompt.
   *
   * @param prompts token ids, at least one each
   */
  public List<Generated> generate(List<int[]> prompts, GenerationOptions options) {
    if (prompts.isEmpty()) {
      return List.of();
    }
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient();
        Batch batch = new Batch(prompts, options)) {
      return batch.run();
    }
  }

  /** The rows that are in the tensors; a finished row stays until half of them are finished. */
  private final class Batch implements AutoCloseable {
    private final GenerationOptions options;
    private final List<Row> all = new ArrayList<>();
    private final LeftPadded padded;
    private final Tensor valid;
    private List<Row> rows;
    private KeyValueCache cache;

    Batch(List<int[]> prompts, GenerationOptions options) {
      this.options = options;
      for (int i = 0; i < prompts.size(); i++) {
        all.add(new Row(i, prompts.get(i).length, options.random().apply(i)));
      }
      rows = all;
      padded = new LeftPadded(prompts, architecture.rowsAreAlike());
      valid = padded.valid(options.maxTokens());
      cache = padded.cache(architecture, weights, interventions, options.maxTokens());
    }

    List<Generated> run() {
      boolean[] going = new boolean[rows.size()];
      Arrays.fill(going, true);
      TokenInput input = padded.input().withCache(cache);
      boolean more = step(input, going);
      while (more) {
        going = compact(going);
        more = step(next(), going);
      }
      return all.stream().map(Row::generated).toList();
    }

    /** One pass; gives whether any row goes on. */
    private boolean step(TokenInput input, boolean[] going) {
      boolean any = false;
      try (Scope _ = Scope.open()) {
        Tensor logits = architecture.forwardLast(weights, input, interventions);
        float[] values = Tensors.floats(logits); // [rows, vocabulary]
        int vocabulary = values.length / rows.size();
        for (int r = 0; r < rows.size(); r++) {
          if (going[r]) {
            float[] own = Arrays.copyOfRange(values, r * vocabulary, (r + 1) * vocabulary);
            going[r] = rows.get(r).extend(own, options);
            any |= going[r];
          }
        }
      }
      return any;
    }

    /** The last token of every row. */
    private TokenInput next() {
      long[] ids = new long[rows.size()];
      long[] positions = new long[rows.size()];
      int[] indices = new int[rows.size()];
      for (int r = 0; r < rows.size(); r++) {
        Row row = rows.get(r);
        // A finished row repeats a token until it is dropped: nobody looks at what follows.
        ids[r] = row.tokens().length == 0 ? 0 : row.tokens()[row.tokens().length - 1];
        positions[r] = cache.length() - padded.width() + row.promptLength();
        indices[r] = row.index();
      }
      TokenInput input = TokenInput.of(Tensors.longs(ids, rows.size(), 1)).withCache(cache);
      if (padded.isFull()) {
        return input;
      }
      Tensor keys = valid.index_select(0, Tensors.longs(indices)).narrow(1, 0, cache.length() + 1);
      return input
          .withMask(new AttentionMask.Padded(keys))
          .withPositions(Tensors.longs(positions, rows.size(), 1));
    }

    /** Drops the finished rows when at least half of the rows are finished. */
    private boolean[] compact(boolean[] going) {
      int[] kept = IntStream.range(0, going.length).filter(r -> going[r]).toArray();
      if (kept.length * 2 > going.length) {
        return going;
      }
      KeyValueCache old = cache;
      cache = old.select(kept, old.capacity() - old.length());
      old.close();
      List<Row> before = rows;
      rows = Arrays.stream(kept).mapToObj(before::get).toList();
      boolean[] all = new boolean[kept.length];
      Arrays.fill(all, true);
      return all;
    }

    @Override
    public void close() {
      cache.close();
    }
  }
}
