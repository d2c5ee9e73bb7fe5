package dev.chiron.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.random.Seeds;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TaskSplitTest {
  private static final TaskCollection TASKS =
      new TaskCollection(
          "all",
          List.of(
              task("q1", "squad", "question"),
              task("q2", "quoref", "question"),
              task("a1", "squad", "answer"),
              task("c1", "imdb", "classification"),
              task("c2", "yelp", "classification")));

  @Test
  void aRandomSplitHoldsOutTheNumberAskedForAndKeepsTheRest() {
    TaskSplit split = TaskSplit.random(TASKS, 2, new Seeds(3));
    assertThat(split.test().tasks()).hasSize(2);
    assertThat(split.train().tasks()).hasSize(3).doesNotContainAnyElementsOf(split.test().tasks());
    assertThat(TaskSplit.random(TASKS, 2, new Seeds(3))).isEqualTo(split);
  }

  @Test
  void aCategoryIsHeldOutWhole() {
    TaskSplit split = TaskSplit.randomCategories(TASKS, 1, new Seeds(5));
    Set<String> seen = categories(split.train());
    assertThat(categories(split.test())).hasSize(1).doesNotContainAnyElementsOf(seen);
    assertThat(seen).hasSize(2);
  }

  @Test
  void eachCategoryIsHeldOutInTurn() {
    Map<String, TaskSplit> splits = TaskSplit.leaveOneCategoryOut(TASKS);
    assertThat(splits.keySet()).containsExactly("question", "answer", "classification");
    assertThat(Objects.requireNonNull(splits.get("question")).test().tasks())
        .extracting(Task::name)
        .containsExactly("q1", "q2");
  }

  @Test
  void siblingsFromTheSameSourceCanBeExcluded() {
    TaskSplit split = TaskSplit.tasks(TASKS, Set.of("a1")).withoutSharedSources();
    assertThat(split.train().tasks()).extracting(Task::name).containsExactly("q2", "c1", "c2");
  }

  @Test
  void everyTaskCannotBeHeldOut() {
    assertThatThrownBy(() -> TaskSplit.random(TASKS, 5, new Seeds(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Set<String> categories(TaskCollection tasks) {
    return tasks.tasks().stream()
        .map(task -> task.info().category())
        .collect(java.util.stream.Collectors.toSet());
  }

  private static Task task(String name, String source, String category) {
    return new Task(
        name,
        "",
        List.of(),
        List.of(),
        List.of(),
        new Splits(List.of(Example.of("x", "y")), List.of(), List.of()),
        MetricSpec.EXACT_MATCH,
        TaskInfo.of(source, category));
  }
}
