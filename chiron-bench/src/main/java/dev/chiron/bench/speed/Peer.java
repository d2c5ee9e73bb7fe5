package dev.chiron.bench.speed;

import dev.chiron.core.error.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An engine of other authors that is compared with. */
public enum Peer {
  /** Python with Debian's PyTorch; trains. */
  PYTORCH,
  /** Java with the Vector API; writes. */
  JLAMA,
  /** C++, through its Java binding; writes. */
  LLAMA_CPP;

  /** The interpreter that Debian's packages belong to. */
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  /** The name on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '.');
  }

  boolean trains() {
    return this == PYTORCH;
  }

  /**
   * The training of a decoder of a shape.
   *
   * @param root of the project, where the programs are
   */
  Contestant training(Path root, DecoderShape shape) {
    if (!isPythonWithTorch()) {
      throw missing();
    }
    List<String> command = new ArrayList<>();
    command.add(PYTHON.toString());
    command.add(program(root, "training_step.py"));
    command.addAll(List.of("--layers", "" + shape.layers(), "--width", "" + shape.width()));
    command.addAll(List.of("--heads", "" + shape.heads()));
    command.addAll(List.of("--feed-forward", "" + shape.feedForwardWidth()));
    command.addAll(List.of("--vocabulary", "" + shape.vocabulary()));
    command.addAll(List.of("--context", "" + shape.context(), "--batch", "" + shape.batch()));
    command.addAll(List.of("--threads", "" + shape.threads()));
    return new PeerProcess(label(), (long) shape.batch() * shape.context(), command);
  }

  /** The writing of one row by a model. */
  Contestant decoding(Path root, DecoderShape shape, SharedModel model, int steps) {
    String threads = String.valueOf(shape.threads());
    if (this == LLAMA_CPP) {
      int room = shape.context() + steps + 8;
      return new PeerProcess(
          label(),
          1,
          java(
              System.getProperty("java.class.path", ""),
              program(root, "LlamaCppDecode.java"),
              List.of(model.gguf().toString(), "" + room, threads, model.prompt())));
    }
    Path jars = root.resolve("target/peers/jlama");
    if (!Files.isDirectory(jars)) {
      throw missing();
    }
    return new PeerProcess(
        label(),
        1,
        java(
            jars + "/*",
            program(root, "JlamaDecode.java"),
            List.of(model.directory().toString(), "" + shape.context(), threads)));
  }

  private static List<String> java(String classPath, String program, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", classPath, program));
    command.addAll(arguments);
    return command;
  }

  private static String program(Path root, String name) {
    return root.resolve("benchmarks/peers").resolve(name).toString();
  }

  private static boolean isPythonWithTorch() {
    try {
      return new ProcessBuilder(PYTHON.toString(), "-c", "import torch")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private InputException missing() {
    return new InputException(
        "--peers " + label() + ": is not installed: run benchmarks/install-peers");
  }
}
