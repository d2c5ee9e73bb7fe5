package dev.chiron.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chiron.core.program.Language;
import dev.chiron.core.program.ProgramRunner;
import dev.chiron.sandbox.Canary;
import dev.chiron.sandbox.Hostile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each hostile program ends in its verdict within its limit, and the host is as it was. */
class HostileProgramsTest {
  private static final int WALL_SECONDS = 20;

  @TempDir Path directory;

  @AfterAll
  static void nothingIsLeft() throws IOException {
    Canary.noSurvivors();
  }

  @TestFactory
  Stream<DynamicTest> python() {
    return tests(Language.PYTHON, HostilePython.PROGRAMS, true);
  }

  @TestFactory
  Stream<DynamicTest> javaScript() {
    return tests(Language.JAVASCRIPT, HostileJavaScript.PROGRAMS, true);
  }

  @TestFactory
  Stream<DynamicTest> javaThatIsRefused() {
    return tests(Language.JAVA, HostileJava.REFUSED, true);
  }

  @TestFactory
  Stream<DynamicTest> javaWithinTheAllowList() {
    return tests(Language.JAVA, HostileJava.LIMITED, true);
  }

  @TestFactory
  Stream<DynamicTest> javaWithoutTheCheck() {
    return tests(Language.JAVA, HostileJava.UNCHECKED, false);
  }

  @Test
  void thereAreAtLeastSixtyOfThem() {
    assertThat(
            Stream.of(
                    HostilePython.PROGRAMS,
                    HostileJavaScript.PROGRAMS,
                    HostileJava.REFUSED,
                    HostileJava.LIMITED,
                    HostileJava.UNCHECKED)
                .mapToInt(List::size)
                .sum())
        .isGreaterThanOrEqualTo(60);
  }

  private Stream<DynamicTest> tests(Language language, List<Hostile> programs, boolean checked) {
    Machine.Finding finding = Machine.current().finding(language);
    assumeTrue(finding.cell().isPresent(), finding.obstacle());
    assumeTrue(
        checked || finding.cell().orElseThrow().isolation() == Isolation.NAMESPACES,
        "no namespaces here");
    ProgramRunner runner = new ProcessRunner(finding.cell().orElseThrow(), checked);
    return programs.stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.name(),
                    () ->
                        new Canary(directory)
                            .survives(each, runner, language, Canary.limits(each, WALL_SECONDS))));
  }
}
