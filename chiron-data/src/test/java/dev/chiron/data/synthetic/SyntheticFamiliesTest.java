package dev.chiron.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.format.ReadOptions;
import dev.chiron.core.task.format.TaskFormats;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SyntheticFamiliesTest {
  private static final int TASKS = 60;
  private static final int EXAMPLES = 30;

  static List<SyntheticFamily> families() {
    return SyntheticFamilies.all();
  }

  @Test
  void thereAreManyFamiliesWithNamesOfTheirOwn() {
    List<String> names = families().stream().map(SyntheticFamily::name).toList();
    assertThat(names)
        .hasSizeGreaterThanOrEqualTo(40)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z]+(-[a-z]+)*"));
  }

  @ParameterizedTest
  @MethodSource("families")
  void withinATaskAnInputHasOneAnswer(SyntheticFamily family) {
    for (SyntheticTask task : tasks(family)) {
      Map<String, String> answers = new HashMap<>();
      for (Example example : examples(task, 200)) {
        String before = answers.put(example.input(), example.output());
        assertThat(before == null ? example.output() : before)
            .as(task.instruction() + ": " + example.input())
            .isEqualTo(example.output());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void textsFitThePromptFormat(SyntheticFamily family) {
    for (SyntheticTask task : tasks(family)) {
      assertThat(task.family()).isEqualTo(family.name());
      assertThat(task.instruction()).doesNotContain("$", "\n").hasSizeLessThan(250);
      for (Example example : examples(task, EXAMPLES)) {
        assertThat(example.input()).isNotBlank().doesNotContain("\n").hasSizeLessThan(250);
        assertThat(example.output())
            .isNotBlank()
            .doesNotContain("\n")
            .isEqualTo(example.output().strip())
            .hasSizeLessThan(150);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void answersOfALabelledTaskAreItsLabelsAndAllOccur(SyntheticFamily family) {
    for (SyntheticTask task : tasks(family)) {
      if (!task.labels().isEmpty()) {
        assertThat(task.labels()).doesNotHaveDuplicates().hasSizeGreaterThan(1);
        assertThat(examples(task, 300).stream().map(Example::output))
            .isSubsetOf(task.labels())
            .containsAll(task.labels());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void aFamilyGivesManyDifferentExamples(SyntheticFamily family) {
    Set<Example> different = new HashSet<>();
    for (SyntheticTask task : tasks(family)) {
      different.addAll(examples(task, EXAMPLES));
    }
    assertThat(different).hasSizeGreaterThan(15);
    assertThat(tasks(family).stream().map(SyntheticTask::instruction)).contains("");
  }

  @ParameterizedTest
  @MethodSource("families")
  void theSameSeedGivesTheSameTask(SyntheticFamily family) {
    SyntheticTask once = family.draw(new Seeds(5).generator("task"));
    SyntheticTask again = family.draw(new Seeds(5).generator("task"));
    assertThat(again.instruction()).isEqualTo(once.instruction());
    assertThat(again.labels()).isEqualTo(once.labels());
    assertThat(examples(again, EXAMPLES)).isEqualTo(examples(once, EXAMPLES));
  }

  @Test
  void noExampleIsAnExampleOfAShippedTask() {
    Path directory = Path.of(Objects.requireNonNull(System.getProperty("chiron.root")), "tasks");
    Set<List<String>> shipped = new HashSet<>();
    for (Task task : TaskFormats.chiron().read(directory, ReadOptions.AS_IS).tasks()) {
      Stream.of(task.splits().train(), task.splits().dev(), task.splits().test())
          .flatMap(List::stream)
          .forEach(example -> shipped.add(List.of(example.input(), example.output())));
    }
    List<String> shared = new ArrayList<>();
    for (SyntheticFamily family : families()) {
      for (SyntheticTask task : tasks(family)) {
        examples(task, EXAMPLES).stream()
            .filter(each -> shipped.contains(List.of(each.input(), each.output())))
            .forEach(each -> shared.add(family.name() + ": " + each));
      }
    }
    assertThat(shared).isEmpty();
  }

  @Test
  void noWordOfTheLexiconIsInTwoCategories() {
    assertThat(Lexicon.NOUNS).doesNotHaveDuplicates();
    assertThat(Lexicon.LABELS).doesNotHaveDuplicates();
  }

  private static List<SyntheticTask> tasks(SyntheticFamily family) {
    RandomGenerator random = new Seeds(1).generator(family.name());
    List<SyntheticTask> tasks = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      tasks.add(family.draw(random));
    }
    return tasks;
  }

  private static List<Example> examples(SyntheticTask task, int count) {
    RandomGenerator random = new Seeds(2).generator("examples");
    return Stream.generate(() -> task.next(random)).limit(count).toList();
  }
}
