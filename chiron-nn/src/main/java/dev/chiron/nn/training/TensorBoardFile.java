package dev.chiron.nn.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Appends scalars to a file that TensorBoard reads.
 *
 * <p>A record is its length in eight bytes, the masked checksum of those, the data, and the masked
 * checksum of that (TFRecord). The data is a protocol buffer of the type Event: wall time (field 1,
 * double), step (2, varint), file version (3, text), summary (5); a summary repeats values (1) of a
 * tag (1, text) and a simple value (2, float).
 */
final class TensorBoardFile {
  private static final String VERSION = "brain.Event:2";
  private static final int MASK_DELTA = 0xa282ead8;
  private static final int MASK_ROTATION = 15;

  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;

  private final Path file;

  /**
   * @param file whose name holds {@code tfevents}, as TensorBoard looks for it; begun if it is not
   *     there
   */
  TensorBoardFile(Path file, Instant now) {
    this.file = file;
    if (!Files.exists(file)) {
      append(new Message().real64(1, seconds(now)).text(3, VERSION).bytes());
    }
  }

  /** Appends the values of a step. */
  void add(Instant now, long step, Map<String, Double> values) {
    Message summary = new Message();
    values.forEach(
        (tag, value) ->
            summary.bytes(1, new Message().text(1, tag).real32(2, value.floatValue()).bytes()));
    append(new Message().real64(1, seconds(now)).whole(2, step).bytes(5, summary.bytes()).bytes());
  }

  private static double seconds(Instant now) {
    return now.getEpochSecond() + now.getNano() / 1e9;
  }

  private void append(byte[] data) {
    byte[] length = little(8).putLong(data.length).array();
    byte[] record =
        little(length.length + 4 + data.length + 4)
            .put(length)
            .putInt(masked(length))
            .put(data)
            .putInt(masked(data))
            .array();
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, record, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int masked(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return Integer.rotateRight((int) checksum.getValue(), MASK_ROTATION) + MASK_DELTA;
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Fields of a protocol buffer, in the order of the calls. */
  private static final class Message {
    private byte[] content = {};

    Message whole(int field, long value) {
      return tag(field, VARINT).varint(value);
    }

    Message real64(int field, double value) {
      return tag(field, FIXED_64).raw(little(8).putDouble(value).array());
    }

    Message real32(int field, float value) {
      return tag(field, FIXED_32).raw(little(4).putFloat(value).array());
    }

    Message text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message bytes(int field, byte[] value) {
      return tag(field, BYTES).varint(value.length).raw(value);
    }

    byte[] bytes() {
      return content.clone();
    }

    private Message tag(int field, int wireType) {
      return varint((long) field << 3 | wireType);
    }

    private Message varint(long value) {
      long rest = value;
      while ((rest & ~0x7FL) != 0) {
        raw(new byte[] {(byte) ((rest & 0x7F) | 0x80)});
        rest >>>= 7;
      }
      return raw(new byte[] {(byte) rest});
    }

    private Message raw(byte[] more) {
      byte[] all = Arrays.copyOf(content, content.length + more.length);
      System.arraycopy(more, 0, all, content.length, more.length);
      content = all;
      return this;
    }
  }
}
