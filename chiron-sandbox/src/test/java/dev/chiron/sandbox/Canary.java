package dev.chiron.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.program.Language;
import dev.chiron.core.program.Limits;
import dev.chiron.core.program.Outcome;
import dev.chiron.core.program.Program;
import dev.chiron.core.program.ProgramRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Runs hostile programs beside a file that they must not touch, and looks for what they left. */
public final class Canary {
  private static final String SONG = "the canary is alive";
  private static final Duration DYING = Duration.ofSeconds(5);

  private final Path directory;
  private final Path file;

  public Canary(Path directory) throws IOException {
    this.directory = directory;
    file = Files.writeString(directory.resolve("canary.txt"), SONG);
  }

  /** Small limits: what does harm does it fast. Wall time is generous, for machines at work. */
  public static Limits limits(Hostile hostile, int wallSeconds) {
    return new Limits(
        Duration.ofSeconds(hostile.sleeps() ? 1 : wallSeconds),
        Duration.ofSeconds(1),
        64 << 20,
        8,
        1 << 16,
        48,
        1 << 14);
  }

  public void survives(Hostile hostile, ProgramRunner runner, Language language, Limits limits)
      throws IOException {
    String source = hostile.source().replace("CANARY", file.toString());
    List<String> before = names(directory);
    Outcome outcome = runner.run(Program.of(language, source), limits);
    assertThat(hostile.expected())
        .as("%s: %s%n%s%n%s", hostile.name(), outcome.detail(), outcome.stdout(), outcome.stderr())
        .contains(outcome.verdict());
    assertThat(outcome.wall()).isLessThan(limits.wall().plusSeconds(6));
    assertThat(outcome.stdout() + outcome.stderr()).doesNotContain(SONG);
    assertThat(file).hasContent(SONG);
    assertThat(names(directory)).isEqualTo(before);
  }

  /**
   * No process is left that lives in a removed cell: its mounts name the directory, now deleted.
   * The kernel kills what is left in a namespace with its first process, which takes it a moment.
   */
  public static void noSurvivors() throws IOException {
    long deadline = System.nanoTime() + DYING.toNanos();
    while (!survivors().isEmpty() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(survivors()).isEmpty();
  }

  private static List<String> survivors() throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(each -> each.getFileName().toString().matches("\\d+"))
          .filter(Canary::livesInARemovedCell)
          .map(Path::toString)
          .toList();
    }
  }

  private static boolean livesInARemovedCell(Path process) {
    try {
      return Files.readAllLines(process.resolve("mountinfo")).stream()
          .anyMatch(line -> line.contains("chiron-cell-") && line.contains("//deleted"));
    } catch (IOException e) {
      return false; // it has ended, or is somebody else's
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }
}
