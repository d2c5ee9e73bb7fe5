package dev.chiron.prompting.metaprompting;

import dev.chiron.core.task.Task;
import java.util.List;

/**
 * What a question says besides its input.
 *
 * @param instruction of the task; may be empty
 * @param labels the only answers that count; empty if any does
 */
public record Briefing(String instruction, List<String> labels) {
  public Briefing {
    labels = List.copyOf(labels);
  }

  public static Briefing of(Task task) {
    return new Briefing(task.instruction(), task.labels());
  }

  /** The question as it stands in a prompt. */
  String question(String input) {
    String head = instruction.isBlank() ? "" : instruction.strip() + "\n\n";
    String choice =
        labels.isEmpty() ? "" : "\n\nThe answer is one of: " + String.join(", ", labels) + ".";
    return head + input + choice;
  }
}
