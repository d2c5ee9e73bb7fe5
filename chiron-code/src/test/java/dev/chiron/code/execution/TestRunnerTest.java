package dev.chiron.code.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chiron.core.error.InputException;
import dev.chiron.core.program.Language;
import dev.chiron.core.program.Limits;
import dev.chiron.core.program.ProgramRunners;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TestRunnerTest {
  private static final Limits LIMITS =
      new Limits(Duration.ofSeconds(30), Duration.ofSeconds(1), 128 << 20, 8, 1 << 20, 64, 1 << 16);

  private static TestRunner runner;

  @BeforeAll
  static void open() {
    for (Language each : List.of(Language.PYTHON, Language.JAVA)) {
      try (var sandbox = ProgramRunners.open(each, "process")) {
        assertThat(sandbox.isolation()).isNotEmpty();
      } catch (InputException e) {
        assumeTrue(false, e.getMessage());
      }
    }
    runner = new TestRunner(LIMITS);
  }

  @AfterAll
  static void close() {
    if (runner != null) {
      runner.close();
    }
  }

  private static ProgrammingTask python(String... tests) {
    return new ProgrammingTask("t", Language.PYTHON, "", "", "", "", List.of(tests), List.of());
  }

  private static ProgrammingTask java(String... tests) {
    return new ProgrammingTask("t", Language.JAVA, "", "", "", "", List.of(tests), List.of());
  }

  @Test
  void eachPythonTestHasItsOwnVerdict() {
    TestRun run =
        runner.run(
            python("assert f(1) == 1", "assert f(2) == 4", "assert f(3) == 9"),
            "def f(x): return x * x if x < 3 else 0");
    assertThat(run.passed()).containsExactly(true, true, false);
    assertThat(run.error()).isEqualTo(ErrorClass.WRONG_VALUE);
    assertThat(run.firstFailure()).isEqualTo(2);
  }

  @Test
  void theSetUpRunsAfterTheSolution() {
    ProgrammingTask task =
        new ProgrammingTask(
            "t",
            Language.PYTHON,
            "",
            "",
            "",
            "node = Node(3)",
            List.of("assert node.v == 3"),
            List.of());
    assertThat(runner.run(task, "class Node:\n  def __init__(self, v): self.v = v").solved())
        .isTrue();
  }

  @Test
  void pythonErrorsHaveTheirClass() {
    ProgrammingTask task = python("assert f(1) == 1");
    assertThat(runner.run(task, "def f(x: return x").error())
        .isEqualTo(ErrorClass.DOES_NOT_COMPILE);
    assertThat(runner.run(task, "def f(x): return {}[x]"))
        .extracting(TestRun::error, TestRun::detail)
        .containsExactly(ErrorClass.EXCEPTION, "KeyError: 1");
    assertThat(runner.run(task, "def g(x): return x").detail()).startsWith("NameError");
    assertThat(runner.run(task, "def f(x):\n  while True: pass").error())
        .isEqualTo(ErrorClass.TIMEOUT);
    assertThat(runner.run(task, "def f(x): return [0] * (1 << 31)").error())
        .isEqualTo(ErrorClass.OUT_OF_MEMORY);
    assertThat(runner.run(task, "def f(x): return open('/x', 'w')").error())
        .isEqualTo(ErrorClass.FORBIDDEN);
  }

  @Test
  void aProgramThatEndsBeforeItsTestsHasNotPassedThem() {
    ProgrammingTask task = python("assert f(1) == 1");
    for (String cheat :
        List.of(
            "import os\nos._exit(0)",
            "import sys\nsys.exit(0)",
            "def f(x):\n  import os\n  os._exit(0)",
            "print('{\"test\": 0, \"error\": \"\"}')\nraise SystemExit",
            "import builtins\nbuiltins.AssertionError = ValueError\ndef f(x): return 0")) {
      assertThat(runner.run(task, cheat).solved()).as(cheat).isFalse();
    }
  }

  @Test
  void printingDoesNotDisturbTheVerdict() {
    assertThat(
            runner
                .run(python("assert f(1) == 1"), "def f(x):\n  print('noise', end='')\n  return x")
                .solved())
        .isTrue();
  }

  @Test
  void javaMethodsAreTestedWithoutAClassAroundThem() {
    TestRun run =
        runner.run(
            java("assert square(3) == 9;", "assert square(-2) == 5;", "square(0);"),
            "static int square(int x) { return x * x; }");
    assertThat(run.detail()).contains("AssertionError");
    assertThat(run.passed()).containsExactly(true, false, true);
    assertThat(run.error()).isEqualTo(ErrorClass.WRONG_VALUE);
  }

  @Test
  void javaClassesAndTestClassesAreRun() {
    ProgrammingTask task =
        java(
            """
            public class Main {
              public static void main(String[] args) {
                if (!new Solution().twice(List.of(1)).equals(List.of(2))) throw new AssertionError();
              }
            }
            """);
    String solution =
        """
        import java.util.stream.Collectors;
        class Solution {
          public List<Integer> twice(List<Integer> xs) {
            return xs.stream().map(x -> x * %d).collect(Collectors.toList());
          }
        }
        """;
    TestRun right = runner.run(task, solution.formatted(2));
    assertThat(right.detail()).isEmpty();
    assertThat(right.solved()).isTrue();
    assertThat(runner.run(task, solution.formatted(3)).error()).isEqualTo(ErrorClass.WRONG_VALUE);
  }

  @Test
  void javaErrorsHaveTheirClass() {
    ProgrammingTask task = java("assert f(0) == 1;");
    assertThat(runner.run(task, "static int f(int x) { return \"\"; }").error())
        .isEqualTo(ErrorClass.DOES_NOT_COMPILE);
    assertThat(runner.run(task, "static int f(int x) { return 1 / x; }"))
        .extracting(TestRun::error, TestRun::detail)
        .containsExactly(ErrorClass.EXCEPTION, "java.lang.ArithmeticException:  / by zero");
    assertThat(runner.run(task, "static int f(int x) { System.exit(0); return 1; }").error())
        .isEqualTo(ErrorClass.FORBIDDEN);
    assertThat(runner.run(task, "static int f(int x) { while (true); }").error())
        .isEqualTo(ErrorClass.TIMEOUT);
  }
}
