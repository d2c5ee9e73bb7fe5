package dev.chiron.nn.quantization;

import dev.chiron.nn.tensor.Scope;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The largest number of each block of an {@link Nf4Matrix}, exact or quantised once more (Dettmers
 * et al., 2023, arXiv:2305.14314, section 3, "double quantization"): less their mean, they are kept
 * in 8 bits in blocks of 256. The paper takes 8-bit floats; here the 8 bits are even steps up to
 * the largest of the block, which suits numbers that lie close together.
 *
 * @param exact float32 [blocks] unless quantised
 * @param coarse the quantised ones
 */
record Nf4Scales(Optional<Tensor> exact, Optional<Coarse> coarse) {
  private static final int BLOCK = 256;

  /**
   * Scales in 8 bits.
   *
   * @param count how many there are, without the filling of the last block
   * @param mean float32, a scalar
   */
  record Coarse(long count, Int8Matrix differences, Tensor mean) {}

  static Nf4Scales exact(Tensor values) {
    return new Nf4Scales(Optional.of(Scope.own(values)), Optional.empty());
  }

  static Nf4Scales quantized(Tensor values) {
    Tensor mean = values.mean();
    long missing = Math.floorMod(-values.numel(), BLOCK);
    Tensor rows = torch.constant_pad_nd(values.sub(mean), new long[] {0, missing}).view(-1, BLOCK);
    Coarse coarse = new Coarse(values.numel(), Int8Matrix.of(rows), Scope.own(mean));
    return new Nf4Scales(Optional.empty(), Optional.of(coarse));
  }

  /** float32 [blocks], in the caller's scope if they are quantised. */
  Tensor values() {
    return exact.orElseGet(() -> values(coarse.orElseThrow()));
  }

  private static Tensor values(Coarse coarse) {
    Tensor rows = coarse.differences().dequantized().add(coarse.mean());
    // A difference is off by half a step at most, which may take the smallest below zero.
    return rows.view(-1).narrow(0, 0, coarse.count()).clamp_min(new Scalar(0));
  }

  long bytes() {
    return exact.map(Tensor::nbytes).orElse(0L)
        + coarse.map(each -> each.differences().bytes() + each.mean().nbytes()).orElse(0L);
  }

  void close() {
    exact.ifPresent(Tensor::close);
    coarse.ifPresent(
        each -> {
          each.differences().close();
          each.mean().close();
        });
  }
}
