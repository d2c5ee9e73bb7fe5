package dev.chiron.nn.architecture;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * Texts as an encoder-decoder's encoder read them.
 *
 * @param states [batch, source time, width]
 * @param valid boolean [batch, source time]: false at padding; all are real if it is empty
 */
public record Encoded(Tensor states, Optional<Tensor> valid) {}
