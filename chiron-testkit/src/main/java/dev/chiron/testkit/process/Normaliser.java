package dev.chiron.testkit.process;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** What two runs of the same work may differ in. */
@FunctionalInterface
public interface Normaliser {
  /**
   * The bytes to compare; empty to leave the file out.
   *
   * @param file its path in the run's directory, with {@code /} between names
   */
  Optional<byte[]> normalise(String file, byte[] content);

  /** Every byte counts. */
  Normaliser NOTHING = (file, content) -> Optional.of(content);

  /**
   * Times do not count: in JSON files, instants such as {@code 2026-01-01T00:00:00.5Z} and numbers
   * in fields whose name ends in {@code seconds}, {@code time} or {@code millis}. Left out are
   * event logs and SQLite files, which hold what happened and not what came out, and the hidden
   * temporary files that a kill in the middle of an atomic write leaves behind.
   */
  Normaliser TIMES =
      (file, content) -> {
        if (file.endsWith("events.jsonl")
            || file.matches(".*\\.sqlite(-wal|-shm)?")
            || file.matches("(.*/)?\\.[^/]*\\.tmp")) {
          return Optional.empty();
        }
        return Optional.of(
            file.endsWith(".json") || file.endsWith(".jsonl") ? withoutTimes(content) : content);
      };

  private static byte[] withoutTimes(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    text = Times.INSTANT.matcher(text).replaceAll("\"TIME\"");
    text = Times.DURATION.matcher(text).replaceAll("$1TIME");
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The patterns of times. */
  final class Times {
    private static final Pattern INSTANT =
        Pattern.compile("\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z\"");
    private static final Pattern DURATION =
        Pattern.compile(
            "(\"[A-Za-z]*(?:seconds|time|millis)\"\\s*:\\s*)-?[0-9.eE+-]+",
            Pattern.CASE_INSENSITIVE);

    private Times() {}
  }
}
