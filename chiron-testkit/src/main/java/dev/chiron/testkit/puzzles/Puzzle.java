package dev.chiron.testkit.puzzles;

import dev.chiron.core.metric.Answered;
import dev.chiron.core.metric.Metrics;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;

/**
 * A question with what its answer is held against.
 *
 * @param input as a model is asked it
 * @param reference for the game of 24 the numbers, else the answer
 */
public record Puzzle(Kind kind, String input, String reference) {
  /** The families. */
  public enum Kind {
    /** {@code 4 5 6 10}: an expression that makes 24 of the numbers. */
    GAME_OF_24("Make 24 of the four numbers: use each once, and + - * / and brackets."),
    /** {@code ((a + b - c * d) - (e + f * g - h)) =}: a whole number. */
    ARITHMETIC("Compute the value of the expression."),
    /** {@code … List: words}: the words in order. */
    SORTING("Sort the words, and answer with the sorted words in one line.");

    private final String instruction;

    Kind(String instruction) {
      this.instruction = instruction;
    }

    /** What a task of this family says. */
    public String instruction() {
      return instruction;
    }

    /** How its answers are judged. */
    public MetricSpec metric() {
      return this == GAME_OF_24 ? MetricSpec.of("game-of-24") : MetricSpec.ACCURACY;
    }
  }

  /** Whether an answer is right. */
  public boolean isSolvedBy(String answer) {
    return Metrics.of(kind.metric()).score(Answered.of(0, answer, reference)) == 1;
  }

  public Example example() {
    return Example.of(input, reference);
  }
}
