package dev.chiron.nn.intervention;

import org.bytedeco.pytorch.Tensor;

/**
 * Acts inside a forward pass at the sites that it chooses; everywhere else, and by default, it does
 * nothing. Adapters, taps for probes, steering and expert routing are interventions.
 */
public interface Intervention {
  /**
   * Changes what a linear map gives.
   *
   * @param input what went into the map: [batch, time, in], or [n, in] at the head
   * @param output what came out, of the same leading sizes
   * @return what the pass goes on with, of the shape of {@code output}
   */
  default Tensor linear(Site site, Tensor input, Tensor output) {
    return output;
  }

  /**
   * Sees or replaces the residual stream.
   *
   * @param stream [batch, time, width]
   * @return what the pass goes on with, of the same shape
   */
  default Tensor residual(Site site, Tensor stream) {
    return stream;
  }
}
