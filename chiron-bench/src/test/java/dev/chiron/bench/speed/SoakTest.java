package dev.chiron.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.chiron.core.run.Progress;
import dev.chiron.testkit.process.WatchedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakTest {
  private static final int TIMES = 5_000;

  /** What the test starts in a JVM whose heap is all there from the beginning. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      DecoderShape shape = new DecoderShape(1, 32, 2, 128, 32, 4, 1, "cpu");
      Soak.run(shape, TIMES, Progress.SILENT)
          .forEach(record -> System.out.println(record.growth() + " " + record.residentBytes()));
    }
  }

  @Test
  void fiveThousandStepsAndGenerationsLeaveTheMemoryAsItWas(@TempDir Path directory)
      throws IOException {
    assumeThat(Soak.isMeasurable()).as("the system tells the memory of a process").isTrue();
    Path log = directory.resolve("soak.log");
    WatchedProcess process =
        WatchedProcess.start(
            Program.class.getName(),
            List.of(
                "-Xms128m",
                "-Xmx128m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED"),
            List.of(),
            log);
    process.awaitSuccess();
    List<String> lines = growths(log);
    assertThat(lines).hasSize(2);
    assertThat(lines)
        .allSatisfy(
            line -> assertThat(Double.parseDouble(line.split(" ")[0])).as(line).isLessThan(0.05));
  }

  private static List<String> growths(Path log) throws IOException {
    return Files.readAllLines(log).stream().filter(line -> line.contains("[")).toList();
  }
}
