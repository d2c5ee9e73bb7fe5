package dev.chiron.nn.gguf;

import dev.chiron.core.error.InputException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What is in a GGUF file (version 2 or 3) and where. Reading it checks every count, length, size
 * and offset before it is used, so that no claim of the file leads beyond its end.
 *
 * @param dataStart where the numbers begin
 */
record GgufHeader(
    SequencedMap<String, GgufValue> metadata, SequencedMap<String, Entry> entries, long dataStart) {
  static final int MAGIC = 0x46554747; // "GGUF", little-endian
  static final int VERSION = 3;
  static final String ALIGNMENT = "general.alignment";

  /** Where the format aligns tensors unless {@link #ALIGNMENT} says otherwise. */
  static final int DEFAULT_ALIGNMENT = 32;

  private static final int FIRST_VERSION_WITH_LONG_COUNTS = 2;
  private static final int MOST_DIMENSIONS = 4;

  /** An empty key, a type and a byte. */
  private static final int LEAST_PAIR = 8 + 4 + 1;

  /** An empty name, dimensions, one of them, type and offset. */
  private static final int LEAST_TENSOR = 8 + 4 + 8 + 4 + 8;

  /** The largest page of any known machine: more is no alignment but a mistake. */
  private static final long LARGEST_ALIGNMENT = 1 << 20;

  /**
   * One tensor.
   *
   * @param shape in the engine's order, the slowest dimension first: the reverse of the file's
   * @param begin from the start of the numbers
   */
  record Entry(String name, GgufType type, List<Long> shape, long begin, long bytes) {
    long end() {
      return begin + bytes;
    }
  }

  /**
   * Reads and checks the header.
   *
   * @throws InputException saying what is wrong, with the key or the tensor
   */
  static GgufHeader parse(Path file, MemorySegment bytes) {
    GgufReader in = new GgufReader(file, bytes);
    if (bytes.byteSize() < 4 || in.uint32("the first bytes") != MAGIC) {
      throw InputException.in(file, "not a GGUF file: it does not begin with 'GGUF'");
    }
    int version = in.uint32("the version");
    if (version < FIRST_VERSION_WITH_LONG_COUNTS || version > VERSION) {
      throw InputException.in(
          file,
          "GGUF version %s is not supported; 2 and 3 are"
              .formatted(Integer.toUnsignedString(version)));
    }
    long tensors = in.count(LEAST_TENSOR, "the number of tensors");
    long pairs = in.count(LEAST_PAIR, "the number of keys");
    LinkedHashMap<String, GgufValue> metadata = new LinkedHashMap<>();
    for (long i = 0; i < pairs; i++) {
      String key = in.text("key " + (i + 1));
      if (metadata.put(key, in.value(key)) != null) {
        throw InputException.in(file, key, "occurs twice");
      }
    }
    LinkedHashMap<String, Entry> entries = new LinkedHashMap<>();
    for (long i = 0; i < tensors; i++) {
      Entry entry = entry(file, in, i + 1);
      if (entries.put(entry.name, entry) != null) {
        throw InputException.in(file, "the tensor '" + entry.name + "' occurs twice");
      }
    }
    long alignment = alignment(file, metadata);
    long dataStart = Math.ceilDiv(in.position(), alignment) * alignment;
    checkPlaces(file, List.copyOf(entries.values()), alignment, bytes.byteSize() - dataStart);
    return new GgufHeader(metadata, entries, dataStart);
  }

  private static Entry entry(Path file, GgufReader in, long number) {
    String name = in.text("the name of tensor " + number);
    int dimensions = in.uint32(name);
    if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
      throw InputException.in(
          file,
          name,
          "has %s dimensions, not 1 to %d"
              .formatted(Integer.toUnsignedString(dimensions), MOST_DIMENSIONS));
    }
    List<Long> shape = new ArrayList<>();
    for (int i = 0; i < dimensions; i++) {
      shape.addFirst(in.int64(name));
    }
    int code = in.uint32(name);
    GgufType type =
        GgufType.of(code)
            .orElseThrow(
                () ->
                    InputException.in(
                        file, name, "has the unknown type " + Integer.toUnsignedString(code)));
    return new Entry(
        name, type, List.copyOf(shape), in.int64(name), bytes(file, name, type, shape));
  }

  private static long bytes(Path file, String name, GgufType type, List<Long> shape) {
    long count = 1;
    try {
      for (long size : shape) {
        if (size < 1) {
          throw InputException.in(file, name, "has a dimension of " + size);
        }
        count = Math.multiplyExact(count, size);
      }
      if (shape.getLast() % type.numbers() != 0) {
        throw InputException.in(
            file,
            name,
            "has rows of %d numbers, %s has blocks of %d"
                .formatted(shape.getLast(), type, type.numbers()));
      }
      return type.bytes(count);
    } catch (ArithmeticException e) {
      throw InputException.in(file, name, "has the shape " + shape + ", too large for any file");
    }
  }

  private static long alignment(Path file, SequencedMap<String, GgufValue> metadata) {
    GgufValue value = metadata.get(ALIGNMENT);
    if (value == null) {
      return DEFAULT_ALIGNMENT;
    }
    if (value instanceof GgufValue.Whole(_, long bytes)
        && bytes > 0
        && bytes <= LARGEST_ALIGNMENT
        && Long.bitCount(bytes) == 1) {
      return bytes;
    }
    throw InputException.in(file, ALIGNMENT, "must be a power of two up to " + LARGEST_ALIGNMENT);
  }

  /** Tensors are aligned, inside the file, and do not overlap. */
  private static void checkPlaces(Path file, List<Entry> entries, long alignment, long dataBytes) {
    List<Entry> ordered = new ArrayList<>(entries);
    ordered.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::bytes));
    long end = 0;
    String before = "";
    for (Entry entry : ordered) {
      if (entry.begin < 0 || entry.begin % alignment != 0) {
        throw InputException.in(
            file,
            entry.name,
            "begins at byte %s, no multiple of %d"
                .formatted(Long.toUnsignedString(entry.begin), alignment));
      }
      if (entry.bytes > dataBytes - entry.begin) {
        throw InputException.in(
            file,
            entry.name,
            "takes %d bytes from %d on, but only %d are there: the file is cut off"
                .formatted(entry.bytes, entry.begin, Math.max(0, dataBytes)));
      }
      if (entry.begin < end) {
        throw InputException.in(file, entry.name, "overlaps '" + before + "'");
      }
      end = entry.end();
      before = entry.name;
    }
  }
}
