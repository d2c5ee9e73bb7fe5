package dev.chiron.data.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.metric.Answered;
import dev.chiron.core.metric.Metric;
import dev.chiron.core.metric.Metrics;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.format.ReadOptions;
import dev.chiron.core.task.format.TaskFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ShippedTasksTest {
  private static final Path FILES =
      Path.of(Objects.requireNonNull(System.getProperty("chiron.root")), "tasks");

  static List<Task> tasks() {
    return ShippedTasks.all();
  }

  @Test
  void theCommittedFilesAreExactlyWhatTheGeneratorsMake(@TempDir Path directory)
      throws IOException {
    Path made = directory.resolve("tasks");
    ShippedTasks.main(new String[] {made.toString()});
    assertThat(fileNames(FILES)).isEqualTo(fileNames(made));
    for (String name : fileNames(made)) {
      assertThat(FILES.resolve(name)).hasSameTextualContentAs(made.resolve(name));
    }
  }

  @Test
  void theCommittedFilesReadBackAsTheTasks() {
    assertThat(TaskFormats.chiron().read(FILES, ReadOptions.AS_IS).tasks())
        .containsExactlyInAnyOrderElementsOf(tasks());
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void noInputOccursTwice(Task task) {
    Set<String> inputs = new HashSet<>();
    assertThat(examples(task).filter(example -> !inputs.add(example.input()))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void noTestInputIsNearAnInputOfTrainOrDev(Task task) {
    List<Set<String>> others =
        Stream.of(task.splits().train(), task.splits().dev())
            .flatMap(List::stream)
            .map(example -> Distinctness.tokens(example.input()))
            .toList();
    assertThat(task.splits().test())
        .allSatisfy(
            example -> {
              Set<String> tokens = Distinctness.tokens(example.input());
              assertThat(others)
                  .noneMatch(other -> Distinctness.similarity(tokens, other) >= Distinctness.NEAR);
            });
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void everyAnswerOfAClassificationTaskIsALabelThatTheInstructionNames(Task task) {
    if (task.isClassification()) {
      assertThat(task.labels()).allSatisfy(label -> assertThat(task.instruction()).contains(label));
      assertThat(examples(task).map(Example::output)).isSubsetOf(task.labels());
    }
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void labelsAreBalancedInEveryPart(Task task) {
    for (List<Example> part :
        List.of(task.splits().train(), task.splits().dev(), task.splits().test())) {
      if (task.isClassification()) {
        Map<String, Long> counts =
            part.stream().collect(Collectors.groupingBy(Example::output, Collectors.counting()));
        double share = (double) part.size() / task.labels().size();
        assertThat(counts.keySet()).containsExactlyInAnyOrderElementsOf(task.labels());
        assertThat(counts.values()).allSatisfy(n -> assertThat(Math.abs(n - share)).isLessThan(1));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void aTaskIsOfUsefulSizeAndItsTextsAreShort(Task task) {
    assertThat(task.splits().size()).isBetween(100, 1000);
    assertThat(task.instruction()).isNotBlank().hasSizeLessThan(400);
    assertThat(examples(task))
        .allSatisfy(
            example -> {
              assertThat(example.input()).isNotBlank().hasSizeLessThan(300);
              assertThat(example.output()).isNotBlank().hasSizeLessThan(80);
              assertThat(example.input() + example.output()).doesNotContain("{=", "\n\n");
            });
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void aSureAnswerCannotBeHadWithoutTheInput(Task task) {
    long most =
        task.splits().test().stream()
            .collect(Collectors.groupingBy(Example::output, Collectors.counting()))
            .values()
            .stream()
            .mapToLong(Long::longValue)
            .max()
            .orElse(0);
    assertThat((double) most / task.splits().test().size()).isLessThanOrEqualTo(0.5);
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void whoCopiesTheInputIsAlmostNeverRight(Task task) {
    Metric metric = Metrics.of(task.metric(), task.labels());
    long right =
        task.splits().test().stream()
            .filter(
                example ->
                    metric.score(new Answered(0, example.input(), example.outputs(), Map.of())) > 0)
            .count();
    assertThat(right).isLessThanOrEqualTo(2);
  }

  @Test
  void thereAreAtLeastFourteenTasksOfBothKindsInOrderOfTheirNames() {
    List<String> names = tasks().stream().map(Task::name).toList();
    assertThat(names).hasSizeGreaterThanOrEqualTo(14).isSorted().doesNotHaveDuplicates();
    assertThat(tasks().stream().filter(Task::isClassification).count()).isBetween(8L, 13L);
  }

  private static List<String> fileNames(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static Stream<Example> examples(Task task) {
    return Stream.of(task.splits().train(), task.splits().dev(), task.splits().test())
        .flatMap(List::stream);
  }
}
