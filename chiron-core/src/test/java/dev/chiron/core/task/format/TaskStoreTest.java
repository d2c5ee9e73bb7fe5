package dev.chiron.core.task.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.error.InputException;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.core.task.Splits;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import dev.chiron.core.task.TaskInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskStoreTest {
  @TempDir Path root;
  private TaskStore store = new TaskStore(List.of());

  @BeforeEach
  void fill() {
    write("own/routing.json", "routing", "mine");
    write("own/p3/ag_news.json", "ag_news", "");
    write("own/p3/yelp.json", "yelp", "");
    write("shipped/routing.json", "routing", "shipped");
    write("shipped/toxicity.json", "toxicity", "");
    store =
        new TaskStore(
            List.of(root.resolve("own"), root.resolve("shipped"), root.resolve("absent")));
  }

  @Test
  void theUsersTasksComeBeforeTheShippedOnes() {
    assertThat(store.names()).containsExactly("p3/ag_news", "p3/yelp", "routing", "toxicity");
    assertThat(store.task("routing").instruction()).isEqualTo("mine");
    assertThat(store.task("toxicity").name()).isEqualTo("toxicity");
    assertThat(store.task("p3/yelp").name()).isEqualTo("yelp");
  }

  @Test
  void aDirectoryOfTasksIsACollection() {
    assertThat(store.collection("p3", ReadOptions.DEFAULT).tasks())
        .extracting(Task::name)
        .containsExactly("ag_news", "yelp");
    assertThatThrownBy(() -> store.task("p3"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("p3: holds 2 tasks where one is asked for");
  }

  @Test
  void oneOfSeveralIsChosenByItsName() {
    assertThat(store.task("p3#yelp").name()).isEqualTo("yelp");
    assertThatThrownBy(() -> store.task("p3#yel"))
        .isInstanceOf(InputException.class)
        .hasMessage("p3: unknown task 'yel': did you mean yelp?");
  }

  @Test
  void aPathOfAnyFormatIsATask() throws IOException {
    Path file = Files.writeString(root.resolve("mine.csv"), "text,label\na,x\nb,y\n");
    assertThat(store.task(file.toString()).labels()).containsExactly("x", "y");
  }

  @Test
  void theClosestNamesAreSuggestedForAnUnknownOne() {
    assertThatThrownBy(() -> store.task("toxcity"))
        .isInstanceOf(InputException.class)
        .hasMessage("unknown task 'toxcity': did you mean toxicity?");
    assertThatThrownBy(() -> store.task("ag-news"))
        .hasMessage("unknown task 'ag-news': did you mean p3/ag_news?");
    assertThatThrownBy(() -> store.task("something-else"))
        .hasMessageStartingWith("unknown task 'something-else': see 'chiron tasks list'");
  }

  @Test
  void editsAreLevenshteins() {
    assertThat(TaskStore.edits("kitten", "sitting")).isEqualTo(3);
    assertThat(TaskStore.edits("", "abc")).isEqualTo(3);
    assertThat(TaskStore.edits("Same", "same")).isZero();
  }

  private void write(String path, String name, String instruction) {
    List<Example> examples =
        List.of(Example.of("a", "x"), Example.of("b", "y"), Example.of("c", "z"));
    Task task =
        new Task(
            name,
            instruction,
            List.of(),
            List.of(),
            List.of(),
            new Splits(examples, List.of(), List.of()),
            MetricSpec.EXACT_MATCH,
            TaskInfo.NONE);
    TaskFormats.chiron().write(new TaskCollection("t", List.of(task)), root.resolve(path));
  }
}
