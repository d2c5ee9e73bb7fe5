package dev.chiron.app;

import dev.chiron.app.console.Environment;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;

/**
 * Runs the light commands once in one process, while the JVM records what they load, so that it can
 * start from that record (JEP 514). It writes no files and opens no model.
 */
final class Rehearsal {
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("--help"),
          List.of("runs", "--help"),
          List.of("adapt", "--help"),
          List.of("methods"),
          List.of("methods", "--json"),
          List.of("runs", "list"),
          List.of("models", "list"),
          List.of("tasks", "list"),
          List.of("--no-such-option"));

  private Rehearsal() {}

  public static void main(String[] arguments) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Environment environment = Main.process(nowhere, nowhere);
    for (List<String> command : COMMANDS) {
      Main.run(command, environment);
    }
  }
}
