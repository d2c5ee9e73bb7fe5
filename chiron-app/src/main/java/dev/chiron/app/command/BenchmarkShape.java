package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.bench.speed.DecoderShape;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.nn.tensor.Torch;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of a benchmark of a decoder: its shape, and the device. */
final class BenchmarkShape {
  private static final String DEFAULT = "Default: ${DEFAULT-VALUE}.";

  @Option(names = "--layers", paramLabel = "N", defaultValue = "6", description = DEFAULT)
  int layers;

  @Option(
      names = "--width",
      paramLabel = "N",
      defaultValue = "256",
      description = "Of the residual stream; the heads share it (default: ${DEFAULT-VALUE}).")
  int width;

  @Option(names = "--heads", paramLabel = "N", defaultValue = "4", description = DEFAULT)
  int heads;

  @Option(names = "--vocabulary", paramLabel = "N", defaultValue = "4096", description = DEFAULT)
  int vocabulary;

  @Option(
      names = "--context",
      paramLabel = "N",
      defaultValue = "256",
      description = "Tokens of a row that are read (default: ${DEFAULT-VALUE}).")
  int context;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Rows (default: 8 in training, 32 in decoding).")
  int batch;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "2",
      description = "Of one operation (default: ${DEFAULT-VALUE}).")
  int threads;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "cpu",
      description = "cpu or cuda (default: ${DEFAULT-VALUE}).")
  String device = "cpu";

  /**
   * The shape.
   *
   * @param usualBatch where the user gives none
   * @throws InputException if a number is not positive, the heads cannot share the width in even
   *     parts, or the device is not there
   */
  DecoderShape shape(int usualBatch) {
    int rows = batch == 0 ? usualBatch : batch;
    Map.of(
            "--layers", layers,
            "--width", width,
            "--heads", heads,
            "--vocabulary", vocabulary,
            "--context", context,
            "--batch", rows,
            "--threads", threads)
        .forEach(
            (name, value) -> {
              if (value < 1) {
                throw new InputException(name + ": must be at least 1, not " + value);
              }
            });
    // Rotary positions turn pairs of a head's numbers.
    if (width % (2 * heads) != 0) {
      throw new InputException(
          "--width: must be a multiple of twice --heads, " + 2 * heads + ", not " + width);
    }
    switch (device) {
      case "cpu" -> {}
      case "cuda" -> {
        if (!Torch.hasCuda()) {
          throw new InputException("--device: no CUDA device is there: choose cpu");
        }
      }
      default -> throw new InputException("--device: cpu or cuda, not '" + device + "'");
    }
    return new DecoderShape(layers, width, heads, vocabulary, context, rows, threads, device);
  }

  /** A document that starts with the benchmark's name and its shape. */
  static ObjectNode document(String benchmark, DecoderShape shape) {
    ObjectNode document = Json.object().put("benchmark", benchmark);
    document.set("shape", Json.tree(shape));
    return document.put("parameters", shape.parameters());
  }
}
