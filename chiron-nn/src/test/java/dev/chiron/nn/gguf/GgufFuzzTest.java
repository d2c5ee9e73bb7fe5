package dev.chiron.nn.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.chiron.core.error.InputException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are a GGUF file or are refused, whatever they claim. */
class GgufFuzzTest {
  private static final Path FILE = Path.of("fuzzed.gguf");

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    try {
      GgufHeader header = GgufHeader.parse(FILE, MemorySegment.ofArray(bytes));
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

  static Stream<byte[]> seeds() throws IOException {
    SequencedMap<String, GgufValue> metadata = new LinkedHashMap<>();
    metadata.put("general.architecture", GgufValue.text("llama"));
    metadata.put(GgufHeader.ALIGNMENT, GgufValue.count(32));
    metadata.put("tokens", GgufValue.texts(List.of("a", "b")));
    metadata.put("base", GgufValue.real(10_000));
    Path file = Files.createTempFile("seed", ".gguf");
    try {
      GgufWriter.write(file, metadata, List.of());
      return Stream.of(new byte[0], Files.readAllBytes(file));
    } finally {
      Files.delete(file);
    }
  }
}
