package dev.chiron.app;

import dev.chiron.app.command.Catalogue;
import dev.chiron.app.command.CommandEntry;
import java.util.List;

/** The help that lists commands; a single command's help is made by picocli. */
final class HelpText {
  private static final String EXAMPLES =
      """

      Every command takes --json (one document on standard output), --verbose and --help.

      Examples:
        chiron adapt ticket-routing --model chiron-nano
        chiron predict .chiron/runs/ID/predictor --input "my card was charged twice"
        chiron tasks inspect reviews.csv
        chiron reproduce all --profile quick
      """;

  private HelpText() {}

  static String all() {
    StringBuilder text = new StringBuilder(2048);
    text.append("Usage: chiron COMMAND [OPTIONS]\n\n");
    text.append("Finds, trains and proves the best way to make a language model do a task.\n\n");
    list(text, Catalogue.entries());
    return text.append(EXAMPLES).toString();
  }

  static String group(String name, List<CommandEntry> entries) {
    StringBuilder text = new StringBuilder();
    text.append("Usage: chiron ").append(name).append(" COMMAND [OPTIONS]\n\n");
    list(text, entries);
    text.append("\nchiron ").append(name).append(" COMMAND --help shows a command's options.\n");
    return text.toString();
  }

  private static void list(StringBuilder text, List<CommandEntry> entries) {
    text.append("Commands:\n");
    int width = entries.stream().mapToInt(entry -> entry.name().length()).max().orElse(0) + 2;
    for (CommandEntry entry : entries) {
      text.append("  ").append(entry.name());
      text.repeat(' ', width - entry.name().length());
      text.append(entry.summary()).append('\n');
    }
  }
}
