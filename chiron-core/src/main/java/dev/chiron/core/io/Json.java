package dev.chiron.core.io;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The one JSON configuration: strict on input, map entries sorted on output. */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  static {
    MAPPER
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(64 << 20).maxNestingDepth(200).build());
  }

  private static final ObjectWriter PRETTY = MAPPER.writerWithDefaultPrettyPrinter();

  private Json() {}

  public static ObjectMapper mapper() {
    return MAPPER;
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** The tree of a value: a record, a collection, or a node already. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** One line, for logs and JSONL. */
  public static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Indented, for files that people read; ends with a line break. */
  public static String pretty(Object value) {
    try {
      return PRETTY.writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a file that is one JSON document.
   *
   * @throws InputException if it is missing, unreadable or not JSON; names the line
   */
  public static JsonNode read(Path file) {
    try {
      return MAPPER.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw InputException.in(file, lineOf(e.getLocation()), "malformed JSON: " + problem(e));
    } catch (NoSuchFileException e) {
      throw InputException.in(file, "no such file");
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a file that is one JSON document into a record.
   *
   * @throws InputException as {@link #read(Path)}, or when a field is missing or of the wrong type
   */
  public static <T> T read(Path file, Class<T> type) {
    JsonNode tree = read(file);
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw InputException.in(file, problem(e));
    }
  }

  /**
   * Parses one line of a JSONL file.
   *
   * @param line the line's number, from 1, for the message
   * @throws InputException if the text is not one JSON document
   */
  public static JsonNode parse(Path file, long line, String text) {
    try {
      JsonNode tree = MAPPER.readTree(text);
      if (tree.isMissingNode()) {
        throw InputException.in(file, line, "an empty line where a JSON document should be");
      }
      return tree;
    } catch (JsonProcessingException e) {
      throw InputException.in(file, line, "malformed JSON: " + problem(e));
    }
  }

  /** What Jackson found wrong, in one line without its own source excerpt. */
  public static String problem(JsonProcessingException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("unreadable");
  }

  private static int lineOf(JsonLocation location) {
    return location == null ? 1 : Math.max(1, location.getLineNr());
  }
}
