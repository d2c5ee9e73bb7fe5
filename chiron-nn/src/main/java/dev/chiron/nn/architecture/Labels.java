package dev.chiron.nn.architecture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import java.util.List;
import java.util.stream.IntStream;

/** The labels of a classification head, as {@code config.json} lists them. */
final class Labels {
  private static final String BY_ID = "id2label";
  private static final String COUNT = "num_labels";

  /** What Hugging Face takes where a file says nothing. */
  private static final int DEFAULT_COUNT = 2;

  private Labels() {}

  /** {@code LABEL_0}, {@code LABEL_1}, …: the names of labels that have none. */
  static List<String> unnamed(int count) {
    return IntStream.range(0, count).mapToObj(i -> "LABEL_" + i).toList();
  }

  static List<String> read(ConfigFields fields) {
    JsonNode names = fields.json().path(BY_ID);
    if (!names.isObject()) {
      int count = fields.integer(COUNT, DEFAULT_COUNT);
      if (count < 1) {
        throw InputException.in(fields.file(), COUNT, "must be at least 1, not " + count);
      }
      return unnamed(count);
    }
    return IntStream.range(0, names.size())
        .mapToObj(
            i -> {
              JsonNode name = names.path(Integer.toString(i));
              if (!name.isTextual()) {
                throw InputException.in(
                    fields.file(), BY_ID, "must name the labels 0 to " + (names.size() - 1));
              }
              return name.asText();
            })
        .toList();
  }

  static void write(ObjectNode json, List<String> labels) {
    ObjectNode byId = Json.object();
    ObjectNode byLabel = Json.object();
    for (int i = 0; i < labels.size(); i++) {
      byId.put(Integer.toString(i), labels.get(i));
      byLabel.put(labels.get(i), i);
    }
    json.set(BY_ID, byId);
    json.set("label2id", byLabel);
  }
}
