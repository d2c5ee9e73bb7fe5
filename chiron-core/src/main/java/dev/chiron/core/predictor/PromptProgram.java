package dev.chiron.core.predictor;

import dev.chiron.core.prompt.PromptTemplate;
import dev.chiron.core.task.Demonstration;
import java.util.List;

/**
 * Everything that a {@link PromptedPredictor} is besides its model: a value, so that a search can
 * vary one part and keep the rest.
 *
 * @param instruction what to do; may be empty
 * @param template how the pieces become a prompt
 * @param pool the demonstrations to choose from
 * @param selector which of them are shown
 * @param labels the answers of a classification task, else empty
 * @param answer how the answer is taken
 */
public record PromptProgram(
    String instruction,
    PromptTemplate template,
    List<Demonstration> pool,
    DemonstrationSelector selector,
    List<String> labels,
    AnswerMode answer) {
  public PromptProgram {
    pool = List.copyOf(pool);
    labels = List.copyOf(labels);
    if (answer instanceof AnswerMode.Ranking && labels.isEmpty()) {
      throw new IllegalArgumentException("ranking needs labels");
    }
  }

  /** The plain prompt: an instruction and no demonstrations. */
  public static PromptProgram zeroShot(
      String instruction, PromptTemplate template, List<String> labels, AnswerMode answer) {
    return new PromptProgram(
        instruction, template, List.of(), new DemonstrationSelector.None(), labels, answer);
  }

  public PromptProgram withInstruction(String other) {
    return new PromptProgram(other, template, pool, selector, labels, answer);
  }

  public PromptProgram withDemonstrations(
      List<Demonstration> otherPool, DemonstrationSelector otherSelector) {
    return new PromptProgram(instruction, template, otherPool, otherSelector, labels, answer);
  }

  public PromptProgram withAnswer(AnswerMode other) {
    return new PromptProgram(instruction, template, pool, selector, labels, other);
  }
}
