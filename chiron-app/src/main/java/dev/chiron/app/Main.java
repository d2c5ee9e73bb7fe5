package dev.chiron.app;

import dev.chiron.app.console.Environment;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The {@code chiron} command: finds the command that is meant, runs it and says how it went. */
public final class Main {
  private Main() {}

  /** The process's entry: ends the process with the command's exit code. */
  public static void main(String[] arguments) {
    Selection selection = Selection.of(List.of(arguments));
    int exitCode =
        selection.perform(process(stream(FileDescriptor.out), stream(FileDescriptor.err)));
    // Help leaves nothing behind that must be ended, and System.exit costs ten milliseconds, which
    // it spends on finding a logger for the event.
    if (!(selection instanceof Selection.Help)) {
      System.exit(exitCode);
    }
  }

  /** This process's environment with other streams. */
  static Environment process(PrintStream output, PrintStream errors) {
    return new Environment(
        Path.of(""),
        Path.of(System.getProperty("chiron.root", "")),
        System.getenv(),
        System.in,
        output,
        errors,
        Boolean.getBoolean("chiron.terminal"),
        InstantSource.system(),
        Execution::answer,
        Optional.empty());
  }

  /**
   * Runs a command in this process.
   *
   * @return a {@link dev.chiron.app.console.ExitCode}; nothing is thrown
   */
  public static int run(List<String> arguments, Environment environment) {
    return Selection.of(arguments).perform(environment);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
