package dev.chiron.nn.training;

import dev.chiron.core.error.InputException;
import dev.chiron.core.io.AtomicFiles;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * Training examples in one memory-mapped file, for corpora that should not be on the heap.
 *
 * <p>Little-endian: eight bytes {@code CHIRONTK}; int64 number of examples n; int64 number of
 * tokens m; int64 largest token id; m token ids of 16 bits, padded to a multiple of 8 bytes; m loss
 * weights of one bit, padded likewise; n + 1 offsets of int64, where the examples begin and end.
 * The file is unmapped when this object is collected.
 */
public final class TokenFile implements TrainingSet {
  static final long MAGIC = 0x4b544e4f52494843L;
  static final long HEADER = 32;
  static final int LARGEST_ID = 0xFFFF;

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment file;
  private final int size;
  private final long tokens;
  private final int largestId;

  private TokenFile(MemorySegment file, int size, long tokens, int largestId) {
    this.file = file;
    this.size = size;
    this.tokens = tokens;
    this.largestId = largestId;
  }

  /** Writes a file in one step; {@code examples} is handed what takes them one by one. */
  public static void write(Path file, Consumer<Consumer<TrainingExample>> examples) {
    AtomicFiles.write(
        file,
        temporary -> {
          try (TokenFileWriter writer = new TokenFileWriter(temporary)) {
            examples.accept(writer);
          }
        });
  }

  /**
   * Maps a file.
   *
   * @throws InputException if it is missing or is not, in all its parts, what {@link #write} writes
   */
  public static TokenFile open(Path path) {
    if (!Files.isRegularFile(path)) {
      throw InputException.in(path, "no such file");
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long length = channel.size();
      check(path, length >= HEADER, "too short");
      MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, length, Arena.ofAuto());
      check(path, file.get(LONG, 0) == MAGIC, "it does not begin with CHIRONTK");
      long size = file.get(LONG, 8);
      long tokens = file.get(LONG, 16);
      long largestId = file.get(LONG, 24);
      boolean plausible =
          size >= 0
              && size < Integer.MAX_VALUE
              && tokens >= size
              && tokens <= length
              && largestId >= 0
              && largestId <= LARGEST_ID;
      check(path, plausible, "its header is damaged");
      check(
          path,
          length == offsetsAt(tokens) + 8 * (size + 1),
          "its length is not as its header says");
      TokenFile opened = new TokenFile(file, (int) size, tokens, (int) largestId);
      opened.checkOffsets(path);
      return opened;
    } catch (IOException e) {
      throw new InputException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private void checkOffsets(Path path) {
    long previous = offset(0);
    check(path, previous == 0, "its offsets are damaged");
    for (int i = 1; i <= size; i++) {
      long next = offset(i);
      check(
          path, next > previous && next - previous < Integer.MAX_VALUE, "its offsets are damaged");
      previous = next;
    }
    check(path, previous == tokens, "its offsets are damaged");
  }

  private static void check(Path path, boolean holds, String otherwise) {
    if (!holds) {
      throw InputException.in(path, "not a usable token file: " + otherwise + "; write it again");
    }
  }

  static long bitsAt(long tokens) {
    return HEADER + padded(2 * tokens);
  }

  static long offsetsAt(long tokens) {
    return bitsAt(tokens) + padded(Math.ceilDiv(tokens, 8));
  }

  private static long padded(long bytes) {
    return Math.ceilDiv(bytes, 8) * 8;
  }

  @Override
  public int size() {
    return size;
  }

  /** The tokens of all examples. */
  public long tokens() {
    return tokens;
  }

  /** The largest token id: must be below the vocabulary size of the model. */
  public int largestId() {
    return largestId;
  }

  @Override
  public TrainingExample get(int index) {
    long from = offset(index);
    int length = length(index);
    int[] ids = new int[length];
    float[] weights = new float[length];
    for (int i = 0; i < length; i++) {
      ids[i] = file.get(SHORT, HEADER + 2 * (from + i)) & 0xFFFF;
      weights[i] = bit(from + i);
    }
    return TrainingExample.weighted(ids, weights);
  }

  @Override
  public int length(int index) {
    return (int) (offset(index + 1) - offset(index));
  }

  @Override
  public double weight(int index) {
    long to = offset(index + 1);
    int sum = 0;
    // The first token has no weight, whatever its bit says.
    for (long i = offset(index) + 1; i < to; i++) {
      sum += bit(i);
    }
    return sum;
  }

  private int bit(long token) {
    return (file.get(ValueLayout.JAVA_BYTE, bitsAt(tokens) + (token >>> 3)) >>> (token & 7)) & 1;
  }

  private long offset(int index) {
    return file.get(LONG, offsetsAt(tokens) + 8L * index);
  }
}
