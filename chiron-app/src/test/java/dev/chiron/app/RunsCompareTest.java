package dev.chiron.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.app.console.ExitCode;
import dev.chiron.core.adaptation.Adaptation;
import dev.chiron.core.adaptation.AdaptationResult;
import dev.chiron.core.adaptation.MethodResult;
import dev.chiron.core.budget.Spend;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.run.RunRecord;
import dev.chiron.core.run.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsCompareTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path directory;

  @BeforeEach
  void makeTwoRuns() throws IOException {
    run("one", "adapt", RunState.DONE);
    run("two", "adapt", RunState.DONE);
    result("one", "routing", method("zero-shot", 0.50, 0.40), method("lora", 0.80, 0.75));
    result("two", "routing", method("zero-shot", 0.50, 0.45), method("opro", 0.60, null));
  }

  private static MethodResult method(String id, double dev, @Nullable Double test) {
    return new MethodResult(
        id,
        MethodResult.Status.DONE,
        "",
        dev,
        null,
        test,
        null,
        1,
        1,
        1,
        0,
        Spend.NOTHING,
        null,
        null,
        "");
  }

  private Path place(String id) throws IOException {
    return Files.createDirectories(directory.resolve(".chiron/runs").resolve(id));
  }

  private void run(String id, String command, RunState state) throws IOException {
    RunRecord record =
        new RunRecord(
            id,
            List.of(command),
            directory.toString(),
            state,
            "2026-05-06T12:00:00Z",
            "",
            Map.of(),
            "0.1.0");
    AtomicFiles.write(place(id).resolve("run.json"), Json.pretty(record));
  }

  private void result(String id, String task, MethodResult... methods) throws IOException {
    AdaptationResult result =
        new AdaptationResult(
            task, "nano", "accuracy", List.of(methods), methods[0].id(), "predictor", "");
    AtomicFiles.write(place(id).resolve(Adaptation.RESULT), Json.pretty(result));
  }

  private Spoken compare(String... more) {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "runs";
    arguments[1] = "compare";
    System.arraycopy(more, 0, arguments, 2, more.length);
    return Spoken.by(directory, arguments);
  }

  @Test
  void everyMethodOfEitherRunIsSetBesideTheOther() {
    JsonNode document = compare("one", "two", "--json").document();
    assertThat(document.path("comparable").asBoolean()).isTrue();
    JsonNode methods = document.path("methods");
    assertThat(methods.findValuesAsText("method")).containsExactly("zero-shot", "lora", "opro");
    assertThat(methods.path(0).path("test").path("a").asDouble()).isEqualTo(0.40);
    assertThat(methods.path(0).path("test").path("difference").asDouble())
        .isCloseTo(0.05, within(1e-12));
    assertThat(methods.path(0).path("dev").path("difference").asDouble()).isZero();
    assertThat(methods.path(1).path("dev").path("a").asDouble()).isEqualTo(0.80);
    assertThat(methods.path(1).path("dev").path("b").isNull()).isTrue();
    assertThat(methods.path(1).path("dev").path("difference").isNull()).isTrue();
    assertThat(methods.path(2).path("dev").path("b").asDouble()).isEqualTo(0.60);
  }

  @Test
  void theTableSaysThePointsOfBothAndTheDifference() {
    Spoken said = compare("one", "two");
    assertThat(said.errors()).isEmpty();
    assertThat(said.output().lines().filter(line -> line.startsWith("zero-shot")).toList())
        .singleElement()
        .asString()
        .matches("zero-shot +50.0 +50.0 +0.0 +40.0 +45.0 +5.0");
    assertThat(said.output()).doesNotContain("mean little");
  }

  @Test
  void runsOfDifferentTasksAreComparedWithAWarning() throws IOException {
    result("two", "dates", method("zero-shot", 0.1, 0.1));
    assertThat(compare("one", "two").output()).contains("the differences mean little");
    assertThat(compare("one", "two", "--json").document().path("comparable").asBoolean(true))
        .isFalse();
  }

  @Test
  void aRunWithoutAResultIsRefusedWithWhatToDo() throws IOException {
    run("three", "adapt", RunState.INTERRUPTED);
    run("four", "reproduce", RunState.DONE);
    assertThat(compare("one", "three").errors()).contains("chiron runs resume three");
    assertThat(compare("four", "one").errors()).contains("'four' is no adaptation");
    assertThat(compare("one", "five").errors()).contains("no run 'five'");
    assertThat(compare("one", "three").exitCode()).isEqualTo(ExitCode.USAGE);
  }
}
