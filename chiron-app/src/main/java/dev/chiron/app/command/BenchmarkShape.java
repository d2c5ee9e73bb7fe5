package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.nn.tensor.Torch;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of a benchmark of a decoder: its shape, the work and the device. */
final class BenchmarkShape {
  /** What speeds are compared with. */
  static final String PEER = "libtorch, one float32 product of 2048 x 2048 matrices";

  private static final String DEFAULT = "Default: ${DEFAULT-VALUE}.";

  @Option(names = "--layers", paramLabel = "N", defaultValue = "4", description = DEFAULT)
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
      defaultValue = "8",
      description = "Rows (default: ${DEFAULT-VALUE}).")
  int batch;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "10",
      description = "Training steps, or tokens written a row (default: ${DEFAULT-VALUE}).")
  int steps;

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
   * Checks the options before anything is built.
   *
   * @throws InputException if a number is not positive, the heads cannot share the width in even
   *     parts, or the device is not there
   */
  void check() {
    Map.of(
            "--layers", layers,
            "--width", width,
            "--heads", heads,
            "--vocabulary", vocabulary,
            "--context", context,
            "--batch", batch,
            "--steps", steps,
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
  }

  /** A document that starts with the benchmark's name and its shapes. */
  ObjectNode document(String benchmark) {
    ObjectNode document = Json.object().put("benchmark", benchmark);
    document
        .putObject("shapes")
        .put("layers", layers)
        .put("width", width)
        .put("heads", heads)
        .put("vocabulary", vocabulary)
        .put("context", context)
        .put("batch", batch)
        .put("steps", steps)
        .put("threads", threads)
        .put("device", device);
    return document;
  }
}
