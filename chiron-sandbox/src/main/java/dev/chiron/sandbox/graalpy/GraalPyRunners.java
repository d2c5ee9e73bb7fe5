package dev.chiron.sandbox.graalpy;

import dev.chiron.core.program.Language;
import dev.chiron.core.program.ProgramRunner;
import dev.chiron.core.program.ProgramRunnerProvider;
import java.util.Optional;

/**
 * Python inside this JVM: no process and nothing of the operating system, so it works where
 * namespaces or CPython are missing. Names no class of GraalPy, which is loaded when a runner is
 * opened.
 */
public final class GraalPyRunners implements ProgramRunnerProvider {
  @Override
  public String name() {
    return "graalpy";
  }

  @Override
  public int rank() {
    return 1;
  }

  @Override
  public Optional<String> obstacle(Language language) {
    if (language != Language.PYTHON) {
      return Optional.of("runs Python only");
    }
    return GraalPyRunners.class.getResource("/org/graalvm/polyglot/Context.class") == null
        ? Optional.of("GraalPy is not on the class path")
        : Optional.empty();
  }

  @Override
  public ProgramRunner open(Language language) {
    return new GraalPyRunner();
  }
}
