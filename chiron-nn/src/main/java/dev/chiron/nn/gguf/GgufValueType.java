package dev.chiron.nn.gguf;

import java.util.Optional;

/** The types of GGUF's metadata, in the order of their codes. */
public enum GgufValueType {
  UINT8(0, 1),
  INT8(1, 1),
  UINT16(2, 2),
  INT16(3, 2),
  UINT32(4, 4),
  INT32(5, 4),
  FLOAT32(6, 4),
  BOOL(7, 1),
  /** A length of eight bytes, then UTF-8. */
  STRING(8, 8),
  /** The code of its elements' type, their number in eight bytes, then they. */
  ARRAY(9, 12),
  UINT64(10, 8),
  INT64(11, 8),
  FLOAT64(12, 8);

  private final int code;
  private final int leastBytes;

  GgufValueType(int code, int leastBytes) {
    this.code = code;
    this.leastBytes = leastBytes;
  }

  int code() {
    return code;
  }

  /** What a value takes at least: all of it for numbers. */
  int leastBytes() {
    return leastBytes;
  }

  static Optional<GgufValueType> of(int code) {
    for (GgufValueType type : values()) {
      if (type.code == code) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
