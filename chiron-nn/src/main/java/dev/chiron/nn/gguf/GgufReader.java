package dev.chiron.nn.gguf;

import dev.chiron.core.error.InputException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads values one after another and refuses any that would go beyond the end of the file. */
final class GgufReader {
  /** Arrays of arrays: no known file has any. */
  private static final int DEEPEST = 4;

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Path file;
  private final MemorySegment bytes;
  private long position;

  GgufReader(Path file, MemorySegment bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  long position() {
    return position;
  }

  long left() {
    return bytes.byteSize() - position;
  }

  int uint32(String what) {
    return bytes.get(INT, take(4, what));
  }

  long int64(String what) {
    return bytes.get(LONG, take(8, what));
  }

  /**
   * A number of things that follow.
   *
   * @param leastBytes that each of them takes
   */
  long count(int leastBytes, String what) {
    long count = int64(what);
    if (count < 0 || count > left() / leastBytes) {
      throw InputException.in(
          file,
          "%s: %s do not fit the %d bytes that are left"
              .formatted(what, Long.toUnsignedString(count), left()));
    }
    return count;
  }

  String text(String what) {
    long length = count(1, what);
    MemorySegment content = bytes.asSlice(take(length, what), length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(content.asByteBuffer()).toString();
    } catch (CharacterCodingException e) {
      throw InputException.in(file, what + ": is not UTF-8");
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      // A slice of two gigabytes or more is no buffer.
      throw InputException.in(file, what + ": has " + length + " bytes, too many for a text");
    }
  }

  GgufValue value(String key) {
    return value(type(key), key, 0);
  }

  private GgufValueType type(String key) {
    int code = uint32(key);
    return GgufValueType.of(code)
        .orElseThrow(
            () ->
                InputException.in(
                    file,
                    key,
                    "has a value of the unknown type " + Integer.toUnsignedString(code)));
  }

  private GgufValue value(GgufValueType type, String key, int depth) {
    return switch (type) {
      case UINT8 -> new GgufValue.Whole(type, Byte.toUnsignedLong(int8(key)));
      case INT8 -> new GgufValue.Whole(type, int8(key));
      case UINT16 -> new GgufValue.Whole(type, Short.toUnsignedLong(int16(key)));
      case INT16 -> new GgufValue.Whole(type, int16(key));
      case UINT32 -> new GgufValue.Whole(type, Integer.toUnsignedLong(uint32(key)));
      case INT32 -> new GgufValue.Whole(type, uint32(key));
      case UINT64, INT64 -> new GgufValue.Whole(type, int64(key));
      case FLOAT32 -> new GgufValue.Real(type, Float.intBitsToFloat(uint32(key)));
      case FLOAT64 -> new GgufValue.Real(type, Double.longBitsToDouble(int64(key)));
      case BOOL -> truth(key);
      case STRING -> new GgufValue.Text(text(key));
      case ARRAY -> sequence(key, depth);
    };
  }

  private GgufValue truth(String key) {
    byte value = int8(key);
    if (value != 0 && value != 1) {
      throw InputException.in(file, key, "is neither true nor false but " + value);
    }
    return new GgufValue.Truth(value == 1);
  }

  private GgufValue sequence(String key, int depth) {
    if (depth == DEEPEST) {
      throw InputException.in(file, key, "holds arrays in arrays more than " + DEEPEST + " deep");
    }
    GgufValueType elements = type(key);
    long count = count(elements.leastBytes(), key);
    List<GgufValue> values = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      values.add(value(elements, key, depth + 1));
    }
    return new GgufValue.Sequence(elements, values);
  }

  private byte int8(String what) {
    return bytes.get(ValueLayout.JAVA_BYTE, take(1, what));
  }

  private short int16(String what) {
    return bytes.get(SHORT, take(2, what));
  }

  /** Where the next bytes begin. */
  private long take(long count, String what) {
    if (count > left()) {
      throw InputException.in(
          file, "cut off in %s: %d bytes are left, %d are needed".formatted(what, left(), count));
    }
    long from = position;
    position += count;
    return from;
  }
}
