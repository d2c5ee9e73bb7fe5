package dev.chiron.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.app.console.ExitCode;
import dev.chiron.bench.micro.TokenizerBenchmark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BenchCommandTest {
  private static final String TINY =
      "--layers 1 --width 16 --heads 2 --vocabulary 300 --context 8 --batch 2 --steps 2 --rounds 3 --json";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path directory;

  private Spoken say(String line) {
    return Spoken.by(directory, line.split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"training-step", "decode"})
  void printsOneDocumentWithTheShapesAndTheSpeeds(String benchmark) {
    Spoken said = say("bench " + benchmark + " " + TINY);
    assertThat(said.exitCode()).isEqualTo(ExitCode.SUCCESS);
    JsonNode document = said.document();
    assertThat(document.path("benchmark").asText()).isEqualTo(benchmark);
    assertThat(document.path("tokensPerSecond").asDouble()).isPositive();
    assertThat(document.path("parameters").asLong()).isGreaterThan(300 * 16);
    assertThat(document.path("steps").asInt()).isEqualTo(2);
    assertThat(document.path("shape").path("batch").asInt()).isEqualTo(2);
    assertThat(document.path("peer").asText()).contains("libtorch");
    assertThat(document.path("shareOfPeer").asDouble())
        .isPositive()
        .isCloseTo(
            document.path("gflops").asDouble() / document.path("peerGflops").asDouble(),
            within(1e-9));
  }

  @Test
  void everyEngineIsComparedWithTheFirst() {
    JsonNode standings =
        say("bench training-step --lora-rank 2 " + TINY).document().path("standings");
    assertThat(standings).hasSize(3);
    assertThat(standings.path(0).path("ratio").asDouble()).isEqualTo(1);
    assertThat(standings.path(1).path("name").asText())
        .contains("LoRA of rank 2 on queries and values");
    double ratio = standings.path(1).path("ratio").asDouble();
    assertThat(ratio)
        .isBetween(
            standings.path(1).path("lowest").asDouble(),
            standings.path(1).path("highest").asDouble());
  }

  @Test
  void decodingIsMeasuredForOneRowAndForMany() {
    JsonNode document = say("bench decode " + TINY).document();
    assertThat(document.path("prefillTokensPerSecond").asDouble()).isPositive();
    assertThat(document.path("standings").path(1).path("name").asText()).contains("batch of 2");
  }

  @Test
  void aPeerThatDoesNotExistIsRefused() {
    Spoken said = say("bench decode --peers abacus");
    assertThat(said.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(said.errors()).contains("--peers: pytorch, jlama, llama.cpp, not 'abacus'");
  }

  @ParameterizedTest
  @CsvSource({
    "--steps -1, --steps: must be at least 1",
    "--batch -1, --batch: must be at least 1",
    "--width 20 --heads 3, --width: must be a multiple of twice --heads",
    "--device tpu, '--device: cpu or cuda, not ''tpu'''"
  })
  void aShapeThatCannotBeIsRefusedBeforeAnythingIsBuilt(String options, String complaint) {
    for (String benchmark : new String[] {"training-step", "decode"}) {
      Spoken said = say("bench " + benchmark + " " + options);
      assertThat(said.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(said.errors()).contains(complaint);
      assertThat(said.output()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"'bench micro [', is no regular expression", "bench micro --seconds 0, --seconds"})
  void aMicroBenchmarksMistakesAreSaidBeforeAnythingIsMeasured(String line, String complaint) {
    Spoken said = say(line);
    assertThat(said.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(said.errors()).contains(complaint);
  }

  @Test
  void theTokenizersThatAreComparedAgree() throws IOException {
    TokenizerBenchmark benchmark = new TokenizerBenchmark();
    benchmark.tokenizer =
        Path.of(System.getProperty("chiron.root", ""), "models/chiron-nano/tokenizer.json")
            .toString();
    benchmark.open();
    assertThat(Arrays.stream(benchmark.encode()).asLongStream().toArray())
        .isEqualTo(benchmark.encodeByPeer());
    benchmark.close();
  }
}
