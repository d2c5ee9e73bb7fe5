package dev.chiron.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.remote.ResponseCache;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillAndResumeTest {
  private static final List<String> JVM =
      List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  @TempDir Path workspace;

  @Test
  void aProgramThatRemembersItsStepsEndsTheSameHoweverOftenItIsKilled() {
    KillAndResume.Outcome outcome =
        program(List.of(), Optional.of("events.jsonl"), Normaliser.TIMES).run(workspace);
    assertThat(outcome.kills()).isPositive();
    // 60 steps and the result; the event log does not count.
    assertThat(outcome.files()).isEqualTo(61);
    assertThat(outcome.differences()).isEmpty();
  }

  @Test
  void aCarelessProgramIsFoundOut() {
    KillAndResume.Outcome outcome =
        program(List.of("careless"), Optional.empty(), Normaliser.TIMES).run(workspace);
    assertThat(outcome.kills()).isPositive();
    assertThat(outcome.differences()).singleElement().asString().startsWith("sum.txt: differs");
  }

  @Test
  void timesAreADifferenceUnlessNormalised() {
    KillAndResume.Outcome outcome =
        program(List.of(), Optional.empty(), Normaliser.NOTHING).run(workspace);
    assertThat(outcome.differences())
        .anyMatch(line -> line.startsWith("result.json: differs"))
        .anyMatch(line -> line.startsWith("events.jsonl: differs"));
  }

  @Test
  void aProgramThatFailsByItselfIsReportedWithItsOutput() {
    KillAndResume failing =
        new KillAndResume(
            CacheWriter.class.getName(),
            JVM,
            directory -> List.of("x"),
            Optional.empty(),
            1,
            Normaliser.NOTHING,
            new Seeds(0));
    assertThatThrownBy(() -> failing.run(workspace))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ArrayIndexOutOfBounds");
  }

  @Test
  void noAcknowledgedAnswerIsLostWhenTheWriterIsKilled() throws Exception {
    Path file = workspace.resolve("cache.sqlite");
    Path log = workspace.resolve("writer.log");
    for (int life = 1; life <= 3; life++) {
      int from = 1000 * life;
      boolean killed =
          writer(file, from, from + 900, log)
              .killAtLine(log, WatchedProcess.lines(log) + 20L * life);
      assertThat(killed).isTrue();
    }
    List<String> acknowledged = Files.readAllLines(log);
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(20 + 40 + 60);
    try (ResponseCache cache = ResponseCache.open(file)) {
      assertThat(acknowledged)
          .allSatisfy(r -> assertThat(cache.get(r)).contains(CacheWriter.answer(r)));
      // What the killed writer had claimed can be asked again.
      assertThat(cache.answer("request 3899", () -> CacheWriter.answer("late")))
          .isEqualTo(CacheWriter.answer("late"));
    }
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement();
        var rows = statement.executeQuery("PRAGMA integrity_check")) {
      assertThat(rows.getString(1)).isEqualTo("ok");
    }
  }

  @Test
  void twoProcessesFillOneCacheAtOnce() {
    Path file = workspace.resolve("cache.sqlite");
    WatchedProcess one = writer(file, 0, 150, workspace.resolve("one.log"));
    WatchedProcess two = writer(file, 75, 225, workspace.resolve("two.log"));
    one.awaitSuccess();
    two.awaitSuccess();
    try (ResponseCache cache = ResponseCache.open(file)) {
      assertThat(cache.size()).isEqualTo(225);
    }
  }

  private static WatchedProcess writer(Path file, int from, int to, Path log) {
    return WatchedProcess.start(
        CacheWriter.class.getName(),
        JVM,
        List.of(file.toString(), Integer.toString(from), Integer.toString(to)),
        log);
  }

  private static KillAndResume program(
      List<String> more, Optional<String> watched, Normaliser normaliser) {
    return new KillAndResume(
        CountingProgram.class.getName(),
        JVM,
        directory -> {
          List<String> arguments = new java.util.ArrayList<>(List.of(directory.toString()));
          arguments.addAll(more);
          return arguments;
        },
        watched,
        4,
        normaliser,
        new Seeds(11));
  }
}
