package dev.chiron.core.task.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The published sets are read whole, and as their papers describe them. */
class SharedSetsTest {
  @Test
  void everyTemplateOfP3IsATask() {
    Path file = SharedSets.path("p3/p3.jsonl.gz");
    assertThat(TaskFormats.detect(file).orElseThrow().name()).isEqualTo("p3");
    TaskCollection p3 = TaskFormats.read(file, ReadOptions.DEFAULT);
    assertThat(p3.tasks()).hasSize(242);
    assertThat(p3.tasks().stream().mapToInt(task -> task.splits().size()).sum()).isEqualTo(46_985);
    assertThat(p3.task("ag_news_classify").orElseThrow().labels())
        .containsExactly("Business", "Science and technology");
    assertThat(p3.task("yelp_review_full_format_star").orElseThrow().labels())
        .containsExactly("1 star", "2 stars", "3 stars", "4 stars", "5 stars");
    assertThat(p3.task("duorc_SelfRC_title_generation").orElseThrow().isClassification()).isFalse();
    assertThat(p3.task("imdb_Reviewer_Enjoyment").orElseThrow().isClassification()).isFalse();
    assertThat(p3.tasks().stream().filter(Task::isClassification).count()).isEqualTo(62);
  }

  @Test
  void instructionInductionHasSixteenTasksWithItsOwnTestExamples() {
    Path root = SharedSets.path("instruction-induction");
    assertThat(TaskFormats.detect(root).orElseThrow().name()).isEqualTo("instruction-induction");
    TaskCollection tasks = TaskFormats.read(root, ReadOptions.DEFAULT);
    assertThat(tasks.tasks()).hasSize(16);
    assertThat(tasks.tasks()).allMatch(task -> !task.instruction().isBlank());
    assertThat(tasks.tasks()).allMatch(task -> !task.splits().dev().isEmpty());
    Task diff = tasks.task("diff").orElseThrow();
    assertThat(diff.splits().train().size() + diff.splits().dev().size()).isEqualTo(4950);
    assertThat(diff.splits().test()).hasSize(100);
    assertThat(diff.metric()).isEqualTo(MetricSpec.EXACT_MATCH);
    Task context = tasks.task("word_in_context").orElseThrow();
    assertThat(context.labels()).containsExactly("not the same", "same");
    assertThat(context.splits().test().getFirst().outputs())
        .containsExactly("not the same", "no", "false");
    assertThat(tasks.task("sentence_similarity").orElseThrow().labels()).hasSize(6);
    Example concept = tasks.task("common_concept").orElseThrow().splits().test().getFirst();
    assertThat(concept.input()).isEqualTo("rock climbing, elevators, helicopters");
    assertThat(concept.outputs())
        .containsExactly("involve vertical movement.", "involve going up.");
    List<Example> causes = tasks.task("cause_and_effect").orElseThrow().splits().all();
    assertThat(causes).hasSize(51).allMatch(e -> e.input().contains(e.output()));
    long causeFirst =
        causes.stream().filter(e -> e.input().startsWith("Sentence 1: " + e.output())).count();
    assertThat(causeFirst).as("the cause comes first about half of the time").isBetween(15L, 36L);
  }

  @Test
  void bigBenchHardTakesItsOptionsAsLabels() {
    Path root = SharedSets.path("bbh");
    assertThat(TaskFormats.detect(root).orElseThrow().name()).isEqualTo("bbh");
    TaskCollection tasks = TaskFormats.read(root, ReadOptions.DEFAULT);
    assertThat(tasks.tasks()).hasSize(15);
    assertThat(tasks.tasks().stream().mapToInt(task -> task.splits().size()).sum())
        .isEqualTo(14 * 250 + 187);
    assertThat(tasks.task("causal_judgement").orElseThrow().labels()).containsExactly("No", "Yes");
    assertThat(tasks.task("formal_fallacies").orElseThrow().labels())
        .containsExactly("invalid", "valid");
    assertThat(tasks.task("sports_understanding").orElseThrow().labels())
        .containsExactly("no", "yes");
    assertThat(tasks.task("logical_deduction_three_objects").orElseThrow().labels())
        .containsExactly("(A)", "(B)", "(C)");
    assertThat(tasks.tasks().stream().filter(task -> !task.isClassification()).map(Task::name))
        .containsExactly(
            "dyck_languages", "multistep_arithmetic_two", "object_counting", "word_sorting");
    assertThat(tasks.tasks()).allMatch(task -> task.positives().size() == 3);
    Task sorting = tasks.task("word_sorting").orElseThrow();
    assertThat(sorting.instruction()).isEqualTo("Sort a list of words.");
    assertThat(sorting.positives().getFirst().explanation()).startsWith("Let's think");
    assertThat(sorting.positives().getFirst().output()).isEqualTo("costume counterpart oven");
  }

  @Test
  void fewShotSetsHaveFiveSeedsWithSixteenExamplesALabel() {
    Path root = SharedSets.path("few-shot");
    assertThat(TaskFormats.detect(root).orElseThrow().name()).isEqualTo("few-shot");
    TaskCollection tasks = TaskFormats.read(root, ReadOptions.DEFAULT);
    assertThat(tasks.tasks()).hasSize(25);
    for (Task task : tasks.tasks()) {
      for (String label : task.labels()) {
        assertThat(task.splits().train().stream().filter(e -> e.output().equals(label)))
            .as(task.name() + " " + label)
            .hasSize(16);
      }
    }
    assertThat(tasks.task("agnews-16-13").orElseThrow().splits().test()).hasSize(7600);
    assertThat(tasks.task("agnews-16-13").orElseThrow().labels())
        .containsExactly("World", "Sports", "Business", "Sci/Tech");
    assertThat(tasks.task("sst-2-16-100").orElseThrow().splits().test()).hasSize(1821);
    assertThat(
            tasks.tasks().stream()
                .filter(task -> task.name().startsWith("mr-"))
                .flatMap(task -> task.splits().test().stream())
                .map(Example::input))
        .as("the quotes of the table writer are gone")
        .noneMatch(input -> input.contains("\"\""))
        .anyMatch(input -> input.startsWith("the rock is destined"));
    Task first = tasks.tasks().stream().min(Comparator.comparing(Task::name)).orElseThrow();
    assertThat(first.splits().train()).hasSize(64);
  }
}
