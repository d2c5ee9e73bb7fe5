package dev.chiron.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.testkit.server.FaultPlan;
import dev.chiron.testkit.server.FaultyModelServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report is opened in a browser, and what a model says is a stranger's text. */
class ReportEscapingTest {
  private static final String ANSWER = "<b onclick='x'>\"&</b>";

  @TempDir Path directory;

  @Test
  void whatAModelSaysAndIsCalledIsShownAsText() throws IOException {
    Terminal terminal = Terminal.in(directory);
    StringBuilder rows = new StringBuilder("input,output\n");
    for (int number = 0; number < 40; number++) {
      rows.append(number).append(",a fairly long answer to number ").append(number).append('\n');
    }
    terminal.file("free.csv", rows.toString());
    try (FaultyModelServer server =
        new FaultyModelServer((prompt, decoding) -> ANSWER, FaultPlan.NONE)) {
      Terminal.Outcome outcome =
          terminal.run(
              "adapt",
              "free.csv",
              "--model",
              "openai:<i>&m@" + server.openAiUrl(),
              "--methods",
              "zero-shot",
              "--out",
              "out");
      assertThat(outcome.errors()).isEmpty();
    }
    String html = Files.readString(directory.resolve("out/report.html"));
    assertThat(html)
        .contains("&lt;b onclick=&#39;x&#39;&gt;&quot;&amp;&lt;/b&gt;")
        .contains("openai:&lt;i&gt;&amp;m@")
        .doesNotContain("<b onclick", "<i>", "&m@");
  }
}
