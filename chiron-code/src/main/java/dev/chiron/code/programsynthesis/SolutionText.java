package dev.chiron.code.programsynthesis;

import dev.chiron.code.execution.ProgrammingTask;
import dev.chiron.core.program.Language;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the program in a completion and cuts it out; it never repairs one: the text before the end
 * mark; of that the content of a fenced block, if there is one; and otherwise all up to the first
 * line after a definition that is no code.
 */
final class SolutionText {
  private static final Pattern FENCE =
      Pattern.compile("(?ms)^```[\\w+-]*[ \\t]*\\n(.*?)(?:^```|\\z)");
  private static final Pattern PYTHON_DEFINITION =
      Pattern.compile("^(?:def|class|async def)\\s+\\w+");

  /** What may stand at the margin between the definitions of a Python program. */
  private static final Pattern PYTHON_MARGIN =
      Pattern.compile(
          "^(?:def |class |async def |import |from |@|#|\\w+\\s*(?::[^=]+)?=[^=]|[)\\]}]).*");

  private SolutionText() {}

  /** The program with the problem's header, if it has one; empty if there is none. */
  static Optional<String> extract(String completion, ProgrammingTask task) {
    String text = completion.replace("\r\n", "\n");
    for (String mark : List.of(SynthesisPrompt.DONE, SynthesisPrompt.BEGIN)) {
      int at = text.indexOf(mark);
      text = at < 0 ? text : text.substring(0, at);
    }
    Matcher fence = FENCE.matcher(text);
    if (fence.find()) {
      text = fence.group(1);
    } else if (task.language() == Language.PYTHON) {
      text = untilProse(text);
    }
    if (text.isBlank()) {
      return Optional.empty();
    }
    return Optional.of(headed(text.stripTrailing() + "\n", task));
  }

  /**
   * A model of code goes on from the header; one of chats writes it again. In Python a definition
   * may be given twice; in Java a program that holds the header's last line is taken as whole.
   */
  private static String headed(String program, ProgrammingTask task) {
    String last =
        task.header().lines().filter(line -> !line.isBlank()).reduce("", (_, line) -> line).strip();
    boolean whole = task.language() == Language.JAVA && program.contains(last);
    return whole ? program : task.header() + program;
  }

  private static String untilProse(String text) {
    StringBuilder kept = new StringBuilder();
    boolean defined = false;
    for (String line : text.split("\n", -1)) {
      boolean margin = !line.isBlank() && !Character.isWhitespace(line.charAt(0));
      if (defined && margin && !PYTHON_MARGIN.matcher(line).matches()) {
        break;
      }
      defined |= PYTHON_DEFINITION.matcher(line).find();
      kept.append(line).append('\n');
    }
    return kept.toString();
  }
}
