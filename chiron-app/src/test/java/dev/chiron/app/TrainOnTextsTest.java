package dev.chiron.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.app.console.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainOnTextsTest {
  @TempDir static Path directory;
  private static Terminal terminal = new Terminal(Path.of(""), Path.of(""));

  @BeforeAll
  static void write() throws Exception {
    terminal = Terminal.in(directory);
    TinyWork.model(directory);
    Path texts = Files.createDirectory(directory.resolve("texts"));
    for (int i = 0; i < 24; i++) {
      Files.writeString(
          texts.resolve("part" + i + ".txt"), ("the cat " + i + " sat on the mat\n").repeat(8));
    }
    Files.writeString(directory.resolve("lines.jsonl"), "{\"text\":\"a b\"}\n{\"words\":\"c\"}\n");
  }

  private static Terminal.Outcome train(String more) {
    return terminal.run(
        ("train texts --model model --steps 12 --batch 2 --context 32 --warmup 2 " + more)
            .split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "clm, --objective clm",
    "prefix, --objective prefix",
    "mix, --objective mix --add-tokens",
    "weights, '--objective mix:clm=0.7,span=0.3 --add-tokens --span-unit line --loss-on targets'",
    "grown, --grow stack:2@25%",
    "masked, --grow random-depth:2@25%",
    "forgot, '--forget temporary:every=2,until=6'",
    "noise, '--forget probabilistic:share=0.5,every=2,until=6'"
  })
  void aModelIsTrainedOnTextsAndOpensAgain(String out, String options) {
    Terminal.Outcome said = train(options + " --out " + out + " --json");
    assertThat(said.errors()).isEmpty();
    JsonNode document = said.document();
    assertThat(document.path("validationLoss").asDouble()).isBetween(1.0, 7.0);
    assertThat(document.path("flops").asDouble()).isPositive();
    for (String file : new String[] {"training.json", "loss-flops.csv", "loss-flops.svg"}) {
      assertThat(directory.resolve(out).resolve(file)).exists();
    }
    assertThat(terminal.run("models", "validate", out).exitCode()).isEqualTo(ExitCode.SUCCESS);
  }

  @Test
  void growthCostsWhatTrainingFromScratchCosts() {
    double scratch = train("--fresh --out scratch --json").document().path("flops").asDouble();
    JsonNode grown = train("--grow stack:2@50% --out stacked --json").document();
    assertThat(grown.at("/ledger/phases")).hasSize(2);
    // To the rounding of a step.
    assertThat(grown.path("flops").asDouble() / scratch).isBetween(0.95, 1.05);
  }

  @Test
  void aModelTrainedOnGapsFillsThem() {
    assertThat(train("--objective mix --add-tokens --out filler").exitCode())
        .isEqualTo(ExitCode.SUCCESS);
    Terminal.Outcome said =
        terminal.run(
            "fill",
            "--model",
            "filler",
            "--text",
            "the @@ sat on @@ mat",
            "--max-tokens",
            "4",
            "--json");
    assertThat(said.errors()).isEmpty();
    assertThat(said.document().path("fillings")).hasSize(2);
    assertThat(said.document().at("/fillings/0/stopped").isBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "--objective mix, --add-tokens",
    "--objective poetry, 'none of clm, prefix, span, mix'",
    "'--objective mix:prefix=1,clm=1', prefix LM",
    "--grow stack:3, 'no multiple'",
    "--grow stack, 'stack:4@10%'",
    "'--forget temporary:every=9,until=3', 'nothing is forgotten'",
    "'--grow stack:2 --forget active:every=2', 'give one of them'",
    "--steps 0, '--steps'",
    "--spans 2, '--spans'"
  })
  void whatCannotBeIsOneClearLine(String options, String said) {
    Terminal.Outcome outcome = train(options + " --out no");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.errors().lines()).hasSize(1);
    assertThat(outcome.errors()).contains(said);
    assertThat(directory.resolve("no")).doesNotExist();
  }

  @Test
  void aLineWithoutTextIsNamed() {
    Terminal.Outcome outcome =
        terminal.run("train", "lines.jsonl", "--model", "model", "--out", "no");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.errors()).contains("lines.jsonl:2").contains("text");
    Terminal.Outcome unable = terminal.run("fill", "--model", "model", "--text", "a @@ b");
    assertThat(unable.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(unable.errors()).contains("--add-tokens");
  }
}
