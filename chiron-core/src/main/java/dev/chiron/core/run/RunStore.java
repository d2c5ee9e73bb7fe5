package dev.chiron.core.run;

import dev.chiron.core.error.InputException;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The runs in one directory, each in its own below it.
 *
 * <p>A process that executes a run holds a lock on a file in it. The operating system drops the
 * lock with the process, however it ends: a run that says it is running while nobody holds its lock
 * was killed, and counts as interrupted.
 */
public final class RunStore {
  static final String RECORD = "run.json";
  private static final String LOCK = "lock";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Path directory;
  private final InstantSource clock;

  /** The runs in a directory; it is made with the first run. */
  public RunStore(Path directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  public Path directory(String id) {
    return directory.resolve(id);
  }

  /**
   * Starts a run under a new id, which is made of the kind and the time.
   *
   * @param kind a word for the id, such as {@code adapt}
   * @throws InputException if the directory cannot be written
   */
  public ActiveRun start(
      String kind, List<String> command, Path workingDirectory, Map<String, String> settings) {
    String id = newDirectory(kind + "-" + STAMP.format(clock.instant()));
    RunRecord record =
        new RunRecord(
            id,
            command,
            workingDirectory.toAbsolutePath().normalize().toString(),
            RunState.RUNNING,
            clock.instant().toString(),
            "",
            settings,
            Version.NUMBER);
    return new ActiveRun(directory(id), record, lock(id), clock);
  }

  /**
   * Takes a run up again. What a kill left half-written is cleared away: with the lock held, nobody
   * is writing it.
   *
   * @throws InputException if there is no such run, or a live process is at it
   */
  public ActiveRun reopen(String id) {
    RunRecord record = read(id);
    FileChannel lock = lock(id);
    AtomicFiles.sweep(directory(id));
    return new ActiveRun(directory(id), record.as(RunState.RUNNING, ""), lock, clock);
  }

  /** All runs as they stand now, the latest first. */
  public List<RunRecord> list() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(directory)) {
      return children
          .filter(child -> Files.exists(child.resolve(RECORD)))
          .map(child -> find(child.getFileName().toString()))
          .sorted(Comparator.comparing(RunRecord::started).thenComparing(RunRecord::id).reversed())
          .toList();
    } catch (IOException e) {
      throw new InputException(directory + ": the runs cannot be listed: " + e.getMessage(), e);
    }
  }

  /**
   * A run as it stands now.
   *
   * @throws InputException if there is none with this id
   */
  public RunRecord find(String id) {
    RunRecord record = read(id);
    boolean killed = record.state() == RunState.RUNNING && !isLive(id);
    return killed ? record.as(RunState.INTERRUPTED, "") : record;
  }

  /**
   * Deletes a run with all that it made.
   *
   * @throws InputException if there is no such run, or a live process is at it
   */
  public void delete(String id) {
    read(id);
    FileChannel held = lock(id);
    try {
      AtomicFiles.deleteTree(directory(id));
    } catch (IOException e) {
      throw new InputException(directory(id) + ": cannot be deleted: " + e.getMessage(), e);
    } finally {
      close(held);
    }
  }

  private RunRecord read(String id) {
    boolean plain = Path.of(id).getNameCount() == 1 && !id.startsWith(".");
    if (!plain || !Files.exists(directory(id).resolve(RECORD))) {
      throw new InputException("no run '" + id + "' in " + directory + " (see: chiron runs list)");
    }
    return Json.read(directory(id).resolve(RECORD), RunRecord.class);
  }

  private String newDirectory(String name) {
    try {
      Files.createDirectories(directory);
      for (int count = 1; ; count++) {
        String id = count == 1 ? name : name + "-" + count;
        try {
          Files.createDirectory(directory(id));
          return id;
        } catch (FileAlreadyExistsException e) {
          // Another run of this second: the next number is tried.
        }
      }
    } catch (IOException e) {
      throw new InputException(
          directory
              + ": no run can be kept here ("
              + e
              + "): set CHIRON_RUNS to a directory that can be written",
          e);
    }
  }

  private boolean isLive(String id) {
    try (FileChannel channel = openLock(id)) {
      return !tryLock(channel);
    } catch (IOException e) {
      return false;
    }
  }

  private FileChannel lock(String id) {
    FileChannel channel = null;
    try {
      channel = openLock(id);
      if (tryLock(channel)) {
        return channel;
      }
      channel.close();
    } catch (IOException e) {
      close(channel);
      throw new InputException(directory(id) + ": cannot be locked: " + e.getMessage(), e);
    }
    throw new InputException("run '" + id + "' is being executed by another process");
  }

  private FileChannel openLock(String id) throws IOException {
    return FileChannel.open(
        directory(id).resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** The lock is held until the channel is closed. */
  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void close(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
