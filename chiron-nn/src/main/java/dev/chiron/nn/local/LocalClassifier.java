package dev.chiron.nn.local;

import dev.chiron.core.error.InputException;
import dev.chiron.nn.architecture.EncoderHead;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * An encoder with a classification head: says which label a text has.
 *
 * <pre>{@code
 * try (LocalClassifier classifier = LocalClassifier.open(path, Torch.device("cpu"))) {
 *   double[][] shares = classifier.probabilities(List.of("Where is my parcel?"));
 * }
 * }</pre>
 */
public final class LocalClassifier implements AutoCloseable {
  private static final int MAX_ROWS = 64;
  private static final int MAX_TOKENS = 8192;

  private final LocalEncoder encoder;

  private LocalClassifier(LocalEncoder encoder) {
    this.encoder = encoder;
  }

  /**
   * Opens a directory in the Hugging Face layout, such as one of a {@code
   * BertForSequenceClassification}.
   *
   * @throws InputException if a file is missing, corrupt or not supported, or the model has no
   *     classification head
   */
  public static LocalClassifier open(Path path, Device device) {
    LocalEncoder encoder = LocalEncoder.open(path.toString(), path, device);
    if (encoder.encoder().config().head() != EncoderHead.CLASSIFICATION) {
      encoder.close();
      throw InputException.in(
          path.resolve("config.json"), "architectures", "names no model that classifies texts");
    }
    return new LocalClassifier(encoder);
  }

  /** The labels, in the order of the probabilities. */
  public List<String> labels() {
    return encoder.encoder().config().labels();
  }

  /** How likely each label is: a row a text, which sums to 1. */
  public double[][] probabilities(List<String> texts) {
    List<int[]> rows = encoder.encode(texts);
    double[][] all = new double[texts.size()][];
    for (List<Integer> batch :
        LengthBatches.of(rows.size(), row -> rows.get(row).length, MAX_ROWS, MAX_TOKENS)) {
      List<int[]> part = batch.stream().map(rows::get).toList();
      float[] flat = encoder.alone(() -> shares(part));
      for (int i = 0; i < batch.size(); i++) {
        double[] own = new double[labels().size()];
        for (int label = 0; label < own.length; label++) {
          own[label] = flat[i * own.length + label];
        }
        all[batch.get(i)] = own;
      }
    }
    return all;
  }

  private float[] shares(List<int[]> rows) {
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      Tensor logits =
          encoder
              .encoder()
              .labelLogits(encoder.weights(), encoder.states(rows), Interventions.NONE);
      return Tensors.floats(torch.softmax(logits.to(ScalarType.Float), 1));
    }
  }

  @Override
  public void close() {
    encoder.close();
  }
}
