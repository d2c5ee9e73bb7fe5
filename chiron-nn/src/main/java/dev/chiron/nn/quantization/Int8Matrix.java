package dev.chiron.nn.quantization;

import dev.chiron.nn.tensor.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A matrix in 8 bits with a scale for each row (Dettmers et al., 2022, arXiv:2208.07339, section
 * 2.1): {@code codes = round(127 W / absmax)}, {@code W ≈ codes · absmax / 127}.
 *
 * @param codes int8 [out, in]
 * @param scales float32 [out, 1]
 */
record Int8Matrix(Tensor codes, Tensor scales) implements Quantized {
  private static final int LARGEST = 127;

  /** Stands for the largest number of a row of zeros, lest it be divided by. */
  private static final double SMALLEST = 1e-30;

  static Int8Matrix of(Tensor matrix) {
    Tensor largest = matrix.abs().amax(new long[] {-1}, true);
    Tensor scales = largest.clamp_min(new Scalar(SMALLEST)).div(new Scalar(LARGEST));
    Tensor codes = matrix.div(scales).round().to(ScalarType.Char);
    return new Int8Matrix(Scope.own(codes), Scope.own(scales));
  }

  @Override
  public Tensor dequantized() {
    return codes.to(ScalarType.Float).mul_(scales);
  }

  @Override
  public long bytes() {
    return codes.nbytes() + scales.nbytes();
  }

  @Override
  public void close() {
    codes.close();
    scales.close();
  }
}
