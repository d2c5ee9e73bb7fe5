package dev.chiron.code.programsynthesis;

import dev.chiron.core.method.Method;
import dev.chiron.core.method.MethodCard;
import java.util.List;

/** The card; the work is done by {@link ProgramSynthesis}. */
public final class ProgramSynthesisMethod implements Method {
  static final String ID = "program-synthesis";
  static final String PAPER = "2108.07732";

  @Override
  public MethodCard card() {
    return new MethodCard(
        ID,
        PAPER,
        "Program synthesis with large language models",
        "chiron-code",
        List.of("problems with tests, in Python or Java", "any model"),
        List.of("evaluated programs", "pass@k and error table"),
        "Shows a model a few solved problems and the tests of a new one, samples programs, runs them"
            + " in a sandbox, and where none passes goes on in a dialog with hints. Pays when"
            + " a task has tests. The published rates need models of a billion parameters and more;"
            + " a model of a few million that was not trained on code solves next to nothing.");
  }
}
