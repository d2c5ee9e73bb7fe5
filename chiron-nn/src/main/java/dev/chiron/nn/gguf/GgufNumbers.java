package dev.chiron.nn.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers as GGUF stores them, and back. */
final class GgufNumbers {
  private static final int BLOCK = 32;
  private static final int LARGEST_BYTE = 127;

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private GgufNumbers() {}

  /**
   * The bytes of some numbers.
   *
   * @param type F32, F16 or Q8_0; of the last, a multiple of 32 numbers
   */
  static byte[] encode(GgufType type, float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(type.bytes(values.length)))
            .order(ByteOrder.LITTLE_ENDIAN);
    switch (type) {
      case F32 -> {
        for (float value : values) {
          bytes.putFloat(value);
        }
      }
      case F16 -> {
        for (float value : values) {
          bytes.putShort(Float.floatToFloat16(value));
        }
      }
      case Q8_0 -> {
        for (int from = 0; from < values.length; from += BLOCK) {
          encodeBlock(values, from, bytes);
        }
      }
      default -> throw new IllegalArgumentException(type + " is not written");
    }
    return bytes.array();
  }

  /** The scale maps the largest magnitude to 127; halves are rounded away from zero. */
  private static void encodeBlock(float[] values, int from, ByteBuffer bytes) {
    float largest = 0;
    for (int i = from; i < from + BLOCK; i++) {
      largest = Math.max(largest, Math.abs(values[i]));
    }
    float scale = largest / LARGEST_BYTE;
    float inverse = scale == 0 ? 0 : 1 / scale;
    bytes.putShort(Float.floatToFloat16(scale));
    for (int i = from; i < from + BLOCK; i++) {
      float scaled = values[i] * inverse;
      bytes.put((byte) (Math.signum(scaled) * Math.floor(Math.abs(scaled) + 0.5)));
    }
  }

  /** The numbers of some bytes of a type that {@link GgufType#isReadable}. */
  static float[] decode(GgufType type, MemorySegment bytes) {
    int size = (int) type.bytes(type.numbers());
    float[] values = new float[Math.toIntExact(bytes.byteSize() / size * type.numbers())];
    for (int i = 0; i < values.length; i++) {
      long at = (long) (i / type.numbers()) * size;
      values[i] =
          switch (type) {
            case F32 -> bytes.get(FLOAT, at);
            case F16 -> Float.float16ToFloat(bytes.get(SHORT, at));
            case BF16 -> Float.intBitsToFloat(bytes.get(SHORT, at) << 16);
            case Q8_0 ->
                Float.float16ToFloat(bytes.get(SHORT, at))
                    * bytes.get(ValueLayout.JAVA_BYTE, at + 2 + i % BLOCK);
            default -> throw new IllegalArgumentException(type + " is not read");
          };
    }
    return values;
  }
}
