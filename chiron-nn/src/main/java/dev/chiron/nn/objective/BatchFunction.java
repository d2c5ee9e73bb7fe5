package dev.chiron.nn.objective;

import org.bytedeco.pytorch.Tensor;

/** What some model gives for some examples, one row each, recorded for gradients. */
@FunctionalInterface
public interface BatchFunction {
  /**
   * @param examples their indices
   * @return [examples, …] in the caller's scope
   */
  Tensor apply(int[] examples);
}
