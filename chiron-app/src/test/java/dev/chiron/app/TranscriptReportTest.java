package dev.chiron.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.testkit.server.FaultPlan;
import dev.chiron.testkit.server.FaultyModelServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What experts said can be read where the result is. */
class TranscriptReportTest {
  private static final String Q = "\"\"\"";

  @TempDir Path directory;

  @Test
  void theReportShowsTheTranscriptsOfWhatAsksMoreThanOnceAsText() throws IOException {
    Terminal terminal = Terminal.in(directory);
    terminal.file("free.csv", rows());
    List<String> conductor =
        List.of(
            "Expert <b>Smith:\n" + Q + "\ncount\n" + Q, "FINAL ANSWER:\n" + Q + "\nseven\n" + Q);
    try (FaultyModelServer server =
        new FaultyModelServer(
            (prompt, decoding) ->
                prompt.messages().getLast().text().startsWith("You are Expert")
                    ? "<i>it is seven</i>"
                    : conductor.get(prompt.messages().size() / 3),
            FaultPlan.NONE)) {
      Terminal.Outcome outcome =
          terminal.run(
              "adapt",
              "free.csv",
              "--model",
              "openai:m@" + server.openAiUrl(),
              "--methods",
              "zero-shot-cot,meta-prompting",
              "--dev-examples",
              "2",
              "--test-examples",
              "4",
              "--out",
              "out",
              "--json");
      assertThat(outcome.errors()).isEmpty();
      JsonNode result = outcome.document();
      assertThat(result.at("/methods/1/id").asText()).isEqualTo("meta-prompting");
      assertThat(result.at("/methods/1/calls").asInt()).isEqualTo(6 * 3);
      JsonNode predicted =
          terminal.run("predict", "out/predictor", "--input", "how many?", "--json").document();
      assertThat(predicted.at("/0/turns")).isNotEmpty();
    }
    assertThat(Files.readString(directory.resolve("out/report.html")))
        .contains("<h2>Transcripts</h2>", "<h3>meta-prompting</h3>", "<h3>zero-shot-cot</h3>")
        .contains("Rounds: 2 (4×). Consulted: Expert &lt;b&gt;Smith (4×). ")
        .contains("A right answer cost 3.0 calls")
        .contains("&lt;i&gt;it is seven&lt;/i&gt;")
        .doesNotContain("<i>it is seven", "Expert <b>");
  }

  private static String rows() {
    StringBuilder rows = new StringBuilder("input,output\n");
    for (int number = 0; number < 40; number++) {
      rows.append("riddle ").append(number).append(",seven\n");
    }
    return rows.toString();
  }
}
