package dev.chiron.nn.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  private static final DecoderConfig CONFIG = DecoderConfig.llama(20, 16, 2, 2);

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private Path directory;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(directory.resolve("model.safetensors"), bytes);
  }

  private static byte[] bytes(String header, int dataBytes) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer =
        ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    return buffer.putLong(json.length).put(json).array();
  }

  @Test
  void writtenWeightsAreReadBackBitForBit() {
    Decoder decoder = new Decoder(CONFIG);
    Path file = directory.resolve(Checkpoint.SINGLE);
    try (Parameters written = decoder.initialize(new Seeds(3))) {
      SafetensorsWriter.write(file, written);
      try (Parameters read = Checkpoint.read(directory, decoder)) {
        assertThat(read.names()).containsExactlyElementsOf(written.names());
        for (String name : written.names()) {
          assertThat(Tensors.floats(read.get(name))).isEqualTo(Tensors.floats(written.get(name)));
          assertThat(Tensors.shape(read.get(name))).isEqualTo(Tensors.shape(written.get(name)));
        }
      }
    }
  }

  @Test
  void bfloat16KeepsSevenBitsOfFractionAndHalvesTheFile() throws IOException {
    Path wide = directory.resolve("wide.safetensors");
    Path narrow = directory.resolve("narrow.safetensors");
    try (Scope _ = Scope.open()) {
      Weights weights =
          Weights.of(Map.of("x", Tensors.floats(new float[] {1, 1.0078125f, -3.1415927f, 1e30f})));
      SafetensorsWriter.write(wide, weights);
      SafetensorsWriter.write(narrow, weights, ElementType.BF16, Map.of("format", "pt"));
    }
    try (SafetensorsFile open = SafetensorsFile.open(narrow);
        Scope _ = Scope.open()) {
      assertThat(open.type("x")).isEqualTo(ElementType.BF16);
      assertThat(open.metadata()).containsEntry("format", "pt");
      float[] values = Tensors.floats(open.read("x"));
      assertThat(values[0]).isEqualTo(1);
      assertThat(values[1]).isEqualTo(1.0078125f);
      assertThat(values[2]).isEqualTo(-3.140625f);
      assertThat(values[3] / 1e30f).isBetween(0.996f, 1.004f);
    }
    assertThat(Files.size(wide)).isGreaterThan(Files.size(narrow) - 32);
  }

  @Test
  void everyElementTypeIsReadAsItsNumbers() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(2 + 2 + 8 + 4 + 1).order(ByteOrder.LITTLE_ENDIAN);
    data.putShort((short) 0x3E00); // 1.5 as half: sign 0, exponent 15, fraction 0.5
    data.putShort((short) 0xC040); // -3 as bfloat16: the upper half of the float
    data.putLong(-5).putInt(77).put((byte) 1);
    String header =
        """
        {"h":{"dtype":"F16","shape":[1],"data_offsets":[0,2]},
         "b":{"dtype":"BF16","shape":[],"data_offsets":[2,4]},
         "l":{"dtype":"I64","shape":[1,1],"data_offsets":[4,12]},
         "i":{"dtype":"I32","shape":[1],"data_offsets":[12,16]},
         "t":{"dtype":"BOOL","shape":[1],"data_offsets":[16,17]}}""";
    byte[] all = bytes(header, 17);
    System.arraycopy(data.array(), 0, all, all.length - 17, 17);
    try (SafetensorsFile open = SafetensorsFile.open(file(all));
        Scope _ = Scope.open()) {
      assertThat(Tensors.floats(open.read("h"))).containsExactly(1.5f);
      assertThat(Tensors.floats(open.read("b"))).containsExactly(-3);
      assertThat(open.read("b").scalar_type().intern()).isEqualTo(ScalarType.Float);
      assertThat(Tensors.longs(open.read("l"))).containsExactly(-5);
      assertThat(Tensors.longs(open.read("i"))).containsExactly(77);
      assertThat(Tensors.longs(open.read("t"))).containsExactly(1);
      assertThat(open.shape("l")).containsExactly(1, 1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          not JSON                 | {"x": ?}                                                        | 0  | not valid JSON
          not an object            | [1, 2]                                                          | 0  | not a JSON object
          twice the same name      | {"x":{"dtype":"I8","shape":[0],"data_offsets":[0,0]},"x":{"dtype":"I8","shape":[0],"data_offsets":[0,0]}} | 0 | Duplicate field 'x'
          unknown dtype            | {"x":{"dtype":"F4","shape":[2],"data_offsets":[0,1]}}           | 1  | dtype 'F4'
          no dtype                 | {"x":{"shape":[2],"data_offsets":[0,1]}}                        | 1  | dtype ''
          no shape                 | {"x":{"dtype":"F32","data_offsets":[0,4]}}                      | 4  | shape is not an array
          negative size            | {"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}         | 4  | shape holds -1
          fractional size          | {"x":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}        | 4  | shape holds 1.5
          size that overflows      | {"x":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}} | 4 | too large
          one offset               | {"x":{"dtype":"F32","shape":[1],"data_offsets":[4]}}            | 4  | not a begin and an end
          offsets the wrong way    | {"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}          | 4  | not a begin and an end
          offset beyond a long     | {"x":{"dtype":"F32","shape":[1],"data_offsets":[0,99999999999999999999]}} | 4 | not a length
          length and shape differ  | {"x":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}          | 8  | need 12 bytes, data_offsets hold 8
          file cut off             | {"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}         | 8  | cut off
          hole at the start        | {"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}          | 8  | a hole
          hole between             | {"x":{"dtype":"I8","shape":[1],"data_offsets":[0,1]},"y":{"dtype":"I8","shape":[1],"data_offsets":[2,3]}} | 3 | 'y': a hole
          overlap                  | {"x":{"dtype":"I8","shape":[2],"data_offsets":[0,2]},"y":{"dtype":"I8","shape":[2],"data_offsets":[1,3]}} | 3 | 'y': overlap
          bytes of no tensor       | {"x":{"dtype":"I8","shape":[2],"data_offsets":[0,2]}}           | 5  | 3 bytes after
          metadata not text        | {"__metadata__":{"a":1}}                                        | 0  | 'a' is not a text
          """)
  void aCorruptHeaderIsRefusedWithWhatIsWrong(
      String what, String header, int dataBytes, String message) throws IOException {
    Path file = file(bytes(header, dataBytes));
    assertThatThrownBy(() -> SafetensorsFile.open(file).close())
        .as(what)
        .isInstanceOf(InputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }

  @Test
  void aLengthThatIsNotTrueIsRefusedBeforeAnythingIsRead() throws IOException {
    for (long length : new long[] {-1, 0, 1, Long.MAX_VALUE, 100_000_001, 1000}) {
      ByteBuffer buffer = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      Path file = file(buffer.array());
      assertThatThrownBy(() -> SafetensorsFile.open(file).close())
          .isInstanceOf(InputException.class)
          .hasMessageContaining(file.toString());
    }
    Path empty = file(new byte[0]);
    assertThatThrownBy(() -> SafetensorsFile.open(empty).close())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("only 0 bytes");
  }

  @Test
  void noChangeOfBytesDoesMoreHarmThanAnInputException() throws IOException {
    Decoder decoder = new Decoder(CONFIG);
    Path good = directory.resolve("good.safetensors");
    try (Parameters weights = decoder.initialize(new Seeds(3))) {
      SafetensorsWriter.write(good, weights);
    }
    byte[] original = Files.readAllBytes(good);
    int header = 8 + (int) ByteBuffer.wrap(original).order(ByteOrder.LITTLE_ENDIAN).getLong();
    SplittableRandom random = new SplittableRandom(17);
    int refused = 0;
    for (int round = 0; round < 400; round++) {
      byte[] bytes = original.clone();
      if (random.nextInt(5) == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      } else {
        for (int change = 0; change <= random.nextInt(3); change++) {
          bytes[random.nextInt(header)] = (byte) random.nextInt(256);
        }
      }
      Path file = file(bytes);
      try (Parameters read = Checkpoint.read(directory, decoder)) {
        assertThat(read.names()).hasSameSizeAs(decoder.shapes().keySet());
      } catch (InputException e) {
        assertThat(e).hasMessageContaining(file.toString());
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(300);
  }

  @Test
  void shardsAreFoundThroughTheIndex() throws IOException {
    Decoder decoder = new Decoder(CONFIG);
    try (Parameters weights = decoder.initialize(new Seeds(3))) {
      StringBuilder index = new StringBuilder();
      LinkedHashMap<String, Tensor> odd = new LinkedHashMap<>();
      LinkedHashMap<String, Tensor> even = new LinkedHashMap<>();
      for (String name : weights.names()) {
        boolean first = odd.size() <= even.size();
        (first ? odd : even).put(name, weights.get(name));
        index
            .append(index.isEmpty() ? "" : ",")
            .append("\"%s\":\"part-%d.safetensors\"".formatted(name, first ? 1 : 2));
      }
      SafetensorsWriter.write(directory.resolve("part-1.safetensors"), Weights.of(odd));
      SafetensorsWriter.write(directory.resolve("part-2.safetensors"), Weights.of(even));
      Path indexFile = directory.resolve(Checkpoint.INDEX);
      Files.writeString(indexFile, "{\"metadata\":{},\"weight_map\":{" + index + "}}");
      try (Parameters read = Checkpoint.read(directory, decoder)) {
        for (String name : weights.names()) {
          assertThat(Tensors.floats(read.get(name))).isEqualTo(Tensors.floats(weights.get(name)));
        }
      }
      Files.writeString(indexFile, "{\"weight_map\":{\"model.embed_tokens.weight\":\"../a\"}}");
      assertThatThrownBy(() -> Checkpoint.read(directory, decoder).close())
          .isInstanceOf(InputException.class)
          .hasMessageContaining("'../a' is not a safetensors file name");
    }
  }

  @Test
  void weightsOfAnotherShapeAreRefusedByName() {
    try (Parameters weights = new Decoder(CONFIG).initialize(new Seeds(3))) {
      SafetensorsWriter.write(directory.resolve(Checkpoint.SINGLE), weights);
    }
    Decoder wider = new Decoder(DecoderConfig.llama(20, 32, 2, 2));
    assertThatThrownBy(() -> Checkpoint.read(directory, wider).close())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("model.embed_tokens.weight")
        .hasMessageContaining("[20, 16]");
    Decoder deeper = new Decoder(DecoderConfig.llama(20, 16, 3, 2));
    assertThatThrownBy(() -> Checkpoint.read(directory, deeper).close())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("model.layers.2.input_layernorm.weight");
  }

  @Test
  void picklesAreRefusedWithTheWayToConvertThem() throws IOException {
    Path byName = Files.write(directory.resolve("pytorch_model.bin"), new byte[] {1, 2, 3});
    Path zip = Files.write(directory.resolve("zip.safetensors"), new byte[] {'P', 'K', 3, 4, 0});
    for (Path file : new Path[] {byName, zip}) {
      assertThatThrownBy(() -> SafetensorsFile.open(file).close())
          .isInstanceOf(InputException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("safetensors.torch.save_file");
    }
    assertThatThrownBy(() -> Checkpoint.read(directory, new Decoder(CONFIG)).close())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("pickle");
  }
}
