package dev.chiron.nn.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.adapter.VisualPrompt.Config;
import dev.chiron.nn.adapter.VisualPrompt.Shape;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntBinaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VisualPromptTest {
  private static final int SIZE = 6;

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private Path directory;

  @SuppressWarnings("NullAway.Init") // opened before each test
  private Scope scope;

  @BeforeEach
  void open() {
    scope = Scope.open();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  static List<Shape> shapes() {
    return List.of(new Shape.Frame(2), new Shape.Patch(1, 3, 2));
  }

  private static void assertAdded(Shape shape, IntBinaryOperator covers) {
    try (VisualPrompt prompt = VisualPrompt.create(new Config(2, SIZE, shape))) {
      try (var _ = Torch.noGradient()) {
        prompt.parameters().trained().values().forEach(tensor -> tensor.normal_());
      }
      Tensor images = torch.randn(3, 2, SIZE, SIZE);
      float[] added = Tensors.floats(prompt.pixels(images).sub(images));
      for (int i = 0; i < added.length; i++) {
        boolean covered = covers.applyAsInt(i / SIZE % SIZE, i % SIZE) == 1;
        assertThat(Math.abs(added[i]) > 1e-4).as("number %d", i).isEqualTo(covered);
      }
    }
  }

  @Test
  void aFrameCoversWhatIsNearAnEdge() {
    assertAdded(
        new Shape.Frame(2),
        (row, column) -> row >= 2 && row < 4 && column >= 2 && column < 4 ? 0 : 1);
  }

  @Test
  void aPatchCoversItsSquare() {
    assertAdded(
        new Shape.Patch(1, 3, 2),
        (row, column) -> row >= 1 && row < 3 && column >= 3 && column < 5 ? 1 : 0);
  }

  @Test
  void aFrameHasTheParametersOfThePaper() {
    // 2 · channels · thickness · (height + width - 2 · thickness), section 3.2
    try (VisualPrompt prompt = VisualPrompt.create(new Config(3, 224, new Shape.Frame(30)))) {
      assertThat(prompt.parameters().count()).isEqualTo(2 * 3 * 30 * (224 + 224 - 60));
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aFreshPromptChangesNothingAndASavedOneIsReadBack(Shape shape) {
    Decoder decoder = new Decoder(DecoderConfig.llama(5, 8, 1, 2));
    Tensor images = torch.randn(1, 2, SIZE, SIZE);
    Config config = new Config(2, SIZE, shape);
    try (VisualPrompt fresh = VisualPrompt.create(config)) {
      assertThat(Tensors.floats(fresh.pixels(images))).isEqualTo(Tensors.floats(images));
    }
    try (VisualPrompt prompt = VisualPrompt.create(config, 1, new Seeds(1))) {
      prompt.save(directory.resolve("adapter"), "vit");
      float[] prompted = Tensors.floats(Interventions.of(prompt).pixels(images));
      try (Adapter read = Adapter.load(directory.resolve("adapter"), decoder)) {
        assertThat(Tensors.floats(read.pixels(images))).isEqualTo(prompted);
      }
      prompt.enable(false);
      assertThat(Tensors.floats(prompt.pixels(images))).isEqualTo(Tensors.floats(images));
    }
  }

  @Test
  void aPromptThatDoesNotFitTheImagesIsRefused() {
    assertThatThrownBy(() -> new Config(3, 8, new Shape.Frame(4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not fit");
    assertThatThrownBy(() -> new Config(3, 8, new Shape.Patch(7, 0, 2)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
