package dev.chiron.nn.gguf;

import java.util.Optional;

/**
 * How GGUF stores the numbers of a tensor: in blocks of some numbers and some bytes. The names and
 * the sizes are the format's; the engine reads and writes those that {@link #isReadable} names.
 */
public enum GgufType {
  F32(0, 1, 4),
  F16(1, 1, 2),
  Q4_0(2, 32, 18),
  Q4_1(3, 32, 20),
  Q5_0(6, 32, 22),
  Q5_1(7, 32, 24),
  /** 32 numbers of 8 bits, each times one half-precision scale. */
  Q8_0(8, 32, 34),
  Q8_1(9, 32, 36),
  Q2_K(10, 256, 84),
  Q3_K(11, 256, 110),
  Q4_K(12, 256, 144),
  Q5_K(13, 256, 176),
  Q6_K(14, 256, 210),
  Q8_K(15, 256, 292),
  I8(24, 1, 1),
  I16(25, 1, 2),
  I32(26, 1, 4),
  I64(27, 1, 8),
  F64(28, 1, 8),
  BF16(30, 1, 2);

  private final int code;
  private final int numbers;
  private final int bytes;

  GgufType(int code, int numbers, int bytes) {
    this.code = code;
    this.numbers = numbers;
    this.bytes = bytes;
  }

  int code() {
    return code;
  }

  /** Numbers of a block. */
  int numbers() {
    return numbers;
  }

  /**
   * Bytes of some numbers.
   *
   * @param count a multiple of a block's numbers
   */
  long bytes(long count) {
    return Math.multiplyExact(count / numbers, (long) bytes);
  }

  /** Whether {@link GgufFile#read} gives the numbers. */
  public boolean isReadable() {
    return this == F32 || this == F16 || this == BF16 || this == Q8_0;
  }

  static Optional<GgufType> of(int code) {
    for (GgufType type : values()) {
      if (type.code == code) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
