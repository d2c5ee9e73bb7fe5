package dev.chiron.nn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardFileTest {
  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private Path directory;

  /** One event as the format's description says it is to be read. */
  private record Event(double time, long step, String version, Map<String, Float> values) {}

  /** CRC-32C bit by bit, by its polynomial. */
  private static int checksum(byte[] bytes) {
    int crc = ~0;
    for (byte each : bytes) {
      crc ^= each & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 1 ? (crc >>> 1) ^ 0x82F63B78 : crc >>> 1;
      }
    }
    return ~crc;
  }

  private static int masked(byte[] bytes) {
    int crc = checksum(bytes);
    return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
  }

  private static List<Event> read(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] length = new byte[8];
      in.get(length);
      assertThat(in.getInt()).isEqualTo(masked(length));
      byte[] data =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      in.get(data);
      assertThat(in.getInt()).isEqualTo(masked(data));
      events.add(event(data));
    }
    return events;
  }

  private static Event event(byte[] data) {
    double time = 0;
    long step = 0;
    String version = "";
    Map<String, Float> values = new LinkedHashMap<>();
    ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      switch ((int) varint(in)) {
        case (1 << 3) | 1 -> time = in.getDouble();
        case 2 << 3 -> step = varint(in);
        case (3 << 3) | 2 -> version = new String(bytes(in), StandardCharsets.UTF_8);
        case (5 << 3) | 2 -> {
          ByteBuffer summary = ByteBuffer.wrap(bytes(in)).order(ByteOrder.LITTLE_ENDIAN);
          while (summary.hasRemaining()) {
            assertThat(varint(summary)).isEqualTo((1 << 3) | 2);
            ByteBuffer value = ByteBuffer.wrap(bytes(summary)).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(varint(value)).isEqualTo((1 << 3) | 2);
            String tag = new String(bytes(value), StandardCharsets.UTF_8);
            assertThat(varint(value)).isEqualTo((2 << 3) | 5);
            values.put(tag, value.getFloat());
          }
        }
        default -> throw new AssertionError("an unknown field");
      }
    }
    return new Event(time, step, version, values);
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static byte[] bytes(ByteBuffer in) {
    byte[] bytes = new byte[(int) varint(in)];
    in.get(bytes);
    return bytes;
  }

  @Test
  void checksumsAreThoseOfThePublishedExample() {
    // RFC 3720, appendix B.4: 32 bytes of zeros.
    assertThat(checksum(new byte[32])).isEqualTo(0x8A9136AA);
    assertThat(TensorBoardFile.masked(new byte[32])).isEqualTo(masked(new byte[32]));
  }

  @Test
  void writtenScalarsAreReadBackByTheFormat() throws IOException {
    Path file = directory.resolve("tensorboard").resolve("events.out.tfevents.chiron");
    Instant start = Instant.parse("2026-01-01T00:00:00.5Z");
    new TensorBoardFile(file, start).add(start.plusSeconds(1), 1, Map.of("loss", 2.5));
    new TensorBoardFile(file, start)
        .add(start.plusSeconds(2), 300_000_000_000L, Map.of("Größe", -0.125, "b", 1e30));
    List<Event> events = read(file);
    assertThat(events).hasSize(3);
    assertThat(events.get(0).version()).isEqualTo("brain.Event:2");
    assertThat(events.get(0).time()).isCloseTo(start.toEpochMilli() / 1000.0, within(1e-6));
    assertThat(events.get(1).step()).isEqualTo(1);
    assertThat(events.get(1).values()).containsExactly(Map.entry("loss", 2.5f));
    assertThat(events.get(2).step()).isEqualTo(300_000_000_000L);
    assertThat(events.get(2).values())
        .containsOnly(Map.entry("Größe", -0.125f), Map.entry("b", 1e30f));
  }
}
