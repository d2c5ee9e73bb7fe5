package dev.chiron.app;

import dev.chiron.app.command.ChironCommand;
import dev.chiron.app.command.CommandEntry;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.ExitCode;
import dev.chiron.core.budget.BudgetExhausted;
import dev.chiron.core.error.InputException;
import dev.chiron.core.error.ModelException;
import dev.chiron.core.io.Json;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** One execution of one command: parses its options, does its work, prints its answer. */
final class Execution {
  private final CommandEntry entry;
  private final ChironCommand command;

  Execution(CommandEntry entry) {
    this.entry = entry;
    this.command = entry.opener().get();
  }

  /** The answer of another command; see {@link dev.chiron.app.console.Shell}. */
  static Answer answer(List<String> arguments, Environment environment) {
    if (!(Selection.of(arguments) instanceof Selection.Chosen(CommandEntry entry, var rest))) {
      throw new InputException("not a command: " + String.join(" ", arguments));
    }
    Execution execution = new Execution(entry);
    execution.commandLine().parseArgs(rest.toArray(String[]::new));
    execution.command.startedWith(arguments);
    return execution.command.run(environment);
  }

  /**
   * Runs the command and prints what it has to say.
   *
   * @return a {@link ExitCode}; nothing is thrown
   */
  int run(List<String> arguments, Environment environment) {
    try {
      CommandLine line = commandLine();
      if (line.parseArgs(arguments.toArray(String[]::new)).isUsageHelpRequested()) {
        environment.output().println(line.getUsageMessage().stripTrailing());
        return ExitCode.SUCCESS;
      }
      command.startedWith(
          Stream.concat(Stream.of(entry.name().split(" ")), arguments.stream()).toList());
      Answer answer = command.run(environment);
      if (command.json()) {
        environment.output().print(Json.pretty(answer.document()));
      } else {
        answer.text().accept(environment.output());
      }
      return answer.exitCode();
    } catch (ParameterException e) {
      String hint = " (see: chiron " + entry.name() + " --help)";
      return say(environment, ExitCode.USAGE, firstLine(e.getMessage()) + hint);
    } catch (InputException e) {
      trace(environment, e);
      return say(environment, ExitCode.USAGE, firstLine(e.getMessage()));
    } catch (ModelException | BudgetExhausted e) {
      trace(environment, e);
      return say(environment, ExitCode.FAILURE, firstLine(e.getMessage()));
    } catch (RuntimeException | Error e) {
      trace(environment, e);
      String hint = command.verbose() ? "" : " (--verbose shows where)";
      return say(
          environment, ExitCode.FAILURE, "internal error: " + firstLine(e.toString()) + hint);
    }
  }

  private CommandLine commandLine() {
    CommandLine line = new CommandLine(command);
    line.setCommandName("chiron " + entry.name());
    line.getCommandSpec().usageMessage().description(entry.summary()).width(100);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line;
  }

  private void trace(Environment environment, Throwable error) {
    if (command.verbose()) {
      error.printStackTrace(environment.errors());
    }
  }

  private static int say(Environment environment, int exitCode, String message) {
    environment.errors().println("chiron: " + message);
    return exitCode;
  }

  private static String firstLine(@Nullable String text) {
    return text == null ? "" : text.lines().findFirst().orElse("");
  }
}
