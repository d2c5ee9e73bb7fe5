package dev.chiron.core.task.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.JsonPointerBasedFilter;
import com.fasterxml.jackson.core.filter.TokenFilter.Inclusion;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A place in a JSON document of the user: a typed view of the node that knows file, line and field,
 * so that every complaint names them.
 */
final class JsonField {
  private static final ObjectReader STRICT =
      Json.mapper().reader().with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

  private final Path file;
  private final long line;
  private final JsonPointer pointer;
  private final JsonNode node;

  private JsonField(Path file, long line, JsonPointer pointer, JsonNode node) {
    this.file = file;
    this.line = line;
    this.pointer = pointer;
    this.node = node;
  }

  /** The root of a file that is one document. */
  static JsonField document(Path file) {
    return parse(file, 0, SourceText.readAll(file));
  }

  /** The root of a document that is one line of a file; {@code line} counts from 1. */
  static JsonField ofLine(Path file, long line, String text) {
    return parse(file, line, text);
  }

  /** A row that is an object already; {@code line} counts from 1. */
  static JsonField ofRow(Path file, long line, JsonNode row) {
    return new JsonField(file, line, JsonPointer.empty(), row);
  }

  private static JsonField parse(Path file, long line, String text) {
    try {
      return new JsonField(file, line, JsonPointer.empty(), STRICT.readTree(text));
    } catch (JsonProcessingException e) {
      long at = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      throw InputException.in(
          file, line > 0 ? line : at, "malformed JSON: " + Json.problem(e) + ": mend the syntax");
    }
  }

  JsonNode node() {
    return node;
  }

  boolean has(String name) {
    return node.hasNonNull(name);
  }

  /** A field that must be there. */
  JsonField get(String name) {
    if (!node.isObject()) {
      throw error("should be an object, not " + kind());
    }
    return find(name).orElseThrow(() -> child(name, node).error("missing: add it", pointer));
  }

  /** A field that may be absent or null. */
  Optional<JsonField> find(String name) {
    return has(name) ? Optional.of(child(name, node.get(name))) : Optional.empty();
  }

  private JsonField child(String name, JsonNode value) {
    return new JsonField(file, line, pointer.appendProperty(name), value);
  }

  /** The fields of an object, in the order of the document. */
  List<String> names() {
    if (!node.isObject()) {
      throw error("should be an object, not " + kind());
    }
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Complains about a field that no one reads: most often a misspelt name. */
  void allowOnly(Set<String> allowed) {
    for (String name : names()) {
      if (!allowed.contains(name)) {
        throw child(name, node).error("unknown field: use one of " + String.join(", ", allowed));
      }
    }
  }

  /** The items of a list. */
  List<JsonField> items() {
    if (!node.isArray()) {
      throw error("should be a list, not " + kind());
    }
    List<JsonField> items = new ArrayList<>(node.size());
    for (int i = 0; i < node.size(); i++) {
      items.add(new JsonField(file, line, pointer.appendIndex(i), node.get(i)));
    }
    return items;
  }

  /** A string. */
  String text() {
    if (!node.isTextual()) {
      throw error("should be a string, not " + kind());
    }
    return node.textValue();
  }

  /** A string, or a number or truth value as it is written. */
  String scalar() {
    return node.isNumber() || node.isBoolean() ? node.asText() : text();
  }

  /** A list of strings (or numbers, truth values), or a lone one as a list of one. */
  List<String> scalars() {
    return node.isArray() ? items().stream().map(JsonField::scalar).toList() : List.of(scalar());
  }

  /** The JSON that this text holds, as tables keep lists and objects in their cells. */
  JsonField parsed() {
    try {
      return new JsonField(file, line, pointer, STRICT.readTree(text()));
    } catch (JsonProcessingException e) {
      throw error("malformed JSON: " + Json.problem(e) + ": mend the syntax");
    }
  }

  /** A complaint about this place. */
  InputException error(String problem) {
    return error(problem, pointer);
  }

  private InputException error(String problem, JsonPointer where) {
    long at = line > 0 ? line : lineOf(where);
    String name = display();
    return name.isEmpty()
        ? InputException.in(file, at, problem)
        : InputException.in(file, at, name, problem);
  }

  /** The path to this place as people write it, such as {@code splits.train[3].input}. */
  String display() {
    StringBuilder text = new StringBuilder();
    for (JsonPointer p = pointer; !p.matches(); p = p.tail()) {
      if (p.getMatchingIndex() >= 0) {
        text.append('[').append(p.getMatchingIndex()).append(']');
      } else {
        text.append(text.isEmpty() ? "" : ".").append(p.getMatchingProperty());
      }
    }
    return text.toString();
  }

  private String kind() {
    return switch (node.getNodeType()) {
      case ARRAY -> "a list";
      case BOOLEAN -> "a truth value";
      case NULL -> "null";
      case NUMBER -> "a number";
      case OBJECT, POJO -> "an object";
      case STRING, BINARY -> "a string";
      case MISSING -> "nothing";
    };
  }

  /** Where a place is in the document: read again, since a tree does not keep its lines. */
  private long lineOf(JsonPointer where) {
    if (where.matches()) {
      return 1;
    }
    try (JsonParser whole = Json.mapper().createParser(SourceText.readAll(file));
        JsonParser parser =
            new FilteringParserDelegate(
                whole, new JsonPointerBasedFilter(where), Inclusion.ONLY_INCLUDE_ALL, false)) {
      return parser.nextToken() == null ? 1 : parser.currentTokenLocation().getLineNr();
    } catch (IOException e) {
      return 1;
    }
  }
}
