package dev.chiron.nn.local;

import dev.chiron.core.model.EmbeddingModel;
import dev.chiron.nn.architecture.Encoder;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Embeds a text by the mean of a model's last states over its tokens, scaled to unit length
 * (Reimers and Gurevych, 2019, arXiv:1908.10084). The model is an encoder, such as BERT, whose
 * marks around the text count too, or a decoder. A text that is too long for the model is cut to
 * its start.
 */
public final class LocalEmbeddingModel implements EmbeddingModel {
  private static final int MAX_ROWS = 64;
  private static final int MAX_TOKENS = 8192;

  private final TextStates states;

  private LocalEmbeddingModel(TextStates states) {
    this.states = states;
  }

  /** Embeds by a model, which stays its owner's to close. */
  public LocalEmbeddingModel(LocalLanguageModel model) {
    this(new DecoderStates(model, () -> {}));
  }

  /**
   * Opens a directory in the Hugging Face layout that holds an encoder or a decoder.
   *
   * @param name what the model is called
   * @throws dev.chiron.core.error.InputException if a file is missing, corrupt or not supported
   */
  public static LocalEmbeddingModel open(String name, Path path, Device device) {
    if (ModelDirectory.of(path).network() instanceof Encoder) {
      return new LocalEmbeddingModel(LocalEncoder.open(name, path, device));
    }
    LocalLanguageModel model = LocalLanguageModel.open(name, path, device);
    return new LocalEmbeddingModel(new DecoderStates(model, model::close));
  }

  @Override
  public String name() {
    return states.name();
  }

  @Override
  public float[][] embed(List<String> texts) {
    List<int[]> ids = states.encode(texts);
    float[][] vectors = new float[texts.size()][];
    for (List<Integer> batch :
        LengthBatches.of(ids.size(), row -> ids.get(row).length, MAX_ROWS, MAX_TOKENS)) {
      List<int[]> rows = batch.stream().map(ids::get).toList();
      float[][] part = states.alone(() -> embedBatch(rows));
      for (int i = 0; i < part.length; i++) {
        vectors[batch.get(i)] = part[i];
      }
    }
    return vectors;
  }

  private float[][] embedBatch(List<int[]> rows) {
    int size = states.width();
    float[][] vectors = new float[rows.size()][size];
    int width = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    if (width == 0) {
      return vectors;
    }
    float[] share = new float[rows.size() * width];
    for (int r = 0; r < rows.size(); r++) {
      int length = rows.get(r).length;
      for (int i = 0; i < length; i++) {
        share[r * width + i] = 1f / length;
      }
    }
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      Tensor hidden = states.states(rows).to(ScalarType.Float);
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

  @Override
  public void close() {
    states.close();
  }
}
