package dev.chiron.data.pool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What is mixed into instruction data beside tasks (OPT-IML, sections 4.4 to 4.6): plain text,
 * answers with their reasoning, dialogues. One line is read after the other.
 */
public enum AuxiliaryImport {
  /** Every line that is not blank is a text, learned as a whole. */
  TEXT {
    @Override
    void line(
        Path file, long line, String text, String collection, Consumer<InstructionExample> to) {
      to.accept(InstructionExample.text(collection + "-" + line, collection, text.strip()));
    }
  },

  /**
   * JSON lines of {@code input}, {@code rationale}, {@code output} and perhaps {@code instruction}:
   * the answer to learn is the rationale and, behind it, the output.
   */
  REASONING {
    @Override
    void line(
        Path file, long line, String text, String collection, Consumer<InstructionExample> to) {
      JsonNode row = Json.parse(file, line, text);
      String answer =
          required(row, "rationale", file, line)
              + " The answer is "
              + required(row, "output", file, line)
              + ".";
      to.accept(
          new InstructionExample(
              collection + "-" + line,
              collection,
              "reasoning",
              collection,
              row.path("instruction").asText(""),
              required(row, "input", file, line),
              "",
              List.of(answer)));
    }
  },

  /**
   * JSON lines of {@code messages}, each with {@code role} and {@code content}: every turn of the
   * assistant is an example whose prompt is all that was said before it.
   */
  DIALOGUE {
    @Override
    void line(
        Path file, long line, String text, String collection, Consumer<InstructionExample> to) {
      JsonNode messages = Json.parse(file, line, text).path("messages");
      if (!messages.isArray() || messages.isEmpty()) {
        throw InputException.in(file, line, "messages", "missing or no list: add the turns");
      }
      StringBuilder said = new StringBuilder();
      int turn = 0;
      for (JsonNode message : messages) {
        String role = required(message, "role", file, line).toLowerCase(Locale.ROOT);
        String content = required(message, "content", file, line);
        if (role.equals("assistant") && !said.isEmpty()) {
          to.accept(
              new InstructionExample(
                  collection + "-" + line + "-" + turn,
                  collection,
                  "dialogue",
                  collection,
                  "",
                  said.toString().stripTrailing(),
                  said + "Assistant:",
                  List.of(content)));
        }
        said.append(speaker(role, file, line)).append(": ").append(content).append('\n');
        turn++;
      }
    }
  };

  abstract void line(
      Path file, long line, String text, String collection, Consumer<InstructionExample> to);

  /**
   * Reads a file.
   *
   * @throws InputException if something is missing or wrong; names file, line and field
   */
  public void read(Path file, String collection, Consumer<InstructionExample> sink) {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      long number = 1;
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        if (!text.isBlank()) {
          line(file, number, text, collection, sink);
        }
        number++;
      }
    } catch (NoSuchFileException e) {
      throw InputException.in(file, "no such file");
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read as UTF-8 text: " + e.getMessage(), e);
    }
  }

  private static String required(JsonNode row, String field, Path file, long line) {
    JsonNode value = row.path(field);
    if (!value.isValueNode() || value.isNull()) {
      throw InputException.in(file, line, field, "missing: add it");
    }
    return value.asText();
  }

  private static String speaker(String role, Path file, long line) {
    return switch (role) {
      case "system" -> "System";
      case "user" -> "User";
      case "assistant" -> "Assistant";
      default ->
          throw InputException.in(
              file, line, "role", "unknown role '" + role + "': use system, user or assistant");
    };
  }
}
