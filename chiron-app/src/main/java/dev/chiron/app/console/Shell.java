package dev.chiron.app.console;

import java.util.List;

/** Executes commands: for the command that executes another one. */
@FunctionalInterface
public interface Shell {
  /**
   * The answer of a command.
   *
   * @param arguments with the command's name first
   * @throws dev.chiron.core.error.InputException if it is not a command's, or its input is bad
   */
  Answer answer(List<String> arguments, Environment environment);
}
