package dev.chiron.prompting.metaprompting;

import static dev.chiron.prompting.metaprompting.Script.answer;
import static dev.chiron.prompting.metaprompting.Script.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chiron.core.predictor.Prediction;
import dev.chiron.core.program.Language;
import dev.chiron.core.program.ProgramRunners;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InterpreterTest {
  private static final Interpreter PYTHON = Interpreter.python();

  @BeforeAll
  static void needsASandbox() {
    assumeTrue(
        Interpreter.obstacle().isEmpty(),
        () -> "no Python program can be run here: " + Interpreter.obstacle().orElse(""));
  }

  @AfterAll
  static void close() {
    PYTHON.close();
  }

  private static Set<Long> children() {
    return ProcessHandle.current()
        .descendants()
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  @Test
  void aProgramIsReallyRun() {
    assertThat(PYTHON.run("print(sum(range(1000)) * 7)")).isEqualTo("3496500");
  }

  @Test
  void anEndlessProgramIsStoppedAndLeavesNoProcess() {
    Set<Long> before = children();
    try (Interpreter quick =
        new Interpreter(
            () -> ProgramRunners.open(Language.PYTHON),
            Interpreter.LIMITS.within(Duration.ofMillis(700)))) {
      assertThat(quick.run("import time\nwhile True:\n    time.sleep(0.01)"))
          .contains("took too long", "0.7 seconds");
    }
    assertThat(before).containsAll(children());
    assertThat(Interpreter.LIMITS.wall()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void whatFailsOrPrintsNothingIsSaidSo() {
    assertThat(PYTHON.run("x = 1")).isEqualTo("The program ended and printed nothing.");
    assertThat(PYTHON.run("import sys\nsys.stderr.write('hint')")).isEqualTo("hint");
    assertThat(PYTHON.run("print('so far')\n1 / 0"))
        .startsWith("so far\nThe program failed: ZeroDivisionError");
    assertThat(PYTHON.run("print('x'")).contains("The program failed: SyntaxError");
  }

  @Test
  void filesAndSocketsAreDenied() {
    assertThat(PYTHON.run("open('/etc/chiron-was-here', 'w').write('x')"))
        .contains("The program failed:");
    assertThat(
            PYTHON.run(
                "import socket\nsocket.create_connection(('127.0.0.1', 22), 1)\nprint('reached')"))
        .contains("The program failed:")
        .doesNotContain("reached");
  }

  @Test
  void aLongOutputIsCutWithANote() {
    assertThat(PYTHON.run("print('y' * 10001)"))
        .startsWith("y".repeat(10_000) + "\n(The rest")
        .hasSizeLessThan(10_200);
    assertThat(PYTHON.run("print('y' * 10000)")).isEqualTo("y".repeat(10_000));
    assertThat(PYTHON.run("while True: print('y' * 1000)")).contains("(The rest of the output");
  }

  @Test
  void theLastProgramBeforeTheRequestIsRunAndItsOutputComesToTheConductor() {
    String reply =
        "First try:\n```python\nprint('one')\n```\nBetter:\n```\nprint('t' + 'wo')\n```\n"
            + "RUN THIS PROGRAM\n```python\nprint('three')\n```";
    Script script = new Script(said -> reply, call("Expert Python", "print two"), answer("done"));
    Prediction prediction =
        script.predictor(Conducted.STANDARD).withInterpreter(PYTHON).predict("?");
    assertThat(script.experts.getFirst().getLast().text())
        .contains("RUN THIS PROGRAM", "prints its result")
        .endsWith("print two");
    assertThat(script.conductor.getLast().getLast().text())
        .contains("Its output:\ntwo\n", "print('t' + 'wo')")
        .doesNotContain("three", "Its output:\none");
    assertThat(prediction.turns())
        .anyMatch(turn -> turn.speaker().equals("interpreter") && turn.text().equals("two"));
  }

  @Test
  void nothingIsRunWithoutTheRequestOrForAnotherExpert() {
    String program = "```python\nprint('t' + 'wo')\n```\n";
    Script unasked = new Script(said -> program, call("Expert Python", "x"), answer("done"));
    unasked.predictor(Conducted.STANDARD).withInterpreter(PYTHON).predict("?");
    assertThat(unasked.conductor.getLast().getLast().text()).doesNotContain("two");
    Script other =
        new Script(said -> program + "RUN THIS PROGRAM", call("Expert Coder", "x"), answer("done"));
    other.predictor(Conducted.STANDARD).withInterpreter(PYTHON).predict("?");
    assertThat(other.experts.getFirst().getLast().text()).doesNotContain("RUN THIS PROGRAM");
    assertThat(other.conductor.getLast().getLast().text()).doesNotContain("two");
    Script empty =
        new Script(said -> "RUN THIS PROGRAM", call("Expert Python", "x"), answer("done"));
    empty.predictor(Conducted.STANDARD).withInterpreter(PYTHON).predict("?");
    assertThat(empty.conductor.getLast().getLast().text()).contains("no program in a code fence");
  }

  @Test
  void whereNoneCanBeRunTheConductorHearsWhyAndGoesOn() {
    Script script =
        new Script(
            said -> "```\nprint(2)\n```\nRUN THIS PROGRAM",
            call("Expert Python", "print two"),
            answer("two all the same"));
    Prediction prediction = script.predictor(Conducted.STANDARD).predict("?");
    assertThat(script.conductor.getLast().getLast().text())
        .contains("Programs cannot be run here: switched off");
    assertThat(prediction.output()).isEqualTo("two all the same");
  }
}
