package dev.chiron.nn.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.core.io.Json;
import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.architecture.Architectures;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.checkpoint.Checkpoint;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Parameters;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Adapters that Python's PEFT wrote, on a model that Transformers wrote, against the logits that
 * they computed; {@code src/test/python/peft_fixtures.py} makes the files.
 */
class PeftParityTest {
  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private Path directory;

  @SuppressWarnings("NullAway.Init") // opened before the tests
  private static Path fixtures;

  @SuppressWarnings("NullAway.Init") // opened before the tests
  private static Architecture architecture;

  @SuppressWarnings("NullAway.Init") // opened before the tests
  private static Parameters weights;

  @SuppressWarnings("NullAway.Init") // opened before the tests
  private static JsonNode expected;

  @BeforeAll
  static void open() throws URISyntaxException {
    fixtures = Path.of(Objects.requireNonNull(PeftParityTest.class.getResource("peft")).toURI());
    Path base = fixtures.resolve("base");
    architecture = Architectures.read(base.resolve("config.json"));
    weights = Checkpoint.read(base, architecture);
    expected = Json.read(fixtures.resolve("logits.json"));
  }

  @AfterAll
  static void close() {
    weights.close();
  }

  private static void assertLogits(String name, Interventions interventions) {
    int[][] tokens = Json.mapper().convertValue(expected.path("tokens"), int[][].class);
    float[][][] logits =
        Json.mapper().convertValue(expected.path("logits").path(name), float[][][].class);
    try (Scope _ = Scope.open()) {
      float[] actual =
          Tensors.floats(architecture.forward(weights, TokenInput.of(tokens), interventions));
      int i = 0;
      for (float[][] row : logits) {
        for (float[] place : row) {
          for (float value : place) {
            assertThat(actual[i]).as("number %d", i).isCloseTo(value, within(2e-4f));
            i++;
          }
        }
      }
      assertThat(i).isEqualTo(actual.length);
    }
  }

  @Test
  void theBaseGivesTheLogitsOfTransformers() {
    assertLogits("base", Interventions.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lora", "ia3", "prefix", "prompt", "p-tuning"})
  void anAdapterOfPeftGivesPeftsLogits(String name) {
    try (Adapter adapter = Adapter.load(fixtures.resolve(name), architecture)) {
      assertLogits(name, Interventions.of(adapter));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lora", "ia3", "prefix", "prompt", "p-tuning"})
  void whatWeWriteHasTheTensorsThatPeftWroteAndOnlyKeysThatPeftKnows(String name) {
    Path written = directory.resolve(name);
    try (Adapter adapter = Adapter.load(fixtures.resolve(name), architecture)) {
      adapter.save(written, "base");
    }
    try (Adapter again = Adapter.load(written, architecture);
        Adapter first = Adapter.load(fixtures.resolve(name), architecture)) {
      assertThat(again.parameters().names()).isEqualTo(first.parameters().names());
      assertLogits(name, Interventions.of(again));
    }
    JsonNode ours = Json.read(written.resolve("adapter_config.json"));
    JsonNode theirs = Json.read(fixtures.resolve(name).resolve("adapter_config.json"));
    ours.fieldNames()
        .forEachRemaining(key -> assertThat(theirs.has(key)).as("key %s", key).isTrue());
    assertThat(ours.path("peft_type")).isEqualTo(theirs.path("peft_type"));
  }
}
