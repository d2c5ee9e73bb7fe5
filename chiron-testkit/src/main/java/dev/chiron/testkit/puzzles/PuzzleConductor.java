package dev.chiron.testkit.puzzles;

import dev.chiron.core.prompt.Message;
import dev.chiron.core.prompt.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a simulated model conducts experts, read anew from its chat each time: one solves, another
 * checks, and on disagreement a third solves; two equal solutions are as good as a check. After
 * three failed attempts it gives up with the last solution. It has programs written if it is told
 * of an expert who does, until it hears that none can be run, and has nothing checked if it is told
 * not to.
 */
final class PuzzleConductor {
  private static final int MOST_ATTEMPTS = 3;
  private static final List<String> SOLVERS =
      List.of("Expert Mathematician", "Expert Problem Solver", "Expert Puzzle Solver");
  private static final List<String> CHECKERS =
      List.of("Expert Checker", "Expert Reviewer", "Expert Careful Examiner");

  private final Question question;
  private final boolean checks;
  private boolean programs;
  private final List<Optional<String>> attempts = new ArrayList<>();
  private @Nullable Boolean verdict;

  private PuzzleConductor(Question question, String told) {
    this.question = question;
    this.checks = told.contains("verified by an expert");
    this.programs = told.contains("Expert Python");
  }

  /** A conductor in the state that its chat says. */
  static PuzzleConductor of(List<Message> messages) {
    String told =
        messages.stream()
            .filter(message -> message.role() == Role.USER)
            .findFirst()
            .map(Message::text)
            .orElse("");
    PuzzleConductor conductor =
        new PuzzleConductor(
            Question.in(told).orElse(new Question(Puzzle.Kind.SORTING, "nothing")), told);
    for (int i = 1; i < messages.size(); i++) {
      if (messages.get(i - 1).role() == Role.ASSISTANT) {
        conductor.hear(messages.get(i - 1).text(), messages.get(i).text());
      }
    }
    return conductor;
  }

  private void hear(String asked, String output) {
    if (asked.contains(FallibleSolver.PROPOSED)) {
      verdict = output.contains(FallibleSolver.AGREED);
    } else if (output.contains("Programs cannot be run here")) {
      programs = false;
    } else {
      attempts.add(FallibleSolver.answer(output));
      verdict = null;
    }
  }

  /** What it says now. */
  String next() {
    Optional<String> solution = attempts.isEmpty() ? Optional.empty() : attempts.getLast();
    if (solution.isPresent() && verdict == null && !isSettled(solution.get())) {
      String checker = CHECKERS.get(attempts.size() - 1);
      return call(
          checker,
          "Compute this again and say whether the proposed answer is right.\n"
              + question.asked()
              + "\n"
              + FallibleSolver.PROPOSED
              + solution.get());
    }
    boolean sure = solution.isPresent() && (verdict == null || verdict);
    if (sure || attempts.size() == MOST_ATTEMPTS) {
      return FallibleSolver.finalAnswer(lastSolution());
    }
    int attempt = attempts.size();
    return programs
        ? call(
            "Expert Python",
            "Attempt "
                + (attempt + 1)
                + ": write a program for this. "
                + question.kind().instruction()
                + " It prints 'Answer: ' and the result.\n"
                + question.asked())
        : call(SOLVERS.get(attempt), question.kind().instruction() + "\n" + question.asked());
  }

  /** Whether there is no need to check: it was told not to, or two solutions are equal. */
  private boolean isSettled(String solution) {
    return !checks || attempts.subList(0, attempts.size() - 1).contains(Optional.of(solution));
  }

  private String lastSolution() {
    return attempts.stream().flatMap(Optional::stream).reduce((a, b) -> b).orElse("none found");
  }

  private String call(String name, String instruction) {
    String plan = attempts.isEmpty() ? "Of use here: a solver and a checker.\n\n" : "";
    return plan + name + ":\n\"\"\"\n" + instruction + "\n\"\"\"";
  }
}
