package dev.chiron.sandbox.process;

import dev.chiron.core.program.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Watches one process from its start to its end, and ends it where it goes beyond its limits. */
final class Watch {
  private static final int BUFFER = 8192;

  /** How long the pipes of a killed process may stay open: its whole tree is being killed. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private static final Pattern EXIT = Pattern.compile("(?m)^exit (\\d+)$");
  private static final Pattern TIMES = Pattern.compile("(?m)^(\\d+)m([\\d.]+)s (\\d+)m([\\d.]+)s$");

  private final Process process;
  private final Limits limits;
  private volatile boolean talkative;

  private Watch(Process process, Limits limits) {
    this.process = process;
    this.limits = limits;
  }

  /**
   * Runs a command to its end.
   *
   * @param status the file in which the launching script says how far it came
   * @throws IllegalStateException if the script failed before the program was started
   */
  static Ended run(ProcessBuilder command, String input, Path status, Limits limits) {
    try {
      long start = System.nanoTime();
      Process process = command.start();
      try {
        return new Watch(process, limits).toTheEnd(input, status, start);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while a program was running", e);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Ended toTheEnd(String input, Path status, long start)
      throws InterruptedException, IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<Thread> pumps =
        List.of(
            Thread.startVirtualThread(() -> collect(process.getInputStream(), out)),
            Thread.startVirtualThread(() -> collect(process.getErrorStream(), err)));
    Thread.startVirtualThread(() -> feed(input));
    boolean late = !process.waitFor(limits.wall().toNanos(), TimeUnit.NANOSECONDS);
    if (late) {
      kill();
    }
    for (Thread pump : pumps) {
      pump.join(LAST_WORDS);
    }
    Duration wall = Duration.ofNanos(System.nanoTime() - start);
    String said = Files.readString(status);
    String stderr = text(err);
    if (!said.startsWith("ready") && !late && !talkative) {
      throw new IllegalStateException("the sandbox did not start: " + stderr.strip());
    }
    Matcher exit = EXIT.matcher(said);
    int code = exit.find() ? Integer.parseInt(exit.group(1)) : -1;
    return new Ended(code, late && code < 0, talkative, cpu(said), text(out), stderr, wall);
  }

  /** The times of the script's ended children: the last line of what {@code times} prints. */
  private static Duration cpu(String said) {
    Matcher times = TIMES.matcher(said);
    double seconds = 0;
    while (times.find()) {
      seconds =
          60 * Double.parseDouble(times.group(1))
              + Double.parseDouble(times.group(2))
              + 60 * Double.parseDouble(times.group(3))
              + Double.parseDouble(times.group(4));
    }
    return Duration.ofMillis((long) (1000 * seconds));
  }

  private void collect(InputStream from, ByteArrayOutputStream to) {
    byte[] buffer = new byte[BUFFER];
    try (from) {
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        synchronized (to) {
          int room = limits.outputBytes() - to.size();
          to.write(buffer, 0, Math.min(room, read));
          if (read > room) {
            talkative = true;
            kill();
            return;
          }
        }
      }
    } catch (IOException e) {
      // The process was killed: what it wrote before is kept.
    }
  }

  /** By the handle: the process's own method would also close the pipes, with what is in them. */
  private void kill() {
    process.toHandle().destroyForcibly();
  }

  private void feed(String input) {
    try (OutputStream to = process.getOutputStream()) {
      to.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The program ended before it had read everything, as it may.
    }
  }

  private static String text(ByteArrayOutputStream bytes) {
    synchronized (bytes) {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
