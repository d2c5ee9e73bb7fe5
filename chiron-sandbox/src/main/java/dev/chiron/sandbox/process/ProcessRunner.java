package dev.chiron.sandbox.process;

import dev.chiron.core.program.Language;
import dev.chiron.core.program.Limits;
import dev.chiron.core.program.Outcome;
import dev.chiron.core.program.Program;
import dev.chiron.core.program.ProgramRunner;
import dev.chiron.core.program.Verdict;
import dev.chiron.sandbox.java.AllowedMembers;
import dev.chiron.sandbox.java.JavaCompilation;
import java.util.List;

/**
 * Runs each program in a process of its own. Java is compiled in this JVM and, unless that is
 * switched off, refused if its classes use what a program that computes has no use for.
 */
final class ProcessRunner implements ProgramRunner {
  private final Machine.Furnished cell;
  private final boolean checked;

  /**
   * @param checked whether Java classes are held against {@link AllowedMembers}
   */
  ProcessRunner(Machine.Furnished cell, boolean checked) {
    this.cell = cell;
    this.checked = checked;
  }

  @Override
  public Language language() {
    return cell.interpreter().language();
  }

  @Override
  public String isolation() {
    return cell.interpreter().executable() + ": " + cell.isolation().words();
  }

  @Override
  public Outcome run(Program program, Limits limits) {
    if (program.language() != language()) {
      throw new IllegalArgumentException(
          "a " + program.language().title() + " program for " + language().title());
    }
    return language() == Language.JAVA
        ? runJava(program, limits)
        : run(Prepared.script(program), program.input(), limits);
  }

  private Outcome runJava(Program program, Limits limits) {
    JavaCompilation compiled = JavaCompilation.of(program.source());
    if (!compiled.errors().isEmpty()) {
      return Outcome.refused(
          Verdict.DOES_NOT_COMPILE,
          compiled.errors().getFirst(),
          String.join("\n", compiled.errors()));
    }
    List<String> forbidden =
        checked ? AllowedMembers.violations(compiled.classes().values()) : List.of();
    if (!forbidden.isEmpty()) {
      return Outcome.refused(
          Verdict.FORBIDDEN, "uses " + forbidden.getFirst(), String.join("\n", forbidden));
    }
    if (compiled.mainClass().isEmpty()) {
      return Outcome.refused(Verdict.DOES_NOT_COMPILE, "no class has a method main(String[])", "");
    }
    return run(Preparation.of(compiled), program.input(), limits);
  }

  private Outcome run(Prepared program, String input, Limits limits) {
    try (Cell run = Cell.with(program, cell.isolation())) {
      return Verdicts.of(run.run(cell.interpreter(), input, limits), language(), limits);
    }
  }
}
