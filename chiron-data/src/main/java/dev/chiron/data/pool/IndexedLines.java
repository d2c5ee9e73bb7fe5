package dev.chiron.data.pool;

import dev.chiron.core.error.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A JSONL pool that stays on disk: memory holds where each line begins, eight bytes an example.
 * Blank lines are passed over. Safe for many threads.
 */
final class IndexedLines implements InstructionSet {
  private final Path file;
  private final FileChannel channel;
  private final long[] starts;
  private final int[] lengths;
  private final int[] numbers;

  private IndexedLines(
      Path file, FileChannel channel, long[] starts, int[] lengths, int[] numbers) {
    this.file = file;
    this.channel = channel;
    this.starts = starts;
    this.lengths = lengths;
    this.numbers = numbers;
  }

  /**
   * @throws InputException if the file is missing or has no line
   */
  static IndexedLines open(Path file) {
    Growing growing = new Growing();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] chunk = new byte[1 << 18];
      long position = 0;
      long start = 0;
      boolean blank = true;
      int line = 1;
      for (int size = in.read(chunk); size >= 0; size = in.read(chunk)) {
        for (int i = 0; i < size; i++, position++) {
          if (chunk[i] == '\n') {
            growing.add(blank, start, position, line++);
            start = position + 1;
            blank = true;
          } else {
            blank &= chunk[i] == ' ' || chunk[i] == '\r' || chunk[i] == '\t';
          }
        }
      }
      growing.add(blank, start, position, line);
      if (growing.count == 0) {
        throw InputException.in(file, "the pool is empty: give at least one example");
      }
      return new IndexedLines(
          file,
          FileChannel.open(file),
          Arrays.copyOf(growing.starts, growing.count),
          Arrays.copyOf(growing.lengths, growing.count),
          Arrays.copyOf(growing.numbers, growing.count));
    } catch (NoSuchFileException e) {
      throw InputException.in(file, "no such file");
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public int size() {
    return starts.length;
  }

  @Override
  public InstructionExample get(int index) {
    ByteBuffer line = ByteBuffer.allocate(lengths[index]);
    try {
      while (line.hasRemaining() && channel.read(line, starts[index] + line.position()) >= 0) {
        // Read on: one call need not fill the buffer.
      }
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + e.getMessage(), e);
    }
    String text = new String(line.array(), 0, line.position(), StandardCharsets.UTF_8);
    return InstructionExample.parse(file, numbers[index], text);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new InputException(file + ": cannot be closed: " + e.getMessage(), e);
    }
  }

  /** Arrays that grow as lines are found. */
  private static final class Growing {
    long[] starts = new long[1024];
    int[] lengths = new int[1024];
    int[] numbers = new int[1024];
    int count;

    void add(boolean blank, long start, long end, int line) {
      if (blank) {
        return;
      }
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, 2 * count);
        lengths = Arrays.copyOf(lengths, 2 * count);
        numbers = Arrays.copyOf(numbers, 2 * count);
      }
      starts[count] = start;
      lengths[count] = Math.toIntExact(end - start);
      numbers[count++] = line;
    }
  }
}
