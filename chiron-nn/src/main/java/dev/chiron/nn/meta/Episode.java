package dev.chiron.nn.meta;

import dev.chiron.nn.weights.Weights;
import org.bytedeco.pytorch.Tensor;

/** A small task: a few examples to adapt to, and others that judge the adapted weights. */
public interface Episode {
  /** The mean loss of the support examples under some weights, recorded for gradients. */
  Tensor support(Weights weights);

  /** The mean loss of the query examples under some weights, recorded for gradients. */
  Tensor query(Weights weights);
}
