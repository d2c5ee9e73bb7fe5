package dev.chiron.app.command;

import java.util.function.Supplier;

/**
 * A command's place in the catalogue, known without loading the command.
 *
 * @param name one word, or a group and a word, such as {@code runs resume}
 * @param summary one line
 * @param opener makes the command, with its options at their defaults
 */
public record CommandEntry(String name, String summary, Supplier<ChironCommand> opener) {
  /** The first word. */
  public String group() {
    int space = name.indexOf(' ');
    return space < 0 ? name : name.substring(0, space);
  }

  /** Whether it is one of several under its first word. */
  public boolean inGroup() {
    return name.indexOf(' ') >= 0;
  }
}
