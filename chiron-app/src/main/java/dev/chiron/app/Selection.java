package dev.chiron.app;

import dev.chiron.app.command.Catalogue;
import dev.chiron.app.command.CommandEntry;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.ExitCode;
import dev.chiron.core.run.Version;
import java.util.List;

/**
 * Which command the arguments mean. Decided from the catalogue alone: only the chosen command's
 * class is loaded and only its options are looked at, which is what makes the start fast.
 */
sealed interface Selection {
  /** Does it. Returns an {@link ExitCode}; throws nothing. */
  int perform(Environment environment);

  /** A command, with what follows its name. */
  record Chosen(CommandEntry entry, List<String> rest) implements Selection {
    @Override
    public int perform(Environment environment) {
      return new Execution(entry).run(rest, environment);
    }
  }

  /** Help for all commands or for a group of them. */
  record Help(String text) implements Selection {
    @Override
    public int perform(Environment environment) {
      environment.output().print(text);
      return ExitCode.SUCCESS;
    }
  }

  /** No such command. */
  record Mistake(String message) implements Selection {
    @Override
    public int perform(Environment environment) {
      environment.errors().println("chiron: " + message);
      return ExitCode.USAGE;
    }
  }

  static Selection of(List<String> arguments) {
    String first = arguments.isEmpty() ? "--help" : arguments.getFirst();
    if (isHelp(first)) {
      return new Help(HelpText.all());
    }
    if (first.equals("--version") || first.equals("-V")) {
      return new Help("chiron " + Version.NUMBER + "\n");
    }
    if (first.startsWith("-")) {
      return new Mistake(
          "a command comes before its options, not " + first + " (see: chiron --help)");
    }
    List<CommandEntry> group = Catalogue.group(first);
    if (group.isEmpty()) {
      return new Mistake("unknown command '" + first + "' (see: chiron --help)");
    }
    if (!group.getFirst().inGroup()) {
      return new Chosen(group.getFirst(), arguments.subList(1, arguments.size()));
    }
    String second = arguments.size() < 2 ? "--help" : arguments.get(1);
    if (isHelp(second)) {
      return new Help(HelpText.group(first, group));
    }
    String name = first + " " + second;
    for (CommandEntry entry : group) {
      if (entry.name().equals(name)) {
        return new Chosen(entry, arguments.subList(2, arguments.size()));
      }
    }
    return new Mistake("unknown command '" + name + "' (see: chiron " + first + " --help)");
  }

  private static boolean isHelp(String word) {
    return word.equals("--help") || word.equals("-h") || word.equals("help");
  }
}
