package dev.chiron.nn.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.core.io.Json;
import dev.chiron.nn.checkpoint.Checkpoint;
import dev.chiron.nn.checkpoint.ElementType;
import dev.chiron.nn.checkpoint.SafetensorsFile;
import dev.chiron.nn.generation.GenerationOptions;
import dev.chiron.nn.generation.Generator;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Decoders that Hugging Face's transformers wrote, and what it computed with them: {@code
 * huggingface/decoders.py} among the test resources made them.
 */
class HuggingFaceDecodersTest {
  private static final double TOLERANCE = 2e-4;

  private static Path directory(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(
                  HuggingFaceDecodersTest.class.getResource("/huggingface/" + name), name)
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Architecture architecture(Path directory) {
    return Architectures.read(directory.resolve("config.json"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"llama", "mistral", "qwen2", "qwen3", "gpt2", "opt", "opt-narrow", "gpt-neox"})
  void logitsAndGreedyTokensAreTheirs(String name) {
    Path directory = directory(name);
    JsonNode expected = Json.read(directory.resolve("expected.json"));
    int[][] ids = Json.mapper().convertValue(expected.path("ids"), int[][].class);
    double[][][] logits = Json.mapper().convertValue(expected.path("logits"), double[][][].class);
    int[] generated = Json.mapper().convertValue(expected.path("generated"), int[].class);
    Architecture architecture = architecture(directory);
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient();
        Parameters weights = Checkpoint.read(directory, architecture)) {
      float[] actual = Tensors.floats(architecture.forward(weights, TokenInput.of(ids)));
      int next = 0;
      for (double[] row : logits[0]) {
        for (double wanted : row) {
          assertThat((double) actual[next])
              .as("logit %d", next)
              .isCloseTo(wanted, within(TOLERANCE * (1 + Math.abs(wanted))));
          next++;
        }
      }
      assertThat(actual).hasSize(next);
      int[] ours =
          new Generator(architecture, weights, Interventions.NONE)
              .generate(List.of(ids[0]), GenerationOptions.greedy(generated.length))
              .getFirst()
              .tokens();
      assertThat(ours).isEqualTo(generated);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"llama", "mistral", "qwen2", "qwen3", "gpt2", "opt", "opt-narrow", "gpt-neox"})
  void filesAreWrittenAsTheyWereRead(String name, @TempDir Path target) throws IOException {
    Path source = directory(name);
    Architecture architecture = architecture(source);
    Files.writeString(target.resolve("config.json"), Json.pretty(architecture.config().toJson()));
    Path file = target.resolve(Checkpoint.SINGLE);
    try (Parameters weights = Checkpoint.read(source, architecture)) {
      Checkpoint.write(file, architecture, weights, ElementType.F32);
    }
    assertThat(architecture(target).config()).isEqualTo(architecture.config());
    try (Scope _ = Scope.open();
        SafetensorsFile theirs = SafetensorsFile.open(source.resolve(Checkpoint.SINGLE));
        SafetensorsFile ours = SafetensorsFile.open(file)) {
      assertThat(ours.names()).containsExactlyInAnyOrderElementsOf(theirs.names());
      for (String tensor : ours.names()) {
        assertThat(ours.shape(tensor)).as(tensor).isEqualTo(theirs.shape(tensor));
        assertThat(Tensors.floats(ours.read(tensor)))
            .as(tensor)
            .isEqualTo(Tensors.floats(theirs.read(tensor)));
      }
    }
  }
}
