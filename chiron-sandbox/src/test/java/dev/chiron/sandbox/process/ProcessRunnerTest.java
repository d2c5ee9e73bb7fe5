package dev.chiron.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chiron.core.program.Language;
import dev.chiron.core.program.Limits;
import dev.chiron.core.program.Outcome;
import dev.chiron.core.program.Program;
import dev.chiron.core.program.ProgramRunner;
import dev.chiron.core.program.Verdict;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Honest programs, and what is told of dishonest ones. */
class ProcessRunnerTest {
  private static final Limits LIMITS = Limits.strict().within(Duration.ofSeconds(20));

  @Test
  void pythonReadsItsInputAndPrints() {
    Outcome outcome =
        run(new Program(Language.PYTHON, "print(sum(map(int, input().split())), 'ä')", "1 41\n"));
    assertThat(outcome.stdout()).isEqualTo("42 ä\n");
    assertThat(outcome.ok()).isTrue();
  }

  @Test
  void javaRunsWithRecordsLambdasAndSwitches() {
    Outcome outcome =
        run(
            Program.of(
                Language.JAVA,
                """
                import java.util.*;
                import java.util.stream.*;
                public class Answer {
                  sealed interface Shape { record Square(int a) implements Shape {} record Dot() implements Shape {} }
                  static int area(Shape s) {
                    return switch (s) { case Shape.Square(int a) -> a * a; case Shape.Dot _ -> 0; };
                  }
                  public static void main(String[] args) {
                    Map<String, List<Integer>> byName = Stream.of(new Shape.Square(6), new Shape.Dot())
                        .collect(Collectors.groupingBy(s -> s.getClass().getSimpleName(), TreeMap::new,
                            Collectors.mapping(Answer::area, Collectors.toList())));
                    System.out.println(byName + String.format("%.2f", Math.PI) + new Scanner("7").nextInt());
                  }
                }
                """));
    assertThat(outcome.stderr()).isEmpty();
    assertThat(outcome.stdout()).isEqualTo("{Dot=[0], Square=[36]}3.147\n");
  }

  @Test
  void javaScriptRuns() {
    assertThat(
            run(Program.of(Language.JAVASCRIPT, "console.log([1, 2].map(x => x * 21)[1]);"))
                .stdout())
        .isEqualTo("42\n");
  }

  @Test
  void anUncaughtExceptionIsNamed() {
    Outcome python = run(Program.of(Language.PYTHON, "def f(): raise KeyError('k')\nf()"));
    assertThat(python.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(python.detail()).isEqualTo("KeyError: 'k'");
    Outcome java =
        run(
            Program.of(
                Language.JAVA,
                "class A { public static void main(String[] a) { System.out.println(1 / a.length); } }"));
    assertThat(java.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(java.detail()).isEqualTo("java.lang.ArithmeticException: / by zero");
  }

  @Test
  void whatDoesNotCompileIsToldWithItsLine() {
    Outcome java = run(Program.of(Language.JAVA, "class A {\n  int f() { return \"\"; }\n}"));
    assertThat(java.verdict()).isEqualTo(Verdict.DOES_NOT_COMPILE);
    assertThat(java.detail()).startsWith("line 2: incompatible types");
    Outcome python = run(Program.of(Language.PYTHON, "def f(:\n"));
    assertThat(python.verdict()).isEqualTo(Verdict.DOES_NOT_COMPILE);
    assertThat(python.detail()).startsWith("SyntaxError");
  }

  @Test
  void anotherExitCodeThanZeroIsAFailure() {
    Outcome outcome = run(Program.of(Language.PYTHON, "raise SystemExit(3)"));
    assertThat(outcome.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(outcome.exitCode()).isEqualTo(3);
  }

  @Test
  void programsRunAtTheSameTimeWithoutSeeingEachOther() {
    ProgramRunner python = runner(Language.PYTHON);
    assertThat(
            IntStream.range(0, 8)
                .parallel()
                .mapToObj(
                    i ->
                        python
                            .run(
                                Program.of(
                                    Language.PYTHON,
                                    "import os\nopen('f', 'w').write('"
                                        + i
                                        + "')\nprint(os.listdir('.'), open('f').read())"),
                                LIMITS)
                            .stdout())
                .toList())
        .isEqualTo(IntStream.range(0, 8).mapToObj(i -> "['f'] " + i + "\n").toList());
  }

  private static Outcome run(Program program) {
    return runner(program.language()).run(program, LIMITS);
  }

  private static ProgramRunner runner(Language language) {
    Machine.Finding finding = Machine.current().finding(language);
    assumeTrue(finding.cell().isPresent(), finding.obstacle());
    return new ProcessRunner(finding.cell().orElseThrow(), true);
  }
}
