package dev.chiron.nn.architecture;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.core.error.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The fields of a {@code config.json}, each read with its type; mistakes name the field. */
record ConfigFields(Path file, JsonNode json) {
  /** Above every width, vocabulary and context that was published. */
  private static final int LARGEST_SIZE = 1 << 24;

  /** Many times the deepest published model. */
  private static final int MOST_LAYERS = 4096;

  ConfigFields {
    if (!json.isObject()) {
      throw InputException.in(file, "must hold one JSON object");
    }
  }

  int integer(String name) {
    if (!json.hasNonNull(name)) {
      throw InputException.in(file, name, "is missing");
    }
    return integer(name, 0);
  }

  int integer(String name, int otherwise) {
    if (!json.hasNonNull(name)) {
      return otherwise;
    }
    JsonNode node = json.get(name);
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw InputException.in(file, name, "must be a whole number, not " + node);
    }
    return node.intValue();
  }

  double real(String name, double otherwise) {
    if (!json.hasNonNull(name)) {
      return otherwise;
    }
    JsonNode node = json.get(name);
    if (!node.isNumber()) {
      throw InputException.in(file, name, "must be a number, not " + node);
    }
    return node.doubleValue();
  }

  boolean bool(String name, boolean otherwise) {
    if (!json.hasNonNull(name)) {
      return otherwise;
    }
    JsonNode node = json.get(name);
    if (!node.isBoolean()) {
      throw InputException.in(file, name, "must be true or false, not " + node);
    }
    return node.booleanValue();
  }

  /** One whole number or an array of them; none if absent. */
  List<Integer> integers(String name) {
    if (!json.hasNonNull(name)) {
      return List.of();
    }
    JsonNode node = json.get(name);
    List<Integer> values = new ArrayList<>();
    for (JsonNode each : node.isArray() ? node : List.of(node)) {
      if (!each.isIntegralNumber() || !each.canConvertToInt()) {
        throw InputException.in(file, name, "must be whole numbers, not " + node);
      }
      values.add(each.intValue());
    }
    return values;
  }

  /** A size; one beyond all sense is refused here, before anything is made that large. */
  int positive(String name) {
    int value = integer(name);
    if (value < 1) {
      throw InputException.in(file, name, "must be at least 1, not " + value);
    }
    if (value > LARGEST_SIZE) {
      throw InputException.in(file, name, "must be at most " + LARGEST_SIZE + ", not " + value);
    }
    return value;
  }

  /** A number of layers; a file cannot ask for endless ones. */
  int layers(String name) {
    int layers = positive(name);
    if (layers > MOST_LAYERS) {
      throw InputException.in(file, name, "must be at most " + MOST_LAYERS + ", not " + layers);
    }
    return layers;
  }

  String text(String name) {
    if (!json.hasNonNull(name)) {
      throw InputException.in(file, name, "is missing");
    }
    return json.get(name).asText();
  }

  Activation activation(String name) {
    return Activation.named(text(name))
        .orElseThrow(() -> unsupported(name, Activation.fileNames()));
  }

  /** Says that the value of a field cannot be honoured, and which can. */
  InputException unsupported(String name, String supported) {
    return InputException.in(
        file, name, json.path(name) + " is not supported; these are: " + supported);
  }
}
