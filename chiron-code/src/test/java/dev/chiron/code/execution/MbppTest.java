package dev.chiron.code.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chiron.core.program.Language;
import dev.chiron.core.program.Limits;
import dev.chiron.core.program.ProgramRunnerProvider;
import dev.chiron.core.program.ProgramRunners;
import dev.chiron.core.random.Seeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Reference solutions of MBPP pass their own tests in the sandbox, and mutated ones fail. A sample;
 * all of them with {@code -Dchiron.mbpp=all}.
 */
class MbppTest {
  private static final int SAMPLE = 40;

  @Test
  void referenceSolutionsPassTheirTestsAndMutatedOnesFail() {
    Path file = Path.of(System.getProperty("chiron.root", "."), "../shared/data/mbpp/mbpp.jsonl");
    assumeTrue(Files.exists(file), "no MBPP at " + file);
    ProgramRunnerProvider processes = ProgramRunners.providers().getFirst();
    assumeTrue(
        processes.obstacle(Language.PYTHON).isEmpty(),
        () -> processes.obstacle(Language.PYTHON).orElse(""));
    List<ProgrammingTask> all = ProgrammingTasks.read(file, Language.PYTHON);
    assertThat(all).hasSizeGreaterThan(900);
    List<ProgrammingTask> tasks =
        System.getProperty("chiron.mbpp", "").equals("all")
            ? all
            : Seeds.sample(all, SAMPLE, new Seeds(0).generator("mbpp"));
    List<String> failing = new ArrayList<>();
    List<String> surviving = new ArrayList<>();
    try (TestRunner runner = new TestRunner(Limits.strict().within(Duration.ofSeconds(60)))) {
      for (ProgrammingTask task : tasks) {
        TestRun right = runner.run(task, task.reference());
        if (!right.solved()) {
          failing.add(task.id() + " " + right);
        }
        if (runner.run(task, mutated(task)).solved()) {
          surviving.add(task.id());
        }
      }
    }
    assertThat(failing).isEmpty();
    assertThat(surviving).isEmpty();
  }

  /** The function of the first test, wrapped so that it answers what no test expects. */
  private static String mutated(ProgrammingTask task) {
    String test = task.tests().getFirst();
    StringBuilder mutated = new StringBuilder(task.reference()).append('\n');
    java.util.regex.Pattern.compile("(?m)^def\\s+(\\w+)")
        .matcher(task.reference())
        .results()
        .map(match -> match.group(1))
        .filter(test::contains)
        .forEach(name -> mutated.append(name).append(" = lambda *_, **__: object()\n"));
    return mutated.toString();
  }
}
