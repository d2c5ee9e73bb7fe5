package dev.chiron.data.pool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.core.task.Example;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One example of instruction data, in the one schema that collections are consolidated into
 * (OPT-IML, arXiv 2212.12017, section 2.1).
 *
 * @param id unique in its pool
 * @param collection the benchmark or file that it comes from
 * @param category the kind of task: the unit of the strictest hold-out; may be empty
 * @param task the task, in its collection
 * @param instruction may be empty
 * @param input may be empty
 * @param prompt what the model reads, when an encoding has written it; empty for the plain format
 *     of instruction and input
 * @param outputs acceptable answers, at least one; the first is trained on
 */
public record InstructionExample(
    String id,
    String collection,
    String category,
    String task,
    String instruction,
    String input,
    String prompt,
    List<String> outputs) {
  private static final List<String> FIELDS =
      List.of("id", "collection", "category", "task", "instruction", "input", "prompt");

  public InstructionExample {
    outputs = List.copyOf(outputs);
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("an example needs at least one output");
    }
  }

  /** Text that is learned as a whole, such as a line of a pre-training corpus. */
  public static InstructionExample text(String id, String collection, String text) {
    return new InstructionExample(id, collection, "text", collection, "", "", "", List.of(text));
  }

  /** The answer to train on. */
  public String output() {
    return outputs.getFirst();
  }

  /** What stands in front of the answer; empty for text that is learned as a whole. */
  public String source() {
    if (!prompt.isEmpty()) {
      return prompt;
    }
    return instruction.isEmpty() && input.isEmpty() ? "" : plain(instruction, List.of(), input);
  }

  /** Source and answer, for embeddings and comparisons. */
  public String text() {
    String source = source();
    return source.isEmpty() ? output() : source + " " + output();
  }

  /** Instruction, demonstrations and query in the plain format. */
  private static String plain(String lead, List<InstructionExample> shown, String query) {
    StringBuilder text = new StringBuilder();
    if (!lead.isEmpty()) {
      text.append(lead).append("\n\n");
    }
    for (InstructionExample each : shown) {
      text.append("Input: ").append(each.input).append("\nOutput: ");
      text.append(each.output()).append("\n\n");
    }
    return text.append("Input: ").append(query).append("\nOutput:").toString();
  }

  /** The same example behind demonstrations of its task. */
  public InstructionExample withDemonstrations(List<InstructionExample> shown) {
    return shown.isEmpty() ? this : withPrompt(plain(instruction, shown, input));
  }

  public InstructionExample withPrompt(String newPrompt) {
    return new InstructionExample(
        id, collection, category, task, instruction, input, newPrompt, outputs);
  }

  public InstructionExample withId(String newId) {
    return new InstructionExample(
        newId, collection, category, task, instruction, input, prompt, outputs);
  }

  /** One object with the fields that are not empty. */
  ObjectNode toJson() {
    ObjectNode row = Json.object();
    List<String> values = List.of(id, collection, category, task, instruction, input, prompt);
    for (int i = 0; i < FIELDS.size(); i++) {
      boolean always = i == 0 || FIELDS.get(i).equals("task") || FIELDS.get(i).equals("input");
      if (always || !values.get(i).isEmpty()) {
        row.put(FIELDS.get(i), values.get(i));
      }
    }
    row.set("outputs", Json.tree(outputs));
    return row;
  }

  /**
   * Reads a line of a pool.
   *
   * @throws InputException if it is not one; names file, line and field
   */
  static InstructionExample parse(Path file, long line, String text) {
    JsonNode row = Json.parse(file, line, text);
    if (!row.isObject()) {
      throw InputException.in(file, line, "not an object: import the file first (data import)");
    }
    List<String> values = new ArrayList<>();
    for (String field : FIELDS) {
      JsonNode value = row.path(field);
      if (!value.isMissingNode() && !value.isTextual()) {
        throw InputException.in(file, line, field, "should be a string: mend it or import again");
      }
      values.add(value.asText(""));
    }
    if (values.get(0).isEmpty() || values.get(3).isEmpty()) {
      String missing = values.get(0).isEmpty() ? "id" : "task";
      throw InputException.in(
          file, line, missing, "missing: this is no pool; import it first (data import)");
    }
    List<String> outputs = new ArrayList<>();
    for (JsonNode output : row.path("outputs")) {
      if (!output.isTextual()) {
        throw InputException.in(file, line, "outputs", "should be a list of strings");
      }
      outputs.add(output.textValue());
    }
    if (outputs.isEmpty()) {
      throw InputException.in(file, line, "outputs", "missing or empty: give at least one answer");
    }
    return new InstructionExample(
        values.get(0),
        values.get(1),
        values.get(2),
        values.get(3),
        values.get(4),
        values.get(5),
        values.get(6),
        outputs);
  }

  /**
   * As an example of a task, which keeps the rest as attributes.
   *
   * @param name of the task there
   */
  Example asExample(String name) {
    Map<String, String> attributes = new TreeMap<>(Map.of("id", id));
    attributes.put("collection", collection);
    attributes.put("category", category);
    attributes.put("prompt", prompt);
    attributes.put("task", name.equals(task) ? "" : task);
    attributes.values().removeIf(String::isEmpty);
    return new Example(input, outputs, attributes);
  }
}
