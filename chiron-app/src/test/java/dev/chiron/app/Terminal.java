package dev.chiron.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chiron.app.console.Environment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Commands as a user in a directory gives them, run in this process. Its clock stands still, so
 * that no progress is shown and runs have known ids.
 */
record Terminal(Path directory, Path root) {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /** The id of the first run of {@code adapt}. */
  static final String FIRST_ADAPT = "adapt-20260101-000000";

  /** What a command left behind. */
  record Outcome(int exitCode, String output, String errors) {
    /** The one JSON document on standard output; anything beside it is an error. */
    JsonNode document() {
      try {
        return new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .readTree(output);
      } catch (JsonProcessingException e) {
        throw new AssertionError("not one JSON document: " + output + errors, e);
      }
    }
  }

  /** With the shipped tasks. */
  static Terminal in(Path directory) {
    return new Terminal(directory, Path.of(System.getProperty("chiron.root", "")));
  }

  Outcome run(String... arguments) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int exitCode = Main.run(List.of(arguments), environment(stream(output), stream(errors)));
    return new Outcome(
        exitCode, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
  }

  Environment environment(PrintStream output, PrintStream errors) {
    return new Environment(
        directory,
        root,
        Map.of(),
        new ByteArrayInputStream(new byte[0]),
        output,
        errors,
        false,
        () -> NOW,
        Execution::answer,
        Optional.empty());
  }

  /** Writes a file in the user's directory. */
  Path file(String name, String content) {
    try {
      return Files.writeString(directory.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every regular file in the user's directory, by its path there. */
  List<String> files() {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
