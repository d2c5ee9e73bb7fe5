package dev.chiron.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One directory of one piece of work: {@code run.json}, {@code events.jsonl}, {@code steps/} and
 * whatever artefacts and checkpoints the work keeps.
 *
 * <p>Work is made resumable by doing it in {@linkplain #step steps}: a step that finished is
 * remembered by its name, so that a run that is started again skips what is done and goes on to the
 * same result.
 */
public final class Run implements Steps {
  private final Path directory;
  private final InstantSource clock;

  /** A run in a directory, which is made if it does not exist. */
  public Run(Path directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
    try {
      Files.createDirectories(directory.resolve("steps"));
    } catch (IOException e) {
      throw new dev.chiron.core.error.InputException(
          directory + ": the run's directory cannot be made: " + e.getMessage(), e);
    }
  }

  public Path directory() {
    return directory;
  }

  /** The time by the run's clock. */
  public Instant now() {
    return clock.instant();
  }

  /** A run inside this one, for a part of the work; its steps and files are its own. */
  public Run child(String name) {
    return new Run(directory.resolve(name), clock);
  }

  /**
   * Does a step once: the first time it computes and remembers the value, later it only reads it.
   *
   * @param name unique in this run; says everything that the value depends on beyond the run's own
   *     settings
   */
  @Override
  public <T> T step(String name, Class<T> type, Supplier<T> work) {
    return recall(name, type)
        .orElseGet(
            () -> {
              T value = work.get();
              remember(name, value);
              return value;
            });
  }

  /** The value of a finished step. */
  public <T> Optional<T> recall(String name, Class<T> type) {
    Path file = stepFile(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    JsonNode record = Json.read(file);
    try {
      return Optional.of(Json.mapper().treeToValue(record.path("value"), type));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw dev.chiron.core.error.InputException.in(file, "not this version's: delete the run");
    }
  }

  /** Keeps the value of a step that finished. */
  public void remember(String name, Object value) {
    ObjectNode record = Json.object();
    record.put("step", name);
    record.set("value", Json.tree(value));
    AtomicFiles.write(stepFile(name), Json.pretty(record));
  }

  /** Appends one line to {@code events.jsonl}; the time is added. */
  public synchronized void event(String type, ObjectNode fields) {
    ObjectNode event = Json.object();
    event.put("time", clock.instant().toString());
    event.put("type", type);
    event.setAll(fields);
    try {
      Files.writeString(
          directory.resolve("events.jsonl"),
          Json.line(event) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path stepFile(String name) {
    return directory.resolve("steps").resolve(fileName(name) + ".json");
  }

  private static String fileName(String name) {
    String readable = name.replaceAll("[^A-Za-z0-9.-]+", "-");
    readable = readable.substring(0, Math.min(60, readable.length()));
    return readable + "-" + digest(name).substring(0, 12);
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
