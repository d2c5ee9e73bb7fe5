package dev.chiron.data.listops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Demonstration;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListOperationTest {
  private static final TaskCollection TASKS = ListOperationTasks.all(20, new Seeds(1));

  @ParameterizedTest
  @CsvSource({
    "FIRST, COPY, l", "SECOND, NEXT, d", "THIRD, PREVIOUS, l", "FOURTH, SKIP, j",
    "FIFTH, MIRROR, d", "LAST, TWICE, b b", "SMALLEST, WITH_NEXT, a b", "LARGEST, WITH_A, l a",
    "FIRST, NEXT, a", "LAST, SKIP, d"
  })
  void anAnswerIsTheTransformedSymbol(Selector selector, Transform transform, String answer) {
    assertThat(new ListOperation(selector, transform).answer("l c a h i b")).isEqualTo(answer);
  }

  @Test
  void thereAreSixtyFourTasksInSixCategories() {
    assertThat(TASKS.tasks()).hasSize(64);
    Set<String> categories = new HashSet<>();
    TASKS.tasks().forEach(task -> categories.add(task.info().category()));
    assertThat(categories)
        .containsExactlyInAnyOrder(
            "front single",
            "front double",
            "back single",
            "back double",
            "order single",
            "order double");
  }

  @Test
  void everyDefinitionNamesTheSelectorAndTheTransformInAtMostEightWords() {
    for (ListOperation operation : ListOperation.all()) {
      for (int p = 0; p < ListOperation.PARAPHRASES; p++) {
        assertThat(operation.definition(p).split(" "))
            .hasSizeLessThanOrEqualTo(8)
            .contains(operation.selector().word(), operation.transform().word());
      }
    }
  }

  @Test
  void instancesAndPositivesAreRightAndNegativesAreWrong() {
    for (int i = 0; i < TASKS.tasks().size(); i++) {
      Task task = TASKS.tasks().get(i);
      ListOperation operation = ListOperation.all().get(i);
      assertThat(task.splits().train()).hasSize(20);
      for (Example example : task.splits().train()) {
        assertThat(example.output()).isEqualTo(operation.answer(example.input()));
      }
      for (Demonstration shown : task.positives()) {
        assertThat(shown.output()).isEqualTo(operation.answer(shown.input()));
        assertThat(shown.explanation()).endsWith(operation.chosen(shown.input()));
      }
      for (Demonstration wrong : task.negatives()) {
        assertThat(wrong.output()).isNotEqualTo(operation.answer(wrong.input()));
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameTasks() {
    assertThat(ListOperationTasks.all(20, new Seeds(1))).isEqualTo(TASKS);
    assertThat(ListOperationTasks.all(20, new Seeds(2))).isNotEqualTo(TASKS);
  }
}
