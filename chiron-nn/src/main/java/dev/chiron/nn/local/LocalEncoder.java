package dev.chiron.nn.local;

import dev.chiron.core.error.InputException;
import dev.chiron.nn.architecture.Encoder;
import dev.chiron.nn.architecture.EncoderInput;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tokenizer.Tokenizer;
import dev.chiron.nn.weights.Parameters;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;

/** A bidirectional encoder with its weights and its tokenizer. */
record LocalEncoder(
    String name, Encoder encoder, Parameters weights, Tokenizer tokenizer, Lane lane)
    implements TextStates {

  /**
   * Opens a directory in the Hugging Face layout.
   *
   * @throws InputException if a file is missing, corrupt or not supported, or holds no encoder
   */
  static LocalEncoder open(String name, Path path, Device device) {
    ModelDirectory directory = ModelDirectory.of(path);
    if (!(directory.network() instanceof Encoder encoder)) {
      throw InputException.in(path, "holds no encoder of texts, such as BERT");
    }
    Tokenizer tokenizer = directory.tokenizer(encoder.config().vocabularySize());
    return new LocalEncoder(
        name, encoder, directory.weights(encoder, device), tokenizer, new Lane());
  }

  @Override
  public int width() {
    return encoder.config().size().width();
  }

  /** With the marks around each text; a text that is too long loses its end, not its last mark. */
  @Override
  public List<int[]> encode(List<String> texts) {
    int context = encoder.config().contextLength();
    return tokenizer.encodeAllMarked(texts).stream().map(row -> cut(row, context)).toList();
  }

  private static int[] cut(int[] row, int context) {
    if (row.length <= context) {
      return row;
    }
    int[] start = Arrays.copyOf(row, context);
    start[context - 1] = row[row.length - 1];
    return start;
  }

  @Override
  public Tensor states(List<int[]> rows) {
    int padding = encoder.config().paddingToken();
    // A text without any token has no state; a row of padding stands for it.
    List<int[]> filled =
        rows.stream().map(row -> row.length == 0 ? new int[] {padding} : row).toList();
    return encoder.hidden(weights, EncoderInput.padded(filled, padding), Interventions.NONE);
  }

  @Override
  public <T> T alone(Supplier<T> work) {
    return lane.run(work);
  }

  @Override
  public void close() {
    weights.close();
  }
}
