package dev.chiron.nn.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.error.InputException;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufFileTest {
  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private Path directory;

  private static float[] numbers(int count) {
    SplittableRandom random = new SplittableRandom(7);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private Path written(SequencedMap<String, GgufValue> metadata, GgufType... types) {
    Path file = directory.resolve("model.gguf");
    try (Scope _ = Scope.open()) {
      Tensor tensor = Tensors.floats(numbers(3 * 64), 3, 64);
      GgufWriter.write(
          file,
          metadata,
          Arrays.stream(types)
              .map(t -> new GgufWriter.Entry("t." + t, List.of(3L, 64L), t, () -> tensor))
              .toList());
    }
    return file;
  }

  @Test
  void everyValueOfTheMetadataIsReadBack() {
    SequencedMap<String, GgufValue> metadata = new LinkedHashMap<>();
    metadata.put("text", GgufValue.text("naïve 🙂"));
    metadata.put("count", GgufValue.count(-1)); // 2^32 - 1
    metadata.put("real", GgufValue.real(0.1f));
    metadata.put("truth", GgufValue.truth(true));
    metadata.put("texts", GgufValue.texts(List.of("", "a", "Ġb")));
    metadata.put("integers", GgufValue.integers(List.of(-3, 0, 5)));
    metadata.put("long", new GgufValue.Whole(GgufValueType.INT64, Long.MIN_VALUE));
    metadata.put("byte", new GgufValue.Whole(GgufValueType.INT8, -1));
    metadata.put("short", new GgufValue.Whole(GgufValueType.UINT16, 65535));
    metadata.put("double", new GgufValue.Real(GgufValueType.FLOAT64, Math.PI));
    metadata.put(
        "nested",
        new GgufValue.Sequence(GgufValueType.ARRAY, List.of(GgufValue.integers(List.of(1)))));
    try (GgufFile open = GgufFile.open(written(metadata))) {
      metadata.put("count", new GgufValue.Whole(GgufValueType.UINT32, 0xFFFF_FFFFL));
      assertThat(open.metadata()).containsExactlyEntriesOf(metadata);
      assertThat(open.text("text")).contains("naïve 🙂");
      assertThat(open.number("short")).hasValue(65535);
      assertThat(open.number("text")).isEmpty();
      assertThat(open.names()).isEmpty();
    }
  }

  @Test
  void numbersAreReadBackWithinThePrecisionOfTheirType() {
    float[] expected = numbers(3 * 64);
    Path file = written(new LinkedHashMap<>(), GgufType.F32, GgufType.Q8_0, GgufType.F16);
    try (GgufFile open = GgufFile.open(file);
        Scope _ = Scope.open()) {
      assertThat(open.shape("t.F16")).containsExactly(3L, 64L);
      assertThat(open.type("t.Q8_0")).isEqualTo(GgufType.Q8_0);
      assertThat(Tensors.floats(open.read("t.F32"))).isEqualTo(expected);
      float[] half = Tensors.floats(open.read("t.F16"));
      float[] eight = Tensors.floats(open.read("t.Q8_0"));
      for (int i = 0; i < expected.length; i++) {
        assertThat(half[i]).isCloseTo(expected[i], within(Math.abs(expected[i]) / 1024));
        float largest = 0;
        for (int j = i / 32 * 32; j < i / 32 * 32 + 32; j++) {
          largest = Math.max(largest, Math.abs(expected[j]));
        }
        // Half a step, and the rounding of the scale to 11 bits.
        assertThat(eight[i]).isCloseTo(expected[i], within(largest * (0.5f / 127 + 1f / 2048)));
      }
    }
  }

  @Test
  void aBlockOfEightBitsIsAScaleAndRoundedShares() {
    float[] values = new float[32];
    values[0] = -127;
    values[1] = 63.5f;
    values[2] = -0.5f;
    values[3] = 0.4f;
    byte[] bytes = GgufNumbers.encode(GgufType.Q8_0, values);
    assertThat(bytes).hasSize(34);
    assertThat(Float.float16ToFloat((short) ((bytes[0] & 0xFF) | bytes[1] << 8))).isEqualTo(1);
    assertThat(new byte[] {bytes[2], bytes[3], bytes[4], bytes[5], bytes[6]})
        .containsExactly(-127, 64, -1, 0, 0);
    assertThat(GgufNumbers.encode(GgufType.Q8_0, new float[32])).containsOnly(0);
  }

  /** A file of one F32 tensor of 3 × 64 numbers without metadata, with some bytes changed. */
  private Path damaged(Consumer<ByteBuffer> damage) throws IOException {
    Path file = written(new LinkedHashMap<>(), GgufType.F32);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    damage.accept(bytes);
    byte[] rest = new byte[bytes.limit()];
    bytes.get(0, rest);
    return Files.write(file, rest);
  }

  private void assertRefused(String because, Consumer<ByteBuffer> damage) throws IOException {
    Path file = damaged(damage);
    assertThatThrownBy(() -> GgufFile.open(file).close())
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(because);
  }

  // Where the parts of the file above lie.
  private static final int TENSORS = 8;
  private static final int KEYS = 16;
  private static final int NAME_LENGTH = 24;
  private static final int NAME = 32;
  private static final int DIMENSIONS = NAME + "t.F32".length();
  private static final int FIRST_SIZE = DIMENSIONS + 4;
  private static final int TYPE = FIRST_SIZE + 16;
  private static final int OFFSET = TYPE + 4;

  @Test
  void whatIsNoGgufFileIsRefused() throws IOException {
    assertRefused("does not begin with 'GGUF'", bytes -> bytes.put(0, (byte) 'X'));
    assertRefused("does not begin with 'GGUF'", bytes -> bytes.limit(2));
    assertRefused("version 1 is not supported", bytes -> bytes.putInt(4, 1));
    assertRefused("version 4294967295", bytes -> bytes.putInt(4, -1));
    assertThatThrownBy(() -> GgufFile.open(directory.resolve("none.gguf")).close())
        .hasMessageContaining("no such file");
  }

  @Test
  void countsAndLengthsBeyondTheFileAreRefusedBeforeAnythingIsAllocated() throws IOException {
    for (long count : new long[] {Long.MAX_VALUE, -1, 1L << 40, 1000}) {
      assertRefused("the number of tensors", bytes -> bytes.putLong(TENSORS, count));
      assertRefused("do not fit", bytes -> bytes.putLong(KEYS, count));
      assertRefused("do not fit", bytes -> bytes.putLong(NAME_LENGTH, count));
    }
    assertRefused("cut off", bytes -> bytes.limit(OFFSET + 2));
    assertRefused("the file is cut off", bytes -> bytes.limit(bytes.limit() - 32));
  }

  @Test
  void impossibleTensorsAreRefusedByName() throws IOException {
    assertRefused("'t.F32': has 0 dimensions", bytes -> bytes.putInt(DIMENSIONS, 0));
    assertRefused("has 4294967295 dimensions", bytes -> bytes.putInt(DIMENSIONS, -1));
    assertRefused("a dimension of 0", bytes -> bytes.putLong(FIRST_SIZE, 0));
    assertRefused("a dimension of -5", bytes -> bytes.putLong(FIRST_SIZE, -5));
    assertRefused("too large for any file", bytes -> bytes.putLong(FIRST_SIZE, Long.MAX_VALUE / 2));
    assertRefused("too large for any file", bytes -> bytes.putLong(FIRST_SIZE, 1L << 60));
    assertRefused("the file is cut off", bytes -> bytes.putLong(FIRST_SIZE, 128));
    assertRefused("unknown type 99", bytes -> bytes.putInt(TYPE, 99));
    assertRefused(
        "rows of 65 numbers, Q8_0", bytes -> bytes.putLong(FIRST_SIZE, 65).putInt(TYPE, 8));
    assertRefused("no multiple of 32", bytes -> bytes.putLong(OFFSET, 1));
    assertRefused("no multiple of 32", bytes -> bytes.putLong(OFFSET, -32));
    assertRefused("the file is cut off", bytes -> bytes.putLong(OFFSET, 32));
    assertRefused("the file is cut off", bytes -> bytes.putLong(OFFSET, Long.MAX_VALUE - 31));
    assertRefused("not UTF-8", bytes -> bytes.put(NAME, (byte) 0xFF));
  }

  @Test
  void overlapsDuplicatesAndWrongAlignmentsAreRefused() throws IOException {
    Path file = written(new LinkedHashMap<>(), GgufType.F32, GgufType.F16);
    byte[] bytes = Files.readAllBytes(file);
    int second = OFFSET + 8; // the name of the second tensor
    byte[] overlapping = bytes.clone();
    overlapping[second + 8 + 5 + 4 + 16 + 4] = 32;
    overlapping[second + 8 + 5 + 4 + 16 + 4 + 1] = 0;
    assertThatThrownBy(() -> GgufFile.open(Files.write(file, overlapping)).close())
        .hasMessageContaining("overlaps 't.F32'");
    byte[] twice = bytes.clone();
    twice[second + 8 + 3] = '3';
    twice[second + 8 + 4] = '2';
    assertThatThrownBy(() -> GgufFile.open(Files.write(file, twice)).close())
        .hasMessageContaining("'t.F32' occurs twice");
    for (int wrong : new int[] {0, 24, -8}) {
      SequencedMap<String, GgufValue> metadata = new LinkedHashMap<>();
      metadata.put(GgufHeader.ALIGNMENT, GgufValue.count(wrong));
      Path odd = written(metadata, GgufType.F32);
      assertThatThrownBy(() -> GgufFile.open(odd).close())
          .hasMessageContaining("general.alignment")
          .hasMessageContaining("power of two");
    }
  }

  @Test
  void arraysInArraysEndSomewhere() {
    GgufValue value = GgufValue.integers(List.of(1));
    for (int i = 0; i < 50; i++) {
      value = new GgufValue.Sequence(GgufValueType.ARRAY, List.of(value));
    }
    SequencedMap<String, GgufValue> metadata = new LinkedHashMap<>();
    metadata.put("deep", value);
    Path file = written(metadata);
    assertThatThrownBy(() -> GgufFile.open(file).close())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'deep'");
  }

  @Test
  void tensorsThatAreNotThereOrOfUnreadableTypesAreRefused() throws IOException {
    Path file = damaged(bytes -> bytes.putLong(FIRST_SIZE, 32).putInt(TYPE, 2));
    try (GgufFile open = GgufFile.open(file);
        Scope _ = Scope.open()) {
      assertThatThrownBy(() -> open.read("t.F32")).hasMessageContaining("Q4_0 cannot be read");
      assertThatThrownBy(() -> open.read("x")).hasMessageContaining("no tensor 'x'");
    }
  }
}
