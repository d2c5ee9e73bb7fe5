package dev.chiron.code.pragmatic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Examples in a file of JSON lines: {@code {"string": "AB-12", "label": "+"}} each, or several of
 * them in one line's {@code examples}. Other fields are left alone.
 */
public final class ExampleFile {
  private ExampleFile() {}

  /**
   * Reads a file.
   *
   * @throws InputException naming file, line and field of what is wrong
   */
  public static List<LabelledText> read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: give a file of JSON lines", e);
    }
    List<LabelledText> examples = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        JsonNode line = Json.parse(file, i + 1, lines.get(i));
        if (line.has("examples")) {
          for (JsonNode each : line.get("examples")) {
            examples.add(example(file, i + 1, each));
          }
        } else {
          examples.add(example(file, i + 1, line));
        }
      }
    }
    return examples;
  }

  private static LabelledText example(Path file, int number, JsonNode node) {
    if (!node.path("string").isTextual()) {
      throw InputException.in(file, number, "string", "must be a text");
    }
    String label = node.path("label").asText();
    if (!label.equals("+") && !label.equals("-")) {
      throw InputException.in(file, number, "label", "must be + or -");
    }
    return new LabelledText(node.get("string").asText(), label.equals("+"));
  }
}
