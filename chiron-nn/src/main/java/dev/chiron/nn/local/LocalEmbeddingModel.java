package dev.chiron.nn.local;

import dev.chiron.core.model.EmbeddingModel;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Embeds a text by the mean of a decoder's last hidden states over its tokens, scaled to unit
 * length. A text longer than the model's context is cut to its start.
 */
public final class LocalEmbeddingModel implements EmbeddingModel {
  private static final int MAX_ROWS = 64;
  private static final int MAX_TOKENS = 8192;

  private final LocalLanguageModel model;

  /** Embeds by a model, which stays its owner's to close. */
  public LocalEmbeddingModel(LocalLanguageModel model) {
    this.model = model;
  }

  @Override
  public String name() {
    return model.info().name();
  }

  @Override
  public float[][] embed(List<String> texts) {
    int context = model.info().contextLength();
    List<int[]> ids =
        model.tokenizer().encodeAll(texts).stream()
            .map(row -> Arrays.copyOf(row, Math.min(row.length, context)))
            .toList();
    float[][] vectors = new float[texts.size()][];
    for (List<Integer> batch :
        LengthBatches.of(ids.size(), row -> ids.get(row).length, MAX_ROWS, MAX_TOKENS)) {
      float[][] part = model.alone(() -> embedBatch(batch.stream().map(ids::get).toList()));
      for (int i = 0; i < part.length; i++) {
        vectors[batch.get(i)] = part[i];
      }
    }
    return vectors;
  }

  private float[][] embedBatch(List<int[]> rows) {
    int size = model.architecture().config().width();
    float[][] vectors = new float[rows.size()][size];
    int width = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    if (width == 0) {
      return vectors;
    }
    // Rows are padded on the right: no token before the padding sees it in a causal pass.
    long[] ids = new long[rows.size() * width];
    float[] share = new float[ids.length];
    for (int r = 0; r < rows.size(); r++) {
      int[] row = rows.get(r);
      for (int i = 0; i < row.length; i++) {
        ids[r * width + i] = row[i];
        share[r * width + i] = 1f / row.length;
      }
    }
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      Tensor hidden =
          model
              .architecture()
              .hidden(
                  model.weights(),
                  TokenInput.of(Tensors.longs(ids, rows.size(), width)),
                  model.interventions())
              .to(ScalarType.Float);
      Tensor shares = Tensors.onDeviceOf(hidden, Tensors.floats(share, rows.size(), 1, width));
      float[] means = Tensors.floats(shares.matmul(hidden)); // [rows, 1, width of the model]
      for (int r = 0; r < rows.size(); r++) {
        System.arraycopy(means, r * size, vectors[r], 0, size);
        normalize(vectors[r]);
      }
      return vectors;
    }
  }

  private static void normalize(float[] vector) {
    double square = 0;
    for (float each : vector) {
      square += (double) each * each;
    }
    if (square > 0) {
      float factor = (float) (1 / Math.sqrt(square));
      for (int i = 0; i < vector.length; i++) {
        vector[i] *= factor;
      }
    }
  }
}
