package dev.chiron.bench.speed;

import dev.chiron.core.error.InputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An engine of other authors in a process of its own. Its program, in {@code benchmarks/peers},
 * prints {@code ready}, and then answers each line with a number of steps by the seconds that they
 * took by the clock, a space, and those of the processor.
 */
final class PeerProcess implements Contestant {
  private final String name;
  private final long tokensPerStep;
  private final Path errors;
  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter orders;

  /**
   * Starts a program and waits until it is ready.
   *
   * @throws InputException if it ends before; says what it printed last
   */
  PeerProcess(String name, long tokensPerStep, List<String> command) {
    this.name = name;
    this.tokensPerStep = tokensPerStep;
    try {
      errors = Files.createTempFile("chiron-peer", ".log");
      process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    } catch (IOException e) {
      throw new InputException(name + ": cannot be started: " + e.getMessage(), e);
    }
    answers = process.inputReader(StandardCharsets.UTF_8);
    orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    String line = answer();
    while (!line.equals("ready")) {
      line = answer();
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long tokensPerStep() {
    return tokensPerStep;
  }

  @Override
  public Turn turn(int steps) {
    orders.println(steps);
    String[] seconds = answer().split(" ");
    return new Turn(Double.parseDouble(seconds[0]), Double.parseDouble(seconds[1]));
  }

  private String answer() {
    try {
      String line = answers.readLine();
      if (line == null) {
        List<String> said = Files.readAllLines(errors);
        close();
        throw new InputException(name + ": ended early: " + reason(said));
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last line that is no part of a Java stack trace. */
  private static String reason(List<String> said) {
    return said.reversed().stream()
        .filter(line -> !line.isBlank() && !line.startsWith("\t"))
        .findFirst()
        .orElse("it said nothing");
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      Files.deleteIfExists(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
