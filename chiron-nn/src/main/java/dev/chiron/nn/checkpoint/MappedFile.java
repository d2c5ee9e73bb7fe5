package dev.chiron.nn.checkpoint;

import dev.chiron.core.error.InputException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Function;

/**
 * A file mapped into memory, with what its header says.
 *
 * @param bytes readable until it is closed
 */
public record MappedFile<H>(Path file, Arena arena, MemorySegment bytes, H header)
    implements AutoCloseable {
  /**
   * Maps a file and reads its header.
   *
   * @param parse gives the header of the bytes
   * @throws InputException if it is missing or cannot be read, or as {@code parse} says
   */
  @SuppressWarnings("MustBeClosedChecker") // the mapped file owns the arena and closes it
  public static <H> MappedFile<H> open(Path file, Function<MemorySegment, H> parse) {
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      return new MappedFile<>(file, arena, bytes, parse.apply(bytes));
    } catch (NoSuchFileException e) {
      arena.close();
      throw InputException.in(file, "no such file");
    } catch (IOException e) {
      arena.close();
      throw new InputException(file + ": cannot be read: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
