package dev.chiron.nn.quantization;

import org.bytedeco.pytorch.Tensor;

/** A matrix in fewer bits. It owns its memory. */
sealed interface Quantized extends AutoCloseable permits Int8Matrix, Nf4Matrix {
  /** The matrix in float32, in the caller's scope. */
  Tensor dequantized();

  /** Bytes that it takes. */
  long bytes();

  @Override
  void close();
}
