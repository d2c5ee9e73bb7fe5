package dev.chiron.nn.gguf;

import dev.chiron.core.io.AtomicFiles;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/** Writes GGUF files of version 3. */
public final class GgufWriter {
  private static final int ALIGNMENT = GgufHeader.DEFAULT_ALIGNMENT;

  /** Numbers that are converted at once. */
  private static final long CHUNK = 1 << 22;

  private GgufWriter() {}

  /**
   * A tensor to be written.
   *
   * @param shape the slowest dimension first
   * @param type F32, F16 or Q8_0; of the last, rows are multiples of 32
   * @param numbers gives the tensor when it is its turn, in a scope of its own
   */
  public record Entry(String name, List<Long> shape, GgufType type, Supplier<Tensor> numbers) {
    public Entry {
      shape = List.copyOf(shape);
    }

    long bytes() {
      return type.bytes(shape.stream().reduce(1L, Math::multiplyExact));
    }
  }

  /**
   * Writes a file in one step: it is complete or unchanged.
   *
   * @throws dev.chiron.core.error.InputException if the place cannot be written
   */
  public static void write(
      Path file, SequencedMap<String, GgufValue> metadata, List<Entry> entries) {
    AtomicFiles.write(
        file,
        (AtomicFiles.Content)
            temporary -> {
              try (Output out =
                      new Output(new BufferedOutputStream(Files.newOutputStream(temporary)));
                  var _ = Torch.noGradient()) {
                header(out, metadata, entries);
                for (Entry entry : entries) {
                  out.pad();
                  numbers(out, entry);
                }
                out.pad();
              }
            });
  }

  private static void header(
      Output out, SequencedMap<String, GgufValue> metadata, List<Entry> entries)
      throws IOException {
    out.int32(GgufHeader.MAGIC);
    out.int32(GgufHeader.VERSION);
    out.int64(entries.size());
    out.int64(metadata.size());
    for (var each : metadata.entrySet()) {
      out.text(each.getKey());
      out.int32(each.getValue().type().code());
      out.value(each.getValue());
    }
    long begin = 0;
    for (Entry entry : entries) {
      out.text(entry.name);
      out.int32(entry.shape.size());
      for (long size : entry.shape.reversed()) {
        out.int64(size);
      }
      out.int32(entry.type.code());
      out.int64(begin);
      begin += Math.ceilDiv(entry.bytes(), ALIGNMENT) * ALIGNMENT;
    }
  }

  private static void numbers(Output out, Entry entry) throws IOException {
    try (Scope _ = Scope.open()) {
      long row = entry.shape.getLast();
      Tensor rows = entry.numbers.get().detach().reshape(-1, row);
      long step = Math.max(1, CHUNK / row);
      for (long from = 0; from < rows.size(0); from += step) {
        try (Scope _ = Scope.open()) {
          long count = Math.min(step, rows.size(0) - from);
          float[] values = Tensors.floats(rows.narrow(0, from, count));
          out.bytes(GgufNumbers.encode(entry.type, values));
        }
      }
    }
  }

  /** Little-endian values one after another. */
  private static final class Output implements AutoCloseable {
    private final OutputStream out;
    private long position;

    Output(OutputStream out) {
      this.out = out;
    }

    void bytes(byte[] bytes) throws IOException {
      out.write(bytes);
      position += bytes.length;
    }

    void pad() throws IOException {
      bytes(new byte[(int) ((ALIGNMENT - position % ALIGNMENT) % ALIGNMENT)]);
    }

    void int32(int value) throws IOException {
      bytes(buffer(4).putInt(value).array());
    }

    void int64(long value) throws IOException {
      bytes(buffer(8).putLong(value).array());
    }

    void text(String text) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      int64(bytes.length);
      bytes(bytes);
    }

    void value(GgufValue value) throws IOException {
      switch (value) {
        case GgufValue.Whole(GgufValueType type, long number) ->
            bytes(Arrays.copyOf(buffer(8).putLong(number).array(), type.leastBytes()));
        case GgufValue.Real(GgufValueType type, double number) ->
            bytes(
                type == GgufValueType.FLOAT32
                    ? buffer(4).putFloat((float) number).array()
                    : buffer(8).putDouble(number).array());
        case GgufValue.Truth(boolean truth) -> bytes(new byte[] {(byte) (truth ? 1 : 0)});
        case GgufValue.Text(String text) -> text(text);
        case GgufValue.Sequence(GgufValueType elements, List<GgufValue> values) -> {
          int32(elements.code());
          int64(values.size());
          for (GgufValue each : values) {
            value(each);
          }
        }
      }
    }

    private static ByteBuffer buffer(int size) {
      return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
