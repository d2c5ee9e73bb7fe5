package dev.chiron.tuning.instruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.core.task.Splits;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import dev.chiron.core.task.TaskInfo;
import dev.chiron.core.task.TaskSplit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeldOutTasksTest {
  private static final TaskCollection TASKS =
      new TaskCollection(
          "all",
          List.of(
              task("a", "squad", "question"),
              task("b", "squad", "title"),
              task("c", "news", "title"),
              task("d", "poems", "rhyme")));

  private static Task task(String name, String source, String category) {
    return new Task(
        name,
        "Do " + name,
        List.of(),
        List.of(),
        List.of(),
        new Splits(List.of(Example.of("x", "y")), List.of(), List.of()),
        MetricSpec.EXACT_MATCH,
        TaskInfo.of(source, category));
  }

  private static TaskSplit split(String text, boolean allow) {
    return new HeldOutTasks(text, allow).of(TASKS, new Seeds(1));
  }

  private static List<String> names(TaskCollection tasks) {
    return tasks.tasks().stream().map(Task::name).toList();
  }

  @Test
  void aSiblingOfTheSameSourceIsNotTrainedOnUnlessAllowed() {
    assertThat(names(split("a", false).test())).containsExactly("a");
    assertThat(names(split("a", false).train())).containsExactly("c", "d");
    assertThat(names(split("a", true).train())).containsExactly("b", "c", "d");
  }

  @Test
  void categoriesSourcesAndNumbersAreHeldOut() {
    assertThat(names(split("category:title", true).test())).containsExactly("b", "c");
    assertThat(names(split("source:squad", false).test())).containsExactly("a", "b");
    assertThat(split("tasks:2", true).test().tasks()).hasSize(2);
    assertThat(split("categories:2", true).train().tasks()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "tasks:4, from 1 to 3",
    "tasks:x, from 1 to 3",
    "e, no task is named 'e'",
    "category:none, leaves no task to measure",
    "'a,b,c,d', leaves no task to learn from",
    "'a,c,d', every task left"
  })
  void whatLeavesNothingIsRefused(String text, String complaint) {
    assertThatThrownBy(() -> split(text, false))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(complaint);
  }
}
