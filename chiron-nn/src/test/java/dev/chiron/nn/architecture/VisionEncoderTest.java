package dev.chiron.nn.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.intervention.Intervention;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class VisionEncoderTest {
  private static final ImageSize IMAGE = new ImageSize(4, 2, 3);
  private static final StackSize SIZE = new StackSize(2, 8, 2, 12);
  private static final VisionConfig VIT =
      VisionConfig.vit(SIZE, IMAGE, List.of("cat", "dog", "log")).withInitialDeviation(0.4);
  private static final DualEncoderConfig CLIP =
      DualEncoderConfig.clip(
              new StackSize(2, 6, 3, 10), 13, 7, new StackSize(1, 8, 2, 12), IMAGE, 5)
          .withInitialDeviation(0.4);

  /** [channels][side][side], other values for other seeds. */
  private static double[][][] image(long seed) {
    double[][][] image = new double[3][4][4];
    var random = new Seeds(seed).generator("image");
    for (double[][] channel : image) {
      for (double[] row : channel) {
        Arrays.setAll(row, _ -> (float) random.nextGaussian());
      }
    }
    return image;
  }

  /** [batch, channels, side, side] in double precision. */
  private static Tensor images(long... seeds) {
    float[] flat = new float[seeds.length * 48];
    int next = 0;
    for (long seed : seeds) {
      for (double[][] channel : image(seed)) {
        for (double[] row : channel) {
          for (double pixel : row) {
            flat[next++] = (float) pixel;
          }
        }
      }
    }
    return Tensors.floats(flat, seeds.length, 3, 4, 4).to(ScalarType.Double);
  }

  private static Tensor labelLogits(Weights weights, Tensor images, Interventions interventions) {
    VisionEncoder encoder = new VisionEncoder(VIT);
    Tensor hidden = encoder.hidden(weights, images, interventions);
    return encoder.labelLogits(weights, hidden, interventions);
  }

  @Test
  void vitLogitsAndGradientsEqualThePlainReference() {
    Parity.assertEqualsReference(
        new VisionEncoder(VIT),
        3,
        weights -> labelLogits(weights, images(1, 2), Interventions.NONE),
        weights -> {
          ReferenceVision reference = new ReferenceVision(weights);
          return Plain.flat(
              new double[][] {reference.vit(VIT, image(1)), reference.vit(VIT, image(2))});
        });
  }

  @Test
  void clipLogitsAndGradientsEqualThePlainReference() {
    int[] text = {3, 5, 1, 12};
    int[] shorter = {7, 12};
    DualEncoder clip = new DualEncoder(CLIP);
    Parity.assertEqualsReference(
        clip,
        3,
        weights ->
            clip.logits(
                weights,
                clip.texts(
                    weights, EncoderInput.padded(List.of(text, shorter), 12), Interventions.NONE),
                clip.images(weights, images(1, 2, 3), Interventions.NONE)),
        weights -> logits(weights, new int[][] {text, shorter}, 1, 2, 3));
  }

  private static double[] logits(Map<String, double[]> weights, int[][] texts, long... seeds) {
    ReferenceVision reference = new ReferenceVision(weights);
    double[] logits = new double[texts.length * seeds.length];
    int next = 0;
    for (int[] text : texts) {
      double[] left = reference.clipText(CLIP, text);
      for (long seed : seeds) {
        double[] right = reference.clipImage(CLIP, image(seed));
        for (int i = 0; i < left.length; i++) {
          logits[next] += left[i] * right[i];
        }
        logits[next++] *= Math.exp(new Plain(weights).weight("logit_scale")[0]);
      }
    }
    return logits;
  }

  @Test
  void theContrastiveLogitsAreCosinesTimesTheScaleOnBothSides() {
    DualEncoder clip = new DualEncoder(CLIP);
    try (Scope _ = Scope.open();
        Parameters weights = clip.initialize(new Seeds(1))) {
      Tensor images = clip.images(weights, images(1, 2).to(ScalarType.Float), Interventions.NONE);
      float[] logits = Tensors.floats(clip.logits(weights, images, images));
      assertThat(logits[0]).isCloseTo((float) (1 / 0.07), within(1e-2f));
      assertThat(logits[3]).isCloseTo(logits[0], within(1e-4f));
      assertThat(logits[1]).isCloseTo(logits[2], within(1e-5f)).isLessThan(logits[0]);
    }
  }

  @Test
  void tokensAfterTheEndOfATextDoNotChangeIt() {
    DualEncoder clip = new DualEncoder(CLIP);
    try (Scope _ = Scope.open();
        Parameters weights = Parity.noisyWeights(clip, 2)) {
      int[][] rows = {{3, 5, 12, 12, 12}, {3, 5, 12, 1, 2}};
      float[] vectors =
          Tensors.floats(clip.texts(weights, EncoderInput.of(rows), Interventions.NONE));
      assertThat(Arrays.copyOf(vectors, 5))
          .usingComparatorWithPrecision(1e-6f)
          .containsExactly(Arrays.copyOfRange(vectors, 5, 10));
    }
  }

  @Test
  void anInterventionOnPixelsIsAppliedBeforeTheImageIsCut() {
    Intervention brighter =
        new Intervention() {
          @Override
          public Tensor pixels(Tensor images) {
            return images.add(new Scalar(0.5));
          }
        };
    try (Scope _ = Scope.open();
        Parameters weights = Parity.noisyWeights(new VisionEncoder(VIT), 2)) {
      Tensor images = images(1).to(ScalarType.Float);
      float[] expected =
          Tensors.floats(labelLogits(weights, images.add(new Scalar(0.5)), Interventions.NONE));
      assertThat(Tensors.floats(labelLogits(weights, images, Interventions.of(brighter))))
          .isEqualTo(expected)
          .isNotEqualTo(Tensors.floats(labelLogits(weights, images, Interventions.NONE)));
    }
  }

  @Test
  void anImageOfAnotherSizeIsRefused() {
    try (Scope _ = Scope.open();
        Parameters weights = Parity.noisyWeights(new VisionEncoder(VIT), 2)) {
      Tensor small = torch.zeros(new long[] {1, 3, 4, 2}, Tensors.options(ScalarType.Float));
      assertThatThrownBy(() -> labelLogits(weights, small, Interventions.NONE))
          .hasMessage("images have shape [1, 3, 4, 2], the model takes [1, 3, 4, 4]");
    }
  }
}
