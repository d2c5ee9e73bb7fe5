package dev.chiron.core.run;

import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * A run that this process is at: it holds the run's lock, so that no other process writes to its
 * directory. Closed without {@link #end} it counts as interrupted.
 */
public final class ActiveRun implements AutoCloseable {
  private final Path directory;
  private final InstantSource clock;
  private final FileChannel lock;
  private RunRecord current;
  private boolean closed;

  ActiveRun(Path directory, RunRecord current, FileChannel lock, InstantSource clock) {
    this.directory = directory;
    this.current = current;
    this.lock = lock;
    this.clock = clock;
    write();
  }

  /** Where the work keeps its steps and artefacts. */
  public Run run() {
    return new Run(directory, clock);
  }

  public synchronized RunRecord current() {
    return current;
  }

  /** Writes how the run ended; the first end counts. */
  public synchronized void end(RunState state) {
    if (!closed && current.state() == RunState.RUNNING) {
      current = current.as(state, clock.instant().toString());
      write();
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    end(RunState.INTERRUPTED);
    closed = true;
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write() {
    AtomicFiles.write(directory.resolve(RunStore.RECORD), Json.pretty(current));
  }
}
