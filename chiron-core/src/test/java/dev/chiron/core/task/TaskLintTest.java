package dev.chiron.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.task.TaskLint.Finding;
import dev.chiron.core.task.TaskLint.Severity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskLintTest {
  private static final List<Demonstration> SHOWN = List.of(Demonstration.of("shown", "yes"));

  private static Task task(
      List<String> labels, List<Demonstration> positives, Splits splits, String instruction) {
    return new Task(
        "t",
        instruction,
        positives,
        List.of(),
        labels,
        splits,
        MetricSpec.EXACT_MATCH,
        TaskInfo.NONE);
  }

  private static Splits splits(List<Example> train, List<Example> test) {
    return new Splits(train, List.of(), test);
  }

  private static List<String> rules(Task task) {
    return TaskLint.of(task).stream().map(Finding::rule).toList();
  }

  @Test
  void aSoundTaskHasNoFindings() {
    Task sound =
        task(
            List.of("yes", "no"),
            SHOWN,
            splits(
                List.of(Example.of("a", "yes"), Example.of("b", "no")),
                List.of(Example.of("c", "no"))),
            "Say yes or no.");
    assertThat(TaskLint.of(sound)).isEmpty();
  }

  @Test
  void aTestInputInTrainIsAnErrorWhateverItsCaseAndSpaces() {
    Task leaking =
        task(
            List.of(),
            SHOWN,
            splits(
                List.of(Example.of("Hello  World", "x")), List.of(Example.of("hello world", "x"))),
            "Do.");
    assertThat(TaskLint.of(leaking))
        .filteredOn(finding -> finding.severity() == Severity.ERROR)
        .extracting(Finding::rule)
        .containsExactly("test-in-train");
  }

  @Test
  void errorsComeFirst() {
    Task bad =
        task(
            List.of(),
            List.of(),
            splits(List.of(Example.of("a", "x")), List.of(Example.of("a", "x"))),
            "");
    assertThat(rules(bad)).startsWith("test-in-train").contains("no-definition", "no-examples");
  }

  @Test
  void labelsThatAreMissingOrRareAreFound() {
    List<Example> train = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      train.add(Example.of("input " + i, i == 0 ? "no" : "yes"));
    }
    assertThat(rules(task(List.of("yes", "no"), SHOWN, splits(train, List.of()), "Do.")))
        .containsExactly("rare-label");
    assertThat(rules(task(List.of("yes"), SHOWN, splits(train, List.of()), "Do.")))
        .contains("unknown-label");
  }

  @Test
  void aContradictionIsToldFromAPlainRepetition() {
    Splits same = splits(List.of(Example.of("a", "x"), Example.of("A ", "x")), List.of());
    Splits other = splits(List.of(Example.of("a", "x"), Example.of("a", "y")), List.of());
    assertThat(rules(task(List.of(), SHOWN, same, "Do."))).containsExactly("duplicates");
    assertThat(rules(task(List.of(), SHOWN, other, "Do."))).containsExactly("contradiction");
  }

  @Test
  void anExampleThatIsInTestIsAnError() {
    Task task =
        task(List.of(), SHOWN, splits(List.of(), List.of(Example.of("shown", "yes"))), "Do.");
    assertThat(rules(task)).containsExactly("example-in-test");
  }

  @Test
  void noInstancesIsAnError() {
    assertThat(rules(task(List.of(), SHOWN, splits(List.of(), List.of()), "Do.")))
        .containsExactly("no-instances");
  }
}
