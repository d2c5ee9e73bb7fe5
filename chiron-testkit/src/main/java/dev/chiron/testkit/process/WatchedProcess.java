package dev.chiron.testkit.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A JVM of its own with this JVM's class path, whose progress is the number of lines in a file: its
 * output, or a file that it appends to.
 */
public final class WatchedProcess {
  private static final int CHUNK = 1 << 16;

  private final Process process;
  private final Path log;

  private WatchedProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a program.
   *
   * @param log gets its output and its errors, after what is there already
   */
  public static WatchedProcess start(
      String mainClass, List<String> jvmOptions, List<String> arguments, Path log) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("--class-path");
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass);
    command.addAll(arguments);
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      return new WatchedProcess(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start(),
          log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lines that a file has now; none if it does not exist. */
  public static long lines(Path file) {
    if (!Files.exists(file)) {
      return 0;
    }
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      return count(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Kills the process, as {@code kill -9} does, as soon as the file has so many lines.
   *
   * @return whether it was killed; otherwise it ended by itself before
   */
  public boolean killAtLine(Path watched, long line) {
    return endAtLine(watched, line, Process::destroyForcibly) != 0;
  }

  /**
   * Asks the process to stop, by SIGTERM, as soon as the file has so many lines. A JVM does on
   * SIGTERM what it does on Ctrl-C.
   *
   * @return its exit code
   */
  public int stopAtLine(Path watched, long line) {
    return endAtLine(watched, line, Process::destroy);
  }

  private int endAtLine(Path watched, long line, Consumer<Process> end) {
    try {
      // The wait only says how soon a new line is seen; when to end is the line's to say.
      while (!process.waitFor(1, TimeUnit.MILLISECONDS)) {
        if (lines(watched) >= line) {
          end.accept(process);
          return process.waitFor();
        }
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a process was watched", e);
    }
  }

  /**
   * Waits for its end.
   *
   * @throws IllegalStateException if it fails; the message holds the end of its output
   */
  public void awaitSuccess() {
    try {
      int code = process.waitFor();
      if (code != 0) {
        List<String> output = Files.readAllLines(log);
        throw new IllegalStateException(
            "the process ended with code "
                + code
                + ":\n"
                + String.join(
                    "\n", output.subList(Math.max(0, output.size() - 20), output.size())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a process was awaited", e);
    }
  }

  private static long count(RandomAccessFile file) throws IOException {
    byte[] buffer = new byte[CHUNK];
    long lines = 0;
    for (int read = file.read(buffer); read > 0; read = file.read(buffer)) {
      for (int i = 0; i < read; i++) {
        lines += buffer[i] == '\n' ? 1 : 0;
      }
    }
    return lines;
  }
}
