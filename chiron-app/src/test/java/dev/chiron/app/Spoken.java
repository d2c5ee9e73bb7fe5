package dev.chiron.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.app.console.Environment;
import dev.chiron.core.io.Json;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a command said when it was run in this process. */
record Spoken(int exitCode, String output, String errors) {
  /** Runs a command in a directory; its runs are below. */
  static Spoken by(Path directory, String... arguments) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    Environment environment =
        new Environment(
            directory,
            Path.of(System.getProperty("chiron.root", "")),
            Map.of(),
            InputStream.nullInputStream(),
            new PrintStream(output, true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8),
            false,
            InstantSource.system(),
            Execution::answer,
            Optional.empty());
    int exitCode = Main.run(List.of(arguments), environment);
    return new Spoken(
        exitCode, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
  }

  /** The output as one JSON document; anything after it is an error. */
  JsonNode document() {
    try {
      return Json.mapper().readTree(output);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not one JSON document: " + output + errors, e);
    }
  }
}
