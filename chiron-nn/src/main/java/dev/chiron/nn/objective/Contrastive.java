package dev.chiron.nn.objective;

import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.training.Objective;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Contrast of pairs within a batch, by cosine similarity: each left side is to find its own right
 * side among those of the batch (InfoNCE, van den Oord et al., 2018, arXiv:1807.03748), and in the
 * symmetric form, the mean of both directions, also the other way round (CLIP, Radford et al.,
 * 2021, arXiv:2103.00020, figure 3).
 *
 * <p>The loss of a pair depends on the others in its batch: batches are the negatives.
 *
 * @param left [pairs, dimensions]
 * @param right [pairs, dimensions]
 * @param logScale the logarithm of what similarities are multiplied with, a scalar; trained, if the
 *     caller trains it; capped at ln 100 as in CLIP
 */
public record Contrastive(
    BatchFunction left, BatchFunction right, int size, Supplier<Tensor> logScale, boolean symmetric)
    implements Objective {
  private static final double MOST_SCALE = Math.log(100);

  /** One direction, at a temperature that is not trained. */
  public static Contrastive infoNce(
      BatchFunction left, BatchFunction right, int size, double temperature) {
    float logScale = (float) -Math.log(temperature);
    return new Contrastive(left, right, size, () -> Tensors.floats(new float[] {logScale}), false);
  }

  /** Both directions, at a scale that is trained; CLIP starts it at ln(1/0.07). */
  public static Contrastive clip(
      BatchFunction images, BatchFunction texts, int size, Supplier<Tensor> logScale) {
    return new Contrastive(images, texts, size, logScale, true);
  }

  @Override
  public Tensor loss(int[] examples) {
    Tensor from = unit(left.apply(examples));
    Tensor to = unit(right.apply(examples));
    Tensor scale = torch.clamp_max(logScale.get(), new Scalar(MOST_SCALE)).exp();
    Tensor similarities = from.matmul(to.t()).mul(Tensors.onDeviceOf(from, scale));
    Tensor own = Tensors.onDeviceOf(from, Tensors.range(examples.length));
    Tensor forth = Losses.crossEntropy(similarities, own);
    if (!symmetric) {
      return forth;
    }
    return forth.add(Losses.crossEntropy(similarities.t(), own)).mul(new Scalar(0.5));
  }

  private static Tensor unit(Tensor rows) {
    return torch.normalize(rows);
  }
}
