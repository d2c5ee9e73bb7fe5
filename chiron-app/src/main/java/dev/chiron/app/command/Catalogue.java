package dev.chiron.app.command;

import java.util.List;

/** Every command, in the order in which help lists them. */
public final class Catalogue {
  private static final List<CommandEntry> ENTRIES =
      List.of(
          new CommandEntry(
              "methods", "List the methods, or show one method's card.", MethodsCommand::new));

  private Catalogue() {}

  public static List<CommandEntry> entries() {
    return ENTRIES;
  }

  /** The commands whose name starts with this word: one, several of a group, or none. */
  public static List<CommandEntry> group(String word) {
    return ENTRIES.stream().filter(entry -> entry.group().equals(word)).toList();
  }
}
