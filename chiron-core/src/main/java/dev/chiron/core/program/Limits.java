package dev.chiron.core.program;

import java.time.Duration;

/**
 * What a program may use; what goes beyond it ends with a {@link Verdict}.
 *
 * @param wall from its start to its end
 * @param cpu processor time of each of its processes; kernels count whole seconds, so it is rounded
 *     up
 * @param memoryBytes of its data, beyond what its interpreter needs to start
 * @param processes processes and threads at the same time, its own included
 * @param fileBytes of each file that it writes, and of its working directory together
 * @param openFiles open at the same time
 * @param outputBytes of its standard output and of its standard error each
 */
public record Limits(
    Duration wall,
    Duration cpu,
    long memoryBytes,
    int processes,
    long fileBytes,
    int openFiles,
    int outputBytes) {
  private static final long MIB = 1 << 20;

  public Limits {
    if (wall.isNegative() || wall.isZero() || cpu.isNegative() || cpu.isZero()) {
      throw new IllegalArgumentException("time limits must be above 0");
    }
    if (memoryBytes < MIB || processes < 1 || fileBytes < 0 || openFiles < 8 || outputBytes < 1) {
      throw new IllegalArgumentException(
          "limits must leave a program at least 1 MiB, 1 process, 8 open files and 1 byte of output");
    }
  }

  /**
   * For short programs that compute: 5 seconds, 128 MiB, few processes, next to no files.
   * Evaluators of program synthesis use time limits of 1 to 10 seconds.
   */
  public static Limits strict() {
    return new Limits(Duration.ofSeconds(5), Duration.ofSeconds(3), 128 * MIB, 8, MIB, 64, 1 << 16);
  }

  /** The same with other times: {@code wall}, and as much processor time, rounded up. */
  public Limits within(Duration newWall) {
    return new Limits(newWall, newWall, memoryBytes, processes, fileBytes, openFiles, outputBytes);
  }

  /** The same with room for so much data. */
  public Limits memory(long bytes) {
    return new Limits(wall, cpu, bytes, processes, fileBytes, openFiles, outputBytes);
  }

  /** The same with so much output kept. */
  public Limits output(int bytes) {
    return new Limits(wall, cpu, memoryBytes, processes, fileBytes, openFiles, bytes);
  }
}
