package dev.chiron.app.console;

import dev.chiron.core.error.InputException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a command gets from outside: nothing in a command is global.
 *
 * @param directory what relative paths are relative to
 * @param root where Chiron is installed: its shipped tasks and models are below
 * @param variables the environment's variables
 * @param input standard input
 * @param output standard output: results
 * @param errors standard error: progress and complaints
 * @param terminal whether {@code errors} is a terminal, so that a progress bar may redraw its line
 * @param clock the time
 * @param shell executes another command
 * @param resumes the run to go on with instead of starting one, when this command resumes it
 */
public record Environment(
    Path directory,
    Path root,
    Map<String, String> variables,
    InputStream input,
    PrintStream output,
    PrintStream errors,
    boolean terminal,
    InstantSource clock,
    Shell shell,
    Optional<String> resumes) {

  /** A path as the user wrote it, relative to {@link #directory()}. */
  public Path resolve(String path) {
    try {
      return directory.resolve(path);
    } catch (InvalidPathException e) {
      throw new InputException("'" + path + "' is not a path: " + e.getReason());
    }
  }

  /** Where runs are kept: {@code CHIRON_RUNS}, or {@code .chiron/runs}. */
  public Path runs() {
    String variable = variables.getOrDefault("CHIRON_RUNS", "");
    return resolve(variable.isBlank() ? ".chiron/runs" : variable);
  }

  /** The same, going on with a run in the directory that it was started in. */
  public Environment resuming(String run, Path startedIn) {
    return new Environment(
        startedIn,
        root,
        variables,
        input,
        output,
        errors,
        terminal,
        clock,
        shell,
        Optional.of(run));
  }
}
