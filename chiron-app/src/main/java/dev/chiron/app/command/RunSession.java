package dev.chiron.app.command;

import dev.chiron.app.console.Environment;
import dev.chiron.app.console.ExitCode;
import dev.chiron.core.run.ActiveRun;
import dev.chiron.core.run.RunRecord;
import dev.chiron.core.run.RunState;
import dev.chiron.core.run.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Does a command's long work in a run: a new one, or the one that is being resumed. */
final class RunSession {
  private final Environment environment;
  private final RunStore store;

  RunSession(Environment environment) {
    this.environment = environment;
    this.store = new RunStore(environment.runs(), environment.clock());
  }

  /**
   * Does the work. Ctrl-C ends the process with {@link ExitCode#INTERRUPTED} and says how to go on;
   * an error leaves the run to be resumed, unless nothing was done that could be lost.
   *
   * @param arguments with the command's name first
   * @param settings what the run's record says beyond the arguments
   */
  <T> T run(List<String> arguments, Map<String, String> settings, Function<ActiveRun, T> work) {
    ActiveRun run = open(arguments, settings);
    Thread interruption = new Thread(() -> interrupted(run), "interruption");
    Runtime.getRuntime().addShutdownHook(interruption);
    try {
      T result = work.apply(run);
      run.end(RunState.DONE);
      return result;
    } finally {
      unhook(interruption);
      run.end(RunState.FAILED); // has no effect after another end
      run.close();
      forgetIfNothingWasDone(run.current());
    }
  }

  private ActiveRun open(List<String> arguments, Map<String, String> settings) {
    return environment
        .resumes()
        .map(store::reopen)
        .orElseGet(
            () -> store.start(arguments.getFirst(), arguments, environment.directory(), settings));
  }

  /** Every file of a run appears whole and every step is remembered, so that work may just stop. */
  private void interrupted(ActiveRun run) {
    run.end(RunState.INTERRUPTED);
    environment.errors().println();
    environment
        .errors()
        .println("chiron: interrupted; go on with: chiron runs resume " + run.current().id());
    environment.errors().flush();
    Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
  }

  private static void unhook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already, and the hook with it.
    }
  }

  private void forgetIfNothingWasDone(RunRecord run) {
    if (run.state() == RunState.DONE || environment.resumes().isPresent()) {
      return;
    }
    Path directory = store.directory(run.id());
    try (Stream<Path> files = Files.walk(directory)) {
      boolean kept =
          files
              .filter(Files::isRegularFile)
              .anyMatch(
                  file -> !List.of("run.json", "lock").contains(file.getFileName().toString()));
      if (kept) {
        return;
      }
    } catch (IOException e) {
      return;
    }
    store.delete(run.id());
  }
}
