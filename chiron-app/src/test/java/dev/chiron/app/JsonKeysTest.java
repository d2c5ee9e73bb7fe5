package dev.chiron.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.app.console.ExitCode;
import dev.chiron.core.io.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The keys that other programs read from commands about runs, models, methods and reproductions.
 */
class JsonKeysTest {
  @TempDir Path directory;
  private Terminal terminal = new Terminal(Path.of(""), Path.of(""));

  @BeforeEach
  void open() {
    terminal = Terminal.in(directory);
  }

  @Test
  void aReproductionPrintsTheDocumentThatItWrites() {
    JsonNode result = document("reproduce", "coin", "--out", "proofs", "--json");
    assertThat(result.fieldNames())
        .toIterable()
        .contains(
            "id",
            "paper",
            "profile",
            "claim",
            "criterion",
            "seeds",
            "baseline",
            "measured",
            "passed",
            "cpuSeconds",
            "version",
            "notes");
    assertThat(result.path("id").asText()).isEqualTo("coin");
    assertThat(result.path("profile").asText()).isEqualTo("quick");
    assertThat(result.path("passed").asBoolean()).isTrue();
    assertThat(result.path("seeds")).hasSize(2);
    JsonNode heads = result.at("/measured/heads");
    assertThat(heads.path("bySeed")).hasSize(2);
    assertThat(heads.path("mean").asDouble())
        .isEqualTo((heads.at("/bySeed/0").asDouble() + heads.at("/bySeed/1").asDouble()) / 2);
    assertThat(Json.read(directory.resolve("proofs/coin.json"))).isEqualTo(result);
  }

  @Test
  void theFullProfileTakesMoreSeeds() {
    JsonNode full = document("reproduce", "coin", "--profile", "full", "--out", "proofs", "--json");
    assertThat(full.path("seeds")).hasSize(4);
    assertThat(full.path("profile").asText()).isEqualTo("full");
  }

  @Test
  void aRunIsShownResumedAndDeleted() {
    JsonNode first = document("reproduce", "coin", "--out", "proofs", "--json");
    String id = document("runs", "list", "--json").path(0).path("id").asText();
    JsonNode shown = document("runs", "show", id, "--json");
    assertThat(shown.fieldNames())
        .toIterable()
        .contains(
            "id",
            "command",
            "workingDirectory",
            "state",
            "started",
            "ended",
            "settings",
            "version",
            "directory",
            "files");
    assertThat(shown.path("state").asText()).isEqualTo("DONE");
    assertThat(shown.path("command").toString()).contains("reproduce", "coin");
    // Resumed, every step is remembered: the very same document, processor time and all.
    assertThat(document("runs", "resume", id, "--json")).isEqualTo(first);
    JsonNode deleted = document("runs", "delete", id, "--json");
    assertThat(deleted.path("deleted").path(0).asText()).isEqualTo(id);
    assertThat(document("runs", "list", "--json")).isEmpty();
    assertThat(Files.exists(Path.of(shown.path("directory").asText()))).isFalse();
  }

  @Test
  void aModelIsInspectedAndValidated() {
    TinyWork.model(directory);
    JsonNode inspected = document("models", "inspect", "model", "--json");
    assertThat(inspected.fieldNames())
        .toIterable()
        .contains("name", "contextLength", "concurrency", "capabilities", "price");
    assertThat(inspected.path("contextLength").asInt()).isEqualTo(256);
    JsonNode validated = document("models", "validate", "model", "--json");
    assertThat(validated.path("model")).isEqualTo(inspected.path("name"));
    assertThat(validated.path("valid").asBoolean()).isTrue();
    assertThat(validated.at("/usage/calls").asInt()).isEqualTo(1);
  }

  @Test
  void everyMethodHasItsCardAlsoWhenItAdaptsNothing() {
    JsonNode methods = document("methods", "--json");
    assertThat(methods.findValuesAsText("id")).contains("zero-shot", "lora", "coin").isSorted();
    for (JsonNode method : methods) {
      assertThat(method.fieldNames())
          .toIterable()
          .contains("id", "paper", "title", "module", "needs", "summary", "reproduced");
      assertThat(method.path("reproduced").isBoolean()).isTrue();
    }
    assertThat(document("methods", "coin", "--json").path("needs").path(0).asText())
        .isEqualTo("a coin");
    Terminal.Outcome adapted =
        terminal.run("adapt", "toxicity", "--model", "echo", "--methods", "coin");
    assertThat(adapted.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(adapted.errors()).startsWith("chiron: unknown method 'coin'");
  }

  private JsonNode document(String... arguments) {
    Terminal.Outcome outcome = terminal.run(arguments);
    assertThat(outcome.errors()).as(String.join(" ", List.of(arguments))).isEmpty();
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.SUCCESS);
    return outcome.document();
  }
}
