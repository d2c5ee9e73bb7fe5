package dev.chiron.nn.intervention;

import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * Acts inside a forward pass at the sites that it chooses; everywhere else, and by default, it does
 * nothing. Adapters, taps for probes, steering and expert routing are interventions.
 */
public interface Intervention {
  /**
   * Changes what goes into a linear map.
   *
   * @param input [batch, time, in], or [n, in] at the head
   * @return what the map is applied to, of the same shape
   */
  default Tensor input(Site site, Tensor input) {
    return input;
  }

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

  /**
   * Changes images before a vision model cuts them into patches.
   *
   * @param images [batch, channels, height, width], normalised as the model takes them
   * @return of the same shape
   */
  default Tensor pixels(Tensor images) {
    return images;
  }

  /**
   * How many virtual tokens stand before the text, of {@link #prefixes} and {@link #prompt}
   * together: the positions of the real ones begin after them.
   */
  default int virtualTokens() {
    return 0;
  }

  /**
   * Keys and values that self-attention sees before those of the tokens, whatever its mask, by
   * layer. They are asked for once a pass.
   */
  default Map<Integer, KeyValues> prefixes() {
    return Map.of();
  }

  /**
   * Vectors in the place of embedded tokens, which go through the model before the text: [tokens,
   * width]. A causal model runs them once for all rows of a batch, since they see nothing of the
   * text; a bidirectional one puts them in front of each row. Either way the pass gives no output
   * for them.
   */
  default Optional<Tensor> prompt() {
    return Optional.empty();
  }
}
