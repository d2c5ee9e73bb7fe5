package dev.chiron.code.programsynthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.error.InputException;
import org.junit.jupiter.api.Test;

class MathQaProgramTest {
  @Test
  void operationsBecomeStraightLineCode() {
    assertThat(
            MathQaProgram.python(
                "A train of 1,200 m runs 30 m/s. How long?",
                "divide(n0,n1)|multiply(#0,const_3_6)|"))
        .isEqualTo(
            """
            import math
            n0 = 1200
            n1 = 30
            t0 = n0 / n1
            t1 = t0 * 3.6
            answer = t1
            """);
  }

  @Test
  void anOperandThatDoesNotExistIsNamed() {
    assertThatThrownBy(() -> MathQaProgram.python("Only 1 number", "add(n0,n1)"))
        .isInstanceOf(InputException.class)
        .hasMessage("operand 'n1' of 'add(n0,n1)': there is none");
  }
}
