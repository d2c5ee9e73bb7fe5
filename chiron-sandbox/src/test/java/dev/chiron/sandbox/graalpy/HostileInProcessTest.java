package dev.chiron.sandbox.graalpy;

import static dev.chiron.core.program.Verdict.DOES_NOT_COMPILE;
import static dev.chiron.core.program.Verdict.FAILED;
import static dev.chiron.core.program.Verdict.FORBIDDEN;
import static dev.chiron.core.program.Verdict.MEMORY;
import static dev.chiron.core.program.Verdict.OUTPUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.program.Language;
import dev.chiron.core.program.Limits;
import dev.chiron.core.program.Outcome;
import dev.chiron.core.program.Program;
import dev.chiron.core.program.Verdict;
import dev.chiron.sandbox.Canary;
import dev.chiron.sandbox.Hostile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Python inside this JVM: it computes, and it reaches nothing. */
class HostileInProcessTest {
  private static final int WALL_SECONDS = 60;

  private static final List<Hostile> PROGRAMS =
      List.of(
          Hostile.sleeping("an endless loop", "while True: pass"),
          Hostile.sleeping(
              "an endless loop that catches everything",
              "while True:\n  try:\n    while True: pass\n  except BaseException: pass"),
          Hostile.of("endless output", OUTPUT, "for i in range(100000): print('x' * 1000)"),
          Hostile.of("a memory bomb", MEMORY, "a = []\nwhile True: a.append([0] * 1000000)"),
          Hostile.of("one huge list", MEMORY, "a = [0] * (2**31 - 100)"),
          Hostile.of("endless recursion", FAILED, "def f(): return f()\nf()"),
          Hostile.of(
              "reading a file of the host", FORBIDDEN, FAILED, "print(open('CANARY').read())"),
          Hostile.of(
              "writing a file of the host", FORBIDDEN, FAILED, "open('CANARY', 'w').write('dead')"),
          Hostile.of(
              "a command",
              FORBIDDEN,
              FAILED,
              "import os\nraise SystemExit(os.system('cat CANARY'))"),
          Hostile.of(
              "a class of the host",
              FORBIDDEN,
              FAILED,
              "import java\njava.type('java.lang.Runtime').getRuntime().halt(0)"),
          Hostile.of(
              "a search for secrets in its environment",
              FORBIDDEN,
              FAILED,
              "import os\nraise ValueError(os.environ['PATH'])"),
          Hostile.of("what does not parse", DOES_NOT_COMPILE, "def f(:"));

  private static GraalPyRunner runner;

  @TempDir Path directory;

  @BeforeAll
  static void open() {
    runner = new GraalPyRunner();
  }

  @AfterAll
  static void close() {
    runner.close();
  }

  @TestFactory
  Stream<DynamicTest> hostilePrograms() {
    return PROGRAMS.stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.name(),
                    () ->
                        new Canary(directory)
                            .survives(
                                each, runner, Language.PYTHON, Canary.limits(each, WALL_SECONDS))));
  }

  @Test
  void anHonestProgramReadsItsInputAndPrints() {
    Outcome outcome =
        run(new Program(Language.PYTHON, "print(sum(map(int, input().split())))", "1 2 39\n"));
    assertThat(outcome.verdict()).as(outcome.toString()).isEqualTo(Verdict.OK);
    assertThat(outcome.stdout()).isEqualTo("42\n");
  }

  @Test
  void aProgramSeesNothingOfTheOneBefore() {
    run(
        Program.of(
            Language.PYTHON, "import builtins\nbuiltins.leak = 1\nimport math\nmath.pi = 3"));
    Outcome outcome =
        run(
            Program.of(
                Language.PYTHON,
                "import builtins, math\nprint(hasattr(builtins, 'leak'), math.pi > 3.1)"));
    assertThat(outcome.stdout()).isEqualTo("False True\n");
  }

  private static Outcome run(Program program) {
    return runner.run(program, Limits.strict().within(Duration.ofSeconds(WALL_SECONDS)));
  }
}
