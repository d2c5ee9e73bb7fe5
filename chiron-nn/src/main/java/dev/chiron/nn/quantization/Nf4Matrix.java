package dev.chiron.nn.quantization;

import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A matrix in 4-bit NormalFloat (Dettmers et al., 2023, arXiv:2305.14314, section 3): numbers in
 * blocks of 64, each divided by the largest of its block and rounded to the nearest of 16 quantiles
 * of a normal distribution.
 *
 * @param shape of the matrix
 * @param codes uint8, two numbers each, the first in the upper half
 * @param scales the largest number of each block
 */
record Nf4Matrix(List<Long> shape, Tensor codes, Nf4Scales scales) implements Quantized {
  static final int BLOCK = 64;

  /**
   * The 16 values, from the appendix of the paper: quantiles of the normal distribution that are
   * even in probability on both sides of an exact zero, divided by the largest.
   */
  static final double[] VALUES = {
    -1.0,
    -0.6961928009986877,
    -0.5250730514526367,
    -0.39491748809814453,
    -0.28444138169288635,
    -0.18477343022823334,
    -0.09105003625154495,
    0.0,
    0.07958029955625534,
    0.16093020141124725,
    0.24611230194568634,
    0.33791524171829224,
    0.44070982933044434,
    0.5626170039176941,
    0.7229568362236023,
    1.0
  };

  private static final int COUNT = VALUES.length;

  /** Stands for the largest number of a block of zeros, lest it be divided by. */
  private static final double SMALLEST = 1e-30;

  static Nf4Matrix of(Tensor matrix, boolean doubly) {
    Tensor flat = matrix.reshape(-1);
    long missing = Math.floorMod(-flat.numel(), BLOCK);
    Tensor blocks = torch.constant_pad_nd(flat, new long[] {0, missing}).view(-1, BLOCK);
    Tensor largest = blocks.abs().amax(new long[] {-1}, false).clamp_min(new Scalar(SMALLEST));
    Nf4Scales scales = doubly ? Nf4Scales.quantized(largest) : Nf4Scales.exact(largest);
    // Rounded against the scale that will be multiplied with, which a second quantisation changes.
    Tensor relative = blocks.div(scales.values().clamp_min(new Scalar(SMALLEST)).unsqueeze(1));
    Tensor codes = torch.bucketize(relative, onDevice(midpoints(), matrix)).view(-1, 2);
    Tensor pairs = codes.select(1, 0).mul(new Scalar(COUNT)).add(codes.select(1, 1));
    List<Long> shape = Arrays.stream(Tensors.shape(matrix)).boxed().toList();
    return new Nf4Matrix(shape, Scope.own(pairs.to(ScalarType.Byte)), scales);
  }

  /** The bounds between neighbours. */
  private static float[] midpoints() {
    float[] midpoints = new float[COUNT - 1];
    for (int i = 0; i < midpoints.length; i++) {
      midpoints[i] = (float) ((VALUES[i] + VALUES[i + 1]) / 2);
    }
    return midpoints;
  }

  /** What each byte stands for: [256, 2]. */
  private static float[] pairs() {
    float[] pairs = new float[COUNT * COUNT * 2];
    for (int code = 0; code < COUNT * COUNT; code++) {
      pairs[2 * code] = (float) VALUES[code / COUNT];
      pairs[2 * code + 1] = (float) VALUES[code % COUNT];
    }
    return pairs;
  }

  private static Tensor onDevice(float[] values, Tensor like) {
    return Tensors.onDeviceOf(like, Tensors.floats(values));
  }

  @Override
  public Tensor dequantized() {
    Tensor table = onDevice(pairs(), codes).view(-1, 2);
    Tensor blocks = torch.embedding(table, codes.to(ScalarType.Int)).view(-1, BLOCK);
    long[] sizes = shape.stream().mapToLong(Long::longValue).toArray();
    long count = Arrays.stream(sizes).reduce(1, Math::multiplyExact);
    return blocks.mul_(scales.values().unsqueeze(1)).view(-1).narrow(0, 0, count).view(sizes);
  }

  @Override
  public long bytes() {
    return codes.nbytes() + scales.bytes();
  }

  @Override
  public void close() {
    codes.close();
    scales.close();
  }
}
