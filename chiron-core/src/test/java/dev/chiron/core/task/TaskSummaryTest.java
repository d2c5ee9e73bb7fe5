package dev.chiron.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.io.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TaskSummaryTest {
  @Test
  void sizesLabelsAndLengthsAreCounted() {
    TaskSummary summary =
        TaskSummary.of(
            task("Say yes or no.", List.of("yes", "no"), examples(30, 70), examples(5, 5)));
    TaskSummary.Part train = Objects.requireNonNull(summary.splits().get("train"));
    assertThat(train.size()).isEqualTo(100);
    assertThat(train.labels()).containsEntry("yes", 30).containsEntry("no", 70);
    // "no 0" to "no 69" and "yes 0" to "yes 29": 10 of length 4, 70 of length 5, 20 of length 6.
    assertThat(train.inputLength()).isEqualTo(new TaskSummary.Length(4, 5, 6, 6, 6));
    assertThat(summary.kind()).isEqualTo("classification");
    assertThat(Json.tree(summary).at("/splits/train/labels/no").asInt()).isEqualTo(70);
  }

  @Test
  void percentilesAreNearestRanks() {
    List<String> texts = new ArrayList<>();
    for (int length = 1; length <= 100; length++) {
      texts.add("x".repeat(length));
    }
    assertThat(TaskSummary.Length.of(texts)).isEqualTo(new TaskSummary.Length(1, 50, 90, 99, 100));
    assertThat(TaskSummary.Length.of(List.of("\ud83d\ude00")).max()).isEqualTo(1);
  }

  @Test
  void whatLooksWrongIsSaid() {
    List<Example> train = new ArrayList<>(examples(97, 1));
    train.add(Example.of("Yes 3 ", "no"));
    train.add(Example.of(" ", "yes"));
    List<Example> test = List.of(Example.of("yes 5", "yes"));
    TaskSummary summary = TaskSummary.of(task("", List.of("yes", "no", "maybe"), train, test));
    assertThat(summary.overlaps()).containsEntry("train-test", 1).containsEntry("train-dev", 0);
    assertThat(summary.warnings())
        .containsExactly(
            "there is no instruction: zero-shot prompts hold only the input",
            "1 inputs of train are blank",
            "1 examples of train repeat an input",
            "1 inputs of train stand with different outputs",
            "the split dev is empty",
            "1 inputs stand in both splits of train-test",
            "only 1 test examples: scores will have wide intervals",
            "the label 'yes' dominates: 98 of 100",
            "no training example has the label 'maybe'");
  }

  @Test
  void aTaskInWhichEveryOutputIsTheSameIsNoted() {
    List<Example> same = List.of(Example.of("a", "x"), Example.of("b", "x"));
    assertThat(TaskSummary.of(task("i", List.of(), same, List.of())).warnings())
        .contains("every output is the same: there is nothing to learn");
  }

  private static List<Example> examples(int yes, int no) {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < yes; i++) {
      examples.add(Example.of("yes " + i, "yes"));
    }
    for (int i = 0; i < no; i++) {
      examples.add(Example.of("no " + i, "no"));
    }
    return examples;
  }

  private static Task task(
      String instruction, List<String> labels, List<Example> train, List<Example> test) {
    return new Task(
        "t",
        instruction,
        List.of(),
        List.of(),
        labels,
        new Splits(train, List.of(), test),
        MetricSpec.ACCURACY,
        TaskInfo.NONE);
  }
}
