package dev.chiron.sandbox.process;

import dev.chiron.core.program.Language;
import dev.chiron.core.program.ProgramRunner;
import dev.chiron.core.program.ProgramRunnerProvider;
import java.util.Optional;

/**
 * Processes under the kernel's limits, in namespaces of their own. Without namespaces only Java is
 * run, whose classes are checked before; Python has another sandbox then.
 */
public final class ProcessRunners implements ProgramRunnerProvider {
  @Override
  public String name() {
    return "process";
  }

  @Override
  public int rank() {
    return 0;
  }

  @Override
  public Optional<String> obstacle(Language language) {
    Machine.Finding finding = Machine.current().finding(language);
    return finding.cell().isPresent() ? Optional.empty() : Optional.of(finding.obstacle());
  }

  @Override
  public ProgramRunner open(Language language) {
    return new ProcessRunner(
        Machine.current().finding(language).cell().orElseThrow(IllegalStateException::new), true);
  }
}
