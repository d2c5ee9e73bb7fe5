package dev.chiron.nn.local;

import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/** The states of a decoder. A text longer than its context is cut to its start. */
record DecoderStates(LocalLanguageModel model, Runnable onClose) implements TextStates {
  @Override
  public String name() {
    return model.info().name();
  }

  @Override
  public int width() {
    return model.architecture().config().width();
  }

  @Override
  public List<int[]> encode(List<String> texts) {
    int context = model.info().contextLength();
    return model.tokenizer().encodeAll(texts).stream()
        .map(row -> Arrays.copyOf(row, Math.min(row.length, context)))
        .toList();
  }

  @Override
  public Tensor states(List<int[]> rows) {
    // Rows are padded on the right: no token before the padding sees it in a causal pass.
    int width = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    long[] ids = new long[rows.size() * width];
    for (int r = 0; r < rows.size(); r++) {
      int[] row = rows.get(r);
      for (int i = 0; i < row.length; i++) {
        ids[r * width + i] = row[i];
      }
    }
    TokenInput input = TokenInput.of(Tensors.longs(ids, rows.size(), width));
    return model.architecture().hidden(model.weights(), input, model.interventions());
  }

  @Override
  public <T> T alone(Supplier<T> work) {
    return model.alone(work);
  }

  @Override
  public void close() {
    onClose.run();
  }
}
