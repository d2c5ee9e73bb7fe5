package dev.chiron.nn.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.chiron.core.error.InputException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are a safetensors file or are refused, whatever they claim. */
class SafetensorsFuzzTest {
  private static final Path FILE = Path.of("fuzzed.safetensors");

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    try {
      SafetensorsHeader header = SafetensorsFile.header(FILE, MemorySegment.ofArray(bytes));
      header
          .entries()
          .values()
          .forEach(
              entry -> {
                assertThat(entry.begin()).isNotNegative();
                assertThat(header.dataStart() + entry.end()).isLessThanOrEqualTo(bytes.length);
              });
    } catch (InputException e) {
      assertThat(e).hasMessageStartingWith(FILE.toString());
    }
  }

  static Stream<byte[]> seeds() {
    return Stream.of(
            "{}",
            "{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}",
            "{\"a\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[0,8]}}",
            "{\"a\":{\"dtype\":\"I8\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,8]}}",
            "{\"a\":{\"dtype\":\"BF16\",\"shape\":[4],\"data_offsets\":[-8,0]}}",
            "{\"a\":".repeat(300) + "1" + "}".repeat(300))
        .map(SafetensorsFuzzTest::file);
  }

  private static byte[] file(String header) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + 8)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }
}
