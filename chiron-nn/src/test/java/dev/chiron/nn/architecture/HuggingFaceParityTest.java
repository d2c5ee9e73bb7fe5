package dev.chiron.nn.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.core.io.Json;
import dev.chiron.nn.checkpoint.Checkpoint;
import dev.chiron.nn.checkpoint.ElementType;
import dev.chiron.nn.generation.Generated;
import dev.chiron.nn.generation.GenerationOptions;
import dev.chiron.nn.generation.Generator;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Directories that Hugging Face's transformers wrote, and what it computed with them: {@code
 * huggingface/make.py} among the test resources made them.
 */
class HuggingFaceParityTest {
  private static final double TOLERANCE = 2e-4;

  private static Path directory(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(
                  HuggingFaceParityTest.class.getResource("/huggingface/" + name), name)
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode expected(String name) {
    return Json.read(directory(name).resolve("expected.json"));
  }

  private static Network network(String name) {
    return Architectures.any(directory(name).resolve("config.json"));
  }

  /** int64 [rows, columns]. */
  private static Tensor rows(JsonNode node) {
    return Tensors.rows(Json.mapper().convertValue(node, int[][].class));
  }

  private static EncoderInput input(JsonNode expected) {
    EncoderInput input =
        EncoderInput.of(rows(expected.path("ids")))
            .withValid(rows(expected.path("mask")).to(ScalarType.Bool));
    return expected.has("types") ? input.withTypes(rows(expected.path("types"))) : input;
  }

  private static void flatten(JsonNode node, List<Double> into) {
    if (node.isArray()) {
      node.forEach(each -> flatten(each, into));
    } else {
      into.add(node.asDouble());
    }
  }

  private static double[] flat(JsonNode node) {
    List<Double> values = new ArrayList<>();
    flatten(node, values);
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void assertClose(Tensor actual, JsonNode expected) {
    float[] values = Tensors.floats(actual);
    double[] wanted = flat(expected);
    assertThat(values).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.length; i++) {
      assertThat((double) values[i])
          .as("value %d", i)
          .isCloseTo(wanted[i], within(TOLERANCE * (1 + Math.abs(wanted[i]))));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bert-masked", "bert-labels", "bert-bare", "roberta-masked", "roberta-labels"})
  void encoders(String name) {
    JsonNode expected = expected(name);
    Encoder encoder = (Encoder) network(name);
    try (Scope _ = Scope.open();
        Parameters weights = Checkpoint.read(directory(name), encoder)) {
      Tensor hidden = encoder.hidden(weights, input(expected), Interventions.NONE);
      assertClose(
          switch (encoder.config().head()) {
            case NONE -> hidden;
            case MASKED_LM -> encoder.tokenLogits(weights, hidden, Interventions.NONE);
            case CLASSIFICATION -> encoder.labelLogits(weights, hidden, Interventions.NONE);
          },
          expected.path("logits"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"t5", "flan-t5", "flan-t5-shared", "bart"})
  void encoderDecoders(String name) {
    JsonNode expected = expected(name);
    EncoderDecoder model = (EncoderDecoder) network(name);
    try (Scope _ = Scope.open();
        Parameters weights = Checkpoint.read(directory(name), model)) {
      Tensor logits =
          model.forward(
              weights,
              input(expected),
              TokenInput.of(rows(expected.path("target"))),
              Interventions.NONE);
      assertClose(logits, expected.path("logits"));
      int[][] far = new int[1][60];
      for (int i = 0; i < 60; i++) {
        far[0][i] = i % 20 + 3;
      }
      Tensor all =
          model.forward(weights, EncoderInput.of(far), TokenInput.of(far), Interventions.NONE);
      List<Tensor> chosen = new ArrayList<>();
      for (int i = 0; i < 60; i += 13) {
        chosen.add(all.narrow(1, i, 1));
      }
      assertClose(Tensors.concatenate(chosen, 1), expected.path("long"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"t5", "flan-t5", "flan-t5-shared", "bart"})
  void greedyTextsOfEncoderDecoders(String name) {
    JsonNode expected = expected(name);
    EncoderDecoder model = (EncoderDecoder) network(name);
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient();
        Parameters weights = Checkpoint.read(directory(name), model)) {
      Encoded source = model.encode(weights, input(expected), Interventions.NONE);
      int[] prefix = model.config().prefix();
      List<Generated> generated =
          new Generator(model.given(source), weights, Interventions.NONE)
              .generate(
                  List.of(prefix, prefix),
                  GenerationOptions.greedy(30, model.config().endTokens().toArray(Integer[]::new)));
      for (int row = 0; row < 2; row++) {
        List<Integer> wanted = new ArrayList<>();
        for (JsonNode token : expected.path("greedy").path(row)) {
          if (model.config().endTokens().contains(token.asInt())) {
            break;
          }
          wanted.add(token.asInt());
        }
        assertThat(generated.get(row).tokens())
            .as("row %d", row)
            .containsExactly(wanted.stream().mapToInt(Integer::intValue).toArray());
      }
    }
  }

  private static Tensor images(JsonNode expected) {
    double[] pixels = flat(expected.path("images"));
    float[] narrow = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      narrow[i] = (float) pixels[i];
    }
    return Tensors.floats(narrow, 2, 3, 8, 8);
  }

  @Test
  void visionTransformers() {
    JsonNode expected = expected("vit");
    VisionEncoder model = (VisionEncoder) network("vit");
    try (Scope _ = Scope.open();
        Parameters weights = Checkpoint.read(directory("vit"), model)) {
      Tensor hidden = model.hidden(weights, images(expected), Interventions.NONE);
      assertClose(model.labelLogits(weights, hidden, Interventions.NONE), expected.path("logits"));
    }
  }

  @Test
  void dualEncoders() {
    JsonNode expected = expected("clip");
    DualEncoder model = (DualEncoder) network("clip");
    try (Scope _ = Scope.open();
        Parameters weights = Checkpoint.read(directory("clip"), model)) {
      Tensor texts =
          model.texts(weights, EncoderInput.of(rows(expected.path("ids"))), Interventions.NONE);
      Tensor images = model.images(weights, images(expected), Interventions.NONE);
      assertClose(model.logits(weights, texts, images), expected.path("logits"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bert-masked",
        "bert-labels",
        "roberta-masked",
        "roberta-labels",
        "t5",
        "flan-t5",
        "flan-t5-shared",
        "bart",
        "vit",
        "clip"
      })
  void whatIsWrittenIsReadBackBitForBit(String name, @TempDir Path target) throws IOException {
    Network network = network(name);
    try (Scope _ = Scope.open();
        Parameters weights = Checkpoint.read(directory(name), network)) {
      Files.writeString(target.resolve("config.json"), Json.pretty(network.config().toJson()));
      Checkpoint.write(target.resolve(Checkpoint.SINGLE), network, weights, ElementType.F32);
      Network again = Architectures.any(target.resolve("config.json"));
      assertThat(again.config()).isEqualTo(network.config());
      try (Parameters read = Checkpoint.read(target, again)) {
        assertThat(read.names()).containsExactlyElementsOf(weights.names());
        for (String each : read.names()) {
          assertThat(Tensors.floats(read.get(each)))
              .as(each)
              .isEqualTo(Tensors.floats(weights.get(each)));
          assertThat(Tensors.shape(read.get(each))).isEqualTo(Tensors.shape(weights.get(each)));
        }
      }
    }
  }

  /** The file must hold what the model has, and the model all that the file needs. */
  @ParameterizedTest
  @ValueSource(strings = {"bert-masked", "roberta-labels", "t5", "flan-t5", "bart", "vit", "clip"})
  void everyTensorOfTheFileIsAWeight(String name) {
    try (Scope _ = Scope.open();
        Parameters file = Checkpoint.read(directory(name).resolve(Checkpoint.SINGLE))) {
      Weights all = file;
      assertThat(network(name).shapes().keySet()).containsExactlyInAnyOrderElementsOf(all.names());
    }
  }
}
