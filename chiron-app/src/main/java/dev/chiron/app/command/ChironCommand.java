package dev.chiron.app.command;

import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * One command: its fields are its options, and {@link #run} does its work.
 *
 * <p>A command prints nothing itself: it returns an {@link Answer} that is printed as text or as
 * JSON, so that {@code --json} gives one document and nothing else.
 */
public abstract class ChironCommand {
  @Option(
      names = "--json",
      description = "Print one JSON document on standard output instead of text.")
  boolean json;

  @Option(names = "--verbose", description = "Show the stack trace of an error.")
  boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;

  private List<String> arguments = List.of();

  /** Tells the command what it was started with, its name first, so that its run can say it. */
  public final void startedWith(List<String> newArguments) {
    arguments = List.copyOf(newArguments);
  }

  final List<String> arguments() {
    return arguments;
  }

  /** Whether the answer is wanted as JSON. */
  public final boolean json() {
    return json;
  }

  /** Whether errors are wanted with their stack traces. */
  public final boolean verbose() {
    return verbose;
  }

  /**
   * Does the work.
   *
   * @throws dev.chiron.core.error.InputException on bad input; nothing is half-written then
   */
  public abstract Answer run(Environment environment);
}
