package dev.chiron.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.ExitCode;
import dev.chiron.core.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a task and a model to a predictor that answers, by commands alone. */
class MainJobTest {
  @TempDir static Path directory;
  private static Terminal terminal = new Terminal(Path.of(""), Path.of(""));
  private static Terminal.Outcome adapted = new Terminal.Outcome(-1, "", "");

  @BeforeAll
  static void adapt() {
    terminal = Terminal.in(directory);
    TinyWork.task(terminal);
    TinyWork.model(directory);
    adapted =
        terminal.run(
            "adapt",
            "parity.json",
            "--model",
            "model",
            "--methods",
            "zero-shot,random-demonstrations",
            "--out",
            "router",
            "--json");
  }

  @Test
  void everyMethodIsReportedAndTheBestOnDevIsChosen() {
    assertThat(adapted.errors()).isEmpty();
    assertThat(adapted.exitCode()).isEqualTo(ExitCode.SUCCESS);
    JsonNode result = adapted.document();
    assertThat(result.path("task").asText()).isEqualTo("parity");
    assertThat(result.path("metric").asText()).isEqualTo("accuracy");
    assertThat(result.path("methods").findValuesAsText("id"))
        .containsExactly("zero-shot", "random-demonstrations");
    double best = 0;
    for (JsonNode method : result.path("methods")) {
      JsonNode interval = method.path("testInterval");
      double low = interval.path(0).asDouble(interval.path("low").asDouble(-1));
      double high = interval.path(1).asDouble(interval.path("high").asDouble(-1));
      assertThat(method.path("test").asDouble(-1)).isBetween(low, high);
      assertThat(low).isBetween(0.0, 1.0);
      assertThat(method.path("calls").asLong()).isGreaterThanOrEqualTo(10);
      assertThat(method.path("tokens").asLong()).isPositive();
      assertThat(method.path("seconds").asDouble()).isPositive();
      best = Math.max(best, method.path("dev").asDouble());
    }
    for (JsonNode method : result.path("methods")) {
      if (method.path("id").equals(result.path("chosen"))) {
        assertThat(method.path("dev").asDouble()).isEqualTo(best);
      }
    }
  }

  @Test
  void theResultStandsInTheRunAndInTheDirectoryOfTheUser() throws IOException {
    Path out = directory.resolve("router");
    assertThat(Path.of(adapted.document().path("predictor").asText()))
        .isEqualTo(out.resolve("predictor"));
    assertThat(Path.of(adapted.document().path("report").asText()))
        .isEqualTo(out.resolve("report.html"));
    // What was really sent is of the execution, not of the result: a resumed run sends less.
    ObjectNode result = adapted.document().deepCopy();
    assertThat(result.remove("paid").path("calls").isNumber()).isTrue();
    assertThat(Files.readString(out.resolve("result.json"))).isEqualTo(Json.pretty(result));
    JsonNode run = terminal.run("runs", "show", Terminal.FIRST_ADAPT, "--json").document();
    assertThat(run.path("state").asText()).isEqualToIgnoringCase("done");
    assertThat(run.path("files").toString()).contains("predictor", "adaptation.json");
  }

  @Test
  void thePredictorAnswersFromAnyDirectory() throws IOException {
    Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
    Terminal.Outcome outcome =
        Terminal.in(elsewhere).run("predict", "../router", "--input", "21", "--json");
    assertThat(outcome.errors()).isEmpty();
    assertThat(outcome.document()).hasSize(1);
    JsonNode answer = outcome.document().get(0);
    assertThat(answer.path("input").asText()).isEqualTo("21");
    Terminal.Outcome text = terminal.run("predict", Terminal.FIRST_ADAPT, "--input", "21");
    assertThat(text.output().stripTrailing()).isEqualTo(answer.path("output").asText());
  }

  @Test
  void everyLineOfAFileIsAnswered() {
    terminal.file("inputs.txt", "1\n\n2\n3\n");
    JsonNode answers =
        terminal.run("predict", "router", "--file", "inputs.txt", "--json").document();
    assertThat(answers.findValuesAsText("input")).containsExactly("1", "2", "3");
  }

  @Test
  void evaluatingThePredictorGivesTheReportedScore() {
    JsonNode result = adapted.document();
    Terminal.Outcome outcome = terminal.run("evaluate", "router", "parity.json", "--json");
    assertThat(outcome.errors()).isEmpty();
    JsonNode evaluation = outcome.document();
    for (JsonNode method : result.path("methods")) {
      if (method.path("id").equals(result.path("chosen"))) {
        assertThat(evaluation.path("score").asDouble()).isEqualTo(method.path("test").asDouble());
      }
    }
    assertThat(evaluation.path("records")).hasSize(6);
    assertThat(evaluation.path("split").asText()).isEqualTo("test");
  }

  @Test
  void evaluatingTheModelGivesThePlainPromptsScore() {
    JsonNode plain = adapted.document().path("methods").path(0);
    JsonNode evaluation =
        terminal.run("evaluate", "--model", "model", "parity.json", "--json").document();
    assertThat(evaluation.path("score").asDouble()).isEqualTo(plain.path("test").asDouble());
  }

  @Test
  void theReportShowsHostileTextAsTextAndAsksForNothing() throws IOException {
    String html = Files.readString(directory.resolve("router/report.html"));
    assertThat(html)
        .contains("13&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;&lt;img src=x&gt;")
        .contains("default-src 'none'");
    assertThat(html.toLowerCase(java.util.Locale.ROOT))
        .doesNotContain("<script", "<img", "http:", "https:", "//", "url(", "@import", "<link");
    for (String method : List.of("zero-shot", "random-demonstrations")) {
      assertThat(html).contains(method);
    }
  }
}
