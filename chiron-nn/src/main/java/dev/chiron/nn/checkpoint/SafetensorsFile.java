package dev.chiron.nn.checkpoint;

import dev.chiron.core.error.InputException;
import dev.chiron.nn.tensor.Tensors;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SequencedSet;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A safetensors file, mapped into memory: a tensor is read when it is asked for. */
public final class SafetensorsFile implements AutoCloseable {
  private final Path file;
  private final MemorySegment bytes;
  private final SafetensorsHeader header;
  private final Runnable closing;

  private SafetensorsFile(MappedFile<SafetensorsHeader> mapped) {
    this.file = mapped.file();
    this.bytes = mapped.bytes();
    this.header = mapped.header();
    this.closing = mapped::close;
  }

  /**
   * Maps a file and checks its header.
   *
   * @throws InputException if it is missing, is a pickle, or is corrupt; says what is wrong
   */
  public static SafetensorsFile open(Path file) {
    Pickles.refuse(file);
    return new SafetensorsFile(MappedFile.open(file, bytes -> header(file, bytes)));
  }

  /** Reads and checks the header of the bytes of a whole file. */
  static SafetensorsHeader header(Path file, MemorySegment bytes) {
    long size = bytes.byteSize();
    if (size < SafetensorsHeader.LENGTH_BYTES) {
      throw InputException.in(file, "not a safetensors file: it has only " + size + " bytes");
    }
    long length = bytes.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0);
    SafetensorsHeader.checkLength(file, length, size);
    MemorySegment json = bytes.asSlice(SafetensorsHeader.LENGTH_BYTES, length);
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder() // refuses malformed input, which String's constructor would replace
              .decode(json.asByteBuffer())
              .toString();
      return SafetensorsHeader.parse(file, text, length, size);
    } catch (CharacterCodingException e) {
      throw InputException.in(file, "the header is not UTF-8: " + e.getMessage());
    }
  }

  /** The names of the tensors, in the order of the header. */
  public SequencedSet<String> names() {
    return Collections.unmodifiableSequencedSet(header.entries().sequencedKeySet());
  }

  public long[] shape(String name) {
    return shape(entry(name));
  }

  public ElementType type(String name) {
    return entry(name).type();
  }

  /** The remarks of whoever wrote the file. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(header.metadata());
  }

  /**
   * A copy of a tensor in memory: float32 if it is stored as any kind of floating-point number,
   * otherwise as it is stored.
   */
  public Tensor read(String name) {
    SafetensorsHeader.Entry entry = entry(name);
    Tensor stored = Tensors.empty(entry.type().scalarType(), shape(entry));
    long length = entry.end() - entry.begin();
    if (length > 0) {
      MemorySegment source = bytes.asSlice(header.dataStart() + entry.begin(), length);
      try (MappedBytes from = new MappedBytes(source);
          Pointer to = stored.data_ptr()) {
        Pointer.memcpy(to, from, length);
      }
    }
    return entry.type().isFloating() ? stored.to(ScalarType.Float) : stored;
  }

  /**
   * The same, of a shape that is known.
   *
   * @throws InputException if it is stored in another shape
   */
  public Tensor read(String name, long[] shape) {
    if (!Arrays.equals(shape(name), shape)) {
      throw InputException.in(
          file,
          name,
          "has shape %s, config.json asks for %s"
              .formatted(Arrays.toString(shape(name)), Arrays.toString(shape)));
    }
    return read(name);
  }

  private static long[] shape(SafetensorsHeader.Entry entry) {
    return entry.shape().stream().mapToLong(Long::longValue).toArray();
  }

  private SafetensorsHeader.Entry entry(String name) {
    SafetensorsHeader.Entry entry = header.entries().get(name);
    if (entry == null) {
      throw InputException.in(file, "holds no tensor '" + name + "'");
    }
    return entry;
  }

  @Override
  public void close() {
    closing.run();
  }
}
