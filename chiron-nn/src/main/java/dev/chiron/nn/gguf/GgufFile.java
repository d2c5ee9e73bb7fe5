package dev.chiron.nn.gguf;

import dev.chiron.core.error.InputException;
import dev.chiron.nn.checkpoint.MappedFile;
import dev.chiron.nn.tensor.Tensors;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedSet;
import org.bytedeco.pytorch.Tensor;

/** A GGUF file, mapped into memory: a tensor is read when it is asked for. */
public final class GgufFile implements AutoCloseable {
  private final Path file;
  private final MemorySegment bytes;
  private final GgufHeader header;
  private final Runnable closing;

  private GgufFile(MappedFile<GgufHeader> mapped) {
    this.file = mapped.file();
    this.bytes = mapped.bytes();
    this.header = mapped.header();
    this.closing = mapped::close;
  }

  /**
   * Maps a file and checks its header.
   *
   * @throws InputException if it is missing or corrupt; says what is wrong
   */
  public static GgufFile open(Path file) {
    return new GgufFile(MappedFile.open(file, bytes -> GgufHeader.parse(file, bytes)));
  }

  /** All keys, in the order of the file. */
  public Map<String, GgufValue> metadata() {
    return Collections.unmodifiableMap(header.metadata());
  }

  /** The text of a key, if it has one. */
  public Optional<String> text(String key) {
    return header.metadata().get(key) instanceof GgufValue.Text(String value)
        ? Optional.of(value)
        : Optional.empty();
  }

  /** The whole number of a key, if it has one. */
  public OptionalLong number(String key) {
    return header.metadata().get(key) instanceof GgufValue.Whole(_, long value)
        ? OptionalLong.of(value)
        : OptionalLong.empty();
  }

  /** The names of the tensors, in the order of the file. */
  public SequencedSet<String> names() {
    return Collections.unmodifiableSequencedSet(header.entries().sequencedKeySet());
  }

  /** The slowest dimension first. */
  public List<Long> shape(String name) {
    return entry(name).shape();
  }

  public GgufType type(String name) {
    return entry(name).type();
  }

  /**
   * The numbers of a tensor as float32, in the caller's scope.
   *
   * @throws InputException if there is no such tensor, or its type is not {@linkplain
   *     GgufType#isReadable readable}
   */
  public Tensor read(String name) {
    GgufHeader.Entry entry = entry(name);
    if (!entry.type().isReadable()) {
      throw InputException.in(file, name, "numbers of type " + entry.type() + " cannot be read");
    }
    long[] shape = entry.shape().stream().mapToLong(Long::longValue).toArray();
    MemorySegment stored = bytes.asSlice(header.dataStart() + entry.begin(), entry.bytes());
    return Tensors.floats(GgufNumbers.decode(entry.type(), stored), shape);
  }

  private GgufHeader.Entry entry(String name) {
    GgufHeader.Entry entry = header.entries().get(name);
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
