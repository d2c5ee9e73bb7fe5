package dev.chiron.testkit.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.error.InputException;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.Models;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import dev.chiron.core.task.format.TaskFormats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleModelsTest {
  @Test
  void theSimulatedModelIsOpenedByNameAndAnswersTasksAndRequests() {
    try (LanguageModel model = Models.open("simulated:rules", ModelOptions.DEFAULT)) {
      String question = "Input: " + new Item(7).sentence() + "\nOutput:";
      Decoding decoding = Decoding.greedy(100);
      assertThat(model.generate(Prompt.plain(question), decoding).text()).isIn(RuleWorld.LABELS);
      String request =
          "### Pairs\nInput: %s\nOutput: dax\n\n### Request\nWrite the prompt."
              .formatted(new Item(7).sentence());
      assertThat(Clause.find(model.generate(Prompt.plain(request), decoding).text())).isNotEmpty();
      assertThat(model.info().name()).isEqualTo("simulated:rules");
    }
    assertThatThrownBy(() -> Models.open("simulated:rules/x", ModelOptions.DEFAULT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the world's seed");
  }

  @Test
  void theTaskInTheDocumentationIsTheModelsWorld(@TempDir Path directory) throws Exception {
    Task task = RuleModels.task();
    assertThat(new HashSet<>(task.splits().all().stream().map(Example::input).toList()))
        .hasSize(Item.COUNT);
    Path file = directory.resolve("hidden-rule.json");
    TaskFormats.chiron().write(new TaskCollection("rules", List.of(task)), file);
    Path shipped =
        Path.of(System.getProperty("chiron.root", ".")).resolve("docs/examples/hidden-rule.json");
    assertThat(Files.readString(shipped)).isEqualTo(Files.readString(file));
  }
}
