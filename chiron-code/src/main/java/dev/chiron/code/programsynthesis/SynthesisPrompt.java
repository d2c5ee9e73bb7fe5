package dev.chiron.code.programsynthesis;

import dev.chiron.code.execution.ProgrammingTask;
import java.util.List;

/**
 * The few-shot prompt of §3.1: for each demonstration the task, its tests, and its solution between
 * two marks; for the target all up to the first mark. Dialogs follow §5: earlier attempts, each
 * with the hint that it got.
 */
final class SynthesisPrompt {
  static final String BEGIN = "[BEGIN]";
  static final String DONE = "[DONE]";

  private SynthesisPrompt() {}

  /** An attempt that failed and what was said of it. */
  record Turn(String attempt, String hint) {}

  /**
   * @param testsShown of each task, from its first; fewer if it has fewer
   * @param turns of the dialog so far, oldest first
   */
  static String of(
      List<ProgrammingTask> demonstrations,
      ProgrammingTask target,
      int testsShown,
      List<Turn> turns) {
    StringBuilder prompt = new StringBuilder();
    for (ProgrammingTask each : demonstrations) {
      prompt.append(block(each, testsShown)).append(each.reference().strip());
      prompt.append('\n').append(DONE).append("\n\n");
    }
    prompt.append(block(target, testsShown));
    for (Turn turn : turns) {
      prompt.append(turn.attempt().strip()).append('\n').append(DONE).append('\n');
      prompt.append("That fails: ").append(turn.hint()).append("\nThe same, mended:\n");
      prompt.append(BEGIN).append('\n');
    }
    return prompt.toString();
  }

  private static String block(ProgrammingTask task, int testsShown) {
    StringBuilder block = new StringBuilder();
    block.append("As an expert who writes ").append(task.language().title());
    if (!task.header().isEmpty()) {
      return block
          .append(", write the whole of this code, its given beginning included:\n")
          .append(task.header().strip())
          .append('\n')
          .append(BEGIN)
          .append('\n')
          .toString();
    }
    block.append(", do this task: ").append(task.text().strip()).append('\n');
    List<String> shown = task.tests().subList(0, Math.min(testsShown, task.tests().size()));
    if (!shown.isEmpty()) {
      block.append("These tests must hold:\n");
      shown.forEach(test -> block.append(test.strip()).append('\n'));
    }
    return block.append(BEGIN).append('\n').toString();
  }
}
