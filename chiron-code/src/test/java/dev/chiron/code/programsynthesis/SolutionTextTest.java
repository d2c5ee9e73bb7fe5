package dev.chiron.code.programsynthesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.code.execution.ProgrammingTask;
import dev.chiron.core.program.Language;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SolutionTextTest {
  private static final ProgrammingTask WHOLE = task("");

  private static ProgrammingTask task(String header) {
    return new ProgrammingTask(
        "t", Language.PYTHON, "", header, "", "", List.of("assert f(1) == 1"), List.of());
  }

  @Test
  void itEndsAtTheMark() {
    assertThat(SolutionText.extract("def f(x):\n  return x\n[DONE]\nmore", WHOLE))
        .contains("def f(x):\n  return x\n");
  }

  @Test
  void aFencedBlockIsTakenFromTheTextAroundIt() {
    assertThat(
            SolutionText.extract("Here it is:\n```python\ndef f(x):\n  return x\n```\nBye.", WHOLE))
        .contains("def f(x):\n  return x\n");
  }

  @Test
  void proseAfterTheDefinitionIsCut() {
    assertThat(
            SolutionText.extract(
                "import math\nA = 3\ndef f(x):\n  return x\n\n@g\ndef h(x):\n  return x\nThis is it.",
                WHOLE))
        .contains("import math\nA = 3\ndef f(x):\n  return x\n\n@g\ndef h(x):\n  return x\n");
  }

  @Test
  void codeIsNeverRepaired() {
    assertThat(SolutionText.extract("def f(x:\n  return x", WHOLE))
        .contains("def f(x:\n  return x\n");
  }

  @Test
  void nothingIsNoProgram() {
    assertThat(SolutionText.extract(" \n[DONE]", WHOLE)).isEqualTo(Optional.empty());
  }

  @Test
  void aHeaderIsGoneOnFrom() {
    assertThat(SolutionText.extract("  return x", task("def f(x):\n")))
        .contains("def f(x):\n  return x\n");
  }
}
