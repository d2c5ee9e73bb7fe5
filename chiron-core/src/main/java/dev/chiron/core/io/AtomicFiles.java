package dev.chiron.core.io;

import dev.chiron.core.error.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Writes that a crash leaves either undone or done: a temporary sibling, synced, then renamed. */
public final class AtomicFiles {
  private static final Pattern TEMPORARY =
      Pattern.compile("\\..+\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp");
  private static final Pattern REPLACED = Pattern.compile("\\.(.+)\\.old");

  private AtomicFiles() {}

  /** What fills a temporary file or directory before it takes its final name. */
  @FunctionalInterface
  public interface Content {
    void writeTo(Path temporary) throws IOException;
  }

  public static void write(Path file, String text) {
    write(file, temporary -> Files.writeString(temporary, text));
  }

  public static void write(Path file, byte[] bytes) {
    write(file, temporary -> Files.write(temporary, bytes));
  }

  /**
   * Writes a file through {@code content}; its parent directories are made.
   *
   * @throws InputException if the place cannot be written
   */
  public static void write(Path file, Content content) {
    Path target = file.toAbsolutePath();
    try {
      directoryFor(target);
      Path temporary = Files.createFile(temporaryBeside(target));
      try {
        content.writeTo(temporary);
        sync(temporary);
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new InputException(file + ": cannot be written: " + reason(e), e);
    }
  }

  /**
   * Makes a directory through {@code content} and gives it its name in one step; a directory that
   * stood there is replaced.
   */
  public static void writeDirectory(Path directory, Content content) {
    Path target = directory.toAbsolutePath();
    try {
      Path parent = directoryFor(target);
      Path temporary = Files.createDirectory(temporaryBeside(target));
      try {
        content.writeTo(temporary);
        Path old = parent.resolve("." + target.getFileName() + ".old");
        deleteTree(old);
        if (Files.exists(target)) {
          Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        deleteTree(old);
      } finally {
        deleteTree(temporary);
      }
    } catch (IOException e) {
      throw new InputException(directory + ": cannot be written: " + reason(e), e);
    }
  }

  /** Copies a directory with all that is in it, as {@link #writeDirectory} writes it. */
  public static void copyDirectory(Path from, Path to) {
    writeDirectory(
        to,
        temporary -> {
          try (Stream<Path> walk = Files.walk(from)) {
            for (Path each : walk.filter(Files::isRegularFile).toList()) {
              Path target = temporary.resolve(from.relativize(each).toString());
              Files.createDirectories(target.getParent());
              Files.copy(each, target);
            }
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
        });
  }

  /** Deletes a file or a directory with all that is in it; nothing there is no error. */
  public static void deleteTree(Path path) throws IOException {
    if (!Files.exists(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(path)) {
      for (Path each : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Clears away what writes that were cut short left below a directory, and puts a directory back
   * that was cut short while it was being replaced.
   *
   * <p>Only for a directory that nobody else writes to: a write that is under way would lose its
   * temporary file.
   */
  public static void sweep(Path directory) {
    try (Stream<Path> walk = Files.walk(directory)) {
      // The deepest first, so that nothing is looked at whose parent is gone.
      for (Path each : walk.sorted(Comparator.reverseOrder()).toList()) {
        String name = each.getFileName().toString();
        Matcher replaced = REPLACED.matcher(name);
        if (TEMPORARY.matcher(name).matches()) {
          deleteTree(each);
        } else if (replaced.matches()) {
          Path target = each.resolveSibling(replaced.group(1));
          if (Files.exists(target)) {
            deleteTree(each);
          } else {
            Files.move(each, target, StandardCopyOption.ATOMIC_MOVE);
          }
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw new InputException(directory + ": cannot be cleared up: " + e.getMessage(), e);
    }
  }

  /** An unused name; the file gets the usual permissions, where a temporary file's are private. */
  private static Path temporaryBeside(Path target) {
    return target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
  }

  private static Path directoryFor(Path target) throws IOException {
    Path parent = target.getParent();
    if (parent == null) {
      throw new IOException("it has no parent directory");
    }
    return Files.createDirectories(parent);
  }

  private static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return e.getClass().getSimpleName() + (message == null ? "" : " (" + message + ")");
  }
}
