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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** One execution of one command: parses its options, does its work, prints its answer. */
final class Execution {
  private final CommandEntry entry;
  private final Environment environment;
  private final ChironCommand command;

  Execution(CommandEntry entry, Environment environment) {
    this.entry = entry;
    this.environment = environment;
    this.command = entry.opener().get();
  }

  /** Returns an {@link ExitCode}; throws nothing. */
  int run(List<String> arguments) {
    try {
      CommandLine line = commandLine();
      if (line.parseArgs(arguments.toArray(String[]::new)).isUsageHelpRequested()) {
        line.usage(environment.output());
        return ExitCode.SUCCESS;
      }
      Answer answer = command.run(environment);
      if (command.json()) {
        environment.output().print(Json.pretty(answer.document()));
      } else {
        answer.text().accept(environment.output());
      }
      return answer.exitCode();
    } catch (ParameterException e) {
      return say(
          ExitCode.USAGE, firstLine(e.getMessage()) + " (see: chiron " + entry.name() + " --help)");
    } catch (InputException e) {
      trace(e);
      return say(ExitCode.USAGE, firstLine(e.getMessage()));
    } catch (ModelException | BudgetExhausted e) {
      trace(e);
      return say(ExitCode.FAILURE, firstLine(e.getMessage()));
    } catch (RuntimeException | Error e) {
      trace(e);
      String hint = command.verbose() ? "" : " (--verbose shows where)";
      return say(ExitCode.FAILURE, "internal error: " + firstLine(e.toString()) + hint);
    }
  }

  private CommandLine commandLine() {
    CommandLine line = new CommandLine(command);
    line.setCommandName("chiron " + entry.name());
    line.getCommandSpec().usageMessage().description(entry.summary()).width(100);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line;
  }

  private void trace(Throwable error) {
    if (command.verbose()) {
      error.printStackTrace(environment.errors());
    }
  }

  private int say(int exitCode, String message) {
    environment.errors().println("chiron: " + message);
    return exitCode;
  }

  private static String firstLine(@Nullable String text) {
    return text == null ? "" : text.lines().findFirst().orElse("");
  }
}
