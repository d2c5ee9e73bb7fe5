package dev.chiron.bench.speed;

import java.lang.management.ManagementFactory;

/**
 * What some steps took.
 *
 * @param seconds by the clock
 * @param cpuSeconds of all threads of the process together: what a busy machine changes less
 */
public record Turn(double seconds, double cpuSeconds) {
  /** A moment at which a turn of this process begins or ends. */
  record Moment(long nanoTime, long cpuNanos) {
    static Moment now() {
      return new Moment(System.nanoTime(), cpu());
    }

    private static long cpu() {
      return ManagementFactory.getOperatingSystemMXBean()
              instanceof com.sun.management.OperatingSystemMXBean system
          ? system.getProcessCpuTime()
          : 0;
    }

    Turn until(Moment end) {
      return new Turn((end.nanoTime - nanoTime) / 1e9, (end.cpuNanos - cpuNanos) / 1e9);
    }
  }
}
