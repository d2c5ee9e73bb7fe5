package dev.chiron.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.chiron.app.console.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneCommandTest {
  @TempDir static Path directory;
  private static Terminal terminal = new Terminal(Path.of(""), Path.of(""));
  private static JsonNode learned = NullNode.getInstance();

  @BeforeAll
  static void learn() throws Exception {
    terminal = Terminal.in(directory);
    TinyWork.model(directory);
    Files.writeString(directory.resolve("text.txt"), "the cat sat on the mat\n".repeat(100));
    learned =
        terminal
            .run(
                ("gene learn text.txt --teacher model --stages 2,1,2 --steps 8 --batch 2"
                        + " --context 32 --out gene --json")
                    .split(" "))
            .document();
  }

  @Test
  void aGeneStoresALayerForEachStage() {
    assertThat(learned.path("parameters").asLong())
        .isPositive()
        .isLessThan(learned.path("auxiliaryParameters").asLong());
    JsonNode inside = terminal.run("models", "inspect", "gene", "--json").document();
    assertThat(inside.at("/architecture/layers").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"5, ''", "7, ''", "2, ''", "4, ' --map 0x2,1,2'"})
  void aGeneExpandsIntoAnyDepth(int layers, String map) {
    String out = "deep" + layers;
    Terminal.Outcome said =
        terminal.run(("gene expand gene --layers " + layers + map + " --out " + out).split(" "));
    assertThat(said.errors()).isEmpty();
    JsonNode inside = terminal.run("models", "inspect", out, "--json").document();
    assertThat(inside.at("/architecture/layers").asInt()).isEqualTo(layers);
  }

  @ParameterizedTest
  @CsvSource({
    "gene expand model --layers 4 --out no, 'is no gene'",
    "'gene expand gene --layers 4 --map 0,1 --out no', 'stages of 2 layers, not of 4'",
    "'gene expand gene --layers 2 --map 0,5 --out no', 'layer 5'",
    "'gene learn text.txt --teacher model --stages 2,x --out no', '3,3,4,3,3'"
  })
  void whatCannotBeIsOneClearLine(String command, String said) {
    Terminal.Outcome outcome = terminal.run(command.split(" "));
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.errors().lines()).hasSize(1);
    assertThat(outcome.errors()).contains(said);
    assertThat(directory.resolve("no")).doesNotExist();
  }
}
