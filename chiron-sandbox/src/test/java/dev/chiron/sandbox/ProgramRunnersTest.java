package dev.chiron.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.error.InputException;
import dev.chiron.core.program.Language;
import dev.chiron.core.program.ProgramRunnerProvider;
import dev.chiron.core.program.ProgramRunners;
import org.junit.jupiter.api.Test;

class ProgramRunnersTest {
  @Test
  void processesAreTriedBeforeThisJvm() {
    assertThat(ProgramRunners.providers())
        .extracting(ProgramRunnerProvider::name)
        .containsExactly("process", "graalpy");
  }

  @Test
  void anUnknownSandboxIsNamedWithTheKnownOnes() {
    assertThatThrownBy(() -> ProgramRunners.open(Language.PYTHON, "none"))
        .isInstanceOf(InputException.class)
        .hasMessage("sandbox 'none': unknown; known are process, graalpy");
  }

  @Test
  void aLanguageThatNoSandboxRunsIsRefusedWithTheReason() {
    assertThatThrownBy(() -> ProgramRunners.open(Language.JAVA, "graalpy"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no sandbox for Java programs here, and none is run without one")
        .hasMessageContaining("graalpy: runs Python only");
  }
}
