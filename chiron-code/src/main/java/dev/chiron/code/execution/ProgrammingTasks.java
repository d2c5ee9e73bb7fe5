package dev.chiron.code.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.core.program.Language;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads problems from JSONL, one a line, in any of three shapes, told apart by their fields:
 *
 * <ul>
 *   <li>MBPP: {@code task_id}, {@code text} (or {@code prompt}), {@code code}, {@code test_list},
 *       and if there {@code test_setup_code}, {@code test_imports}, {@code challenge_test_list};
 *   <li>HumanEval: {@code task_id}, {@code prompt}, {@code canonical_solution}, {@code test}, and
 *       for Python {@code entry_point}; a Java test is a class with a {@code main} method;
 *   <li>MathQA-Python: {@code text}, {@code code} and the number {@code answer}, which a right
 *       program leaves in a variable of this name.
 * </ul>
 *
 * A field {@code language} may name the language of a line.
 */
public final class ProgrammingTasks {
  /** Of a numeric answer, as the larger of absolute and relative; the paper gives none. */
  private static final String TOLERANCE = "1e-6";

  private ProgrammingTasks() {}

  /**
   * Reads a file.
   *
   * @param language of lines that do not name theirs
   * @throws InputException if a line lacks what its shape needs, has no tests, or repeats an id
   */
  public static List<ProgrammingTask> read(Path file, Language language) {
    List<ProgrammingTask> tasks = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        ProgrammingTask task =
            new Line(file, i + 1, Json.parse(file, i + 1, lines.get(i))).task(language);
        if (!ids.add(task.id())) {
          throw InputException.in(file, i + 1, "task_id", "'" + task.id() + "' stands twice");
        }
        tasks.add(task);
      }
    }
    if (tasks.isEmpty()) {
      throw InputException.in(file, "has no problems: give one JSON object a line");
    }
    return tasks;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      throw InputException.in(file, "no such file");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One line, which knows where it stands. */
  private record Line(Path file, int number, JsonNode fields) {
    ProgrammingTask task(Language fallback) {
      Language language = language(fallback);
      if (fields.has("canonical_solution") || fields.has("test")) {
        return humanEval(language);
      }
      boolean numeric = fields.has("answer") && !fields.has("test_list");
      if (!numeric && !fields.has("test_list")) {
        throw InputException.in(
            file, number, "test_list", "missing: a problem without tests has nothing to check");
      }
      List<String> tests = numeric ? List.of(numericTest()) : texts("test_list");
      if (tests.isEmpty()) {
        throw InputException.in(
            file, number, "test_list", "empty: a problem without tests has nothing to check");
      }
      String imports = String.join("\n", texts("test_imports"));
      return new ProgrammingTask(
          id(),
          language,
          fields.has("text") ? text("text") : text("prompt"),
          "",
          optional("code"),
          (imports + "\n" + optional("test_setup_code")).strip(),
          tests,
          texts("challenge_test_list"));
    }

    private ProgrammingTask humanEval(Language language) {
      String test = text("test");
      if (language == Language.PYTHON) {
        test += "\ncheck(" + text("entry_point") + ")";
      }
      return new ProgrammingTask(
          id(),
          language,
          text("prompt"),
          text("prompt"),
          optional("canonical_solution"),
          "",
          List.of(test),
          List.of());
    }

    private String numericTest() {
      String answer = fields.path("answer").asText();
      try {
        Double.parseDouble(answer);
      } catch (NumberFormatException e) {
        throw InputException.in(file, number, "answer", "'" + answer + "' is not a number");
      }
      return "assert abs(answer - ("
          + answer
          + ")) <= "
          + TOLERANCE
          + " * max(1, abs("
          + answer
          + ")), answer";
    }

    private String id() {
      return fields.has("task_id") ? fields.path("task_id").asText() : Integer.toString(number);
    }

    private Language language(Language fallback) {
      if (!fields.has("language")) {
        return fallback;
      }
      String name = fields.path("language").asText();
      for (Language each : List.of(Language.PYTHON, Language.JAVA)) {
        if (each.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
          return each;
        }
      }
      throw InputException.in(file, number, "language", "'" + name + "': give python or java");
    }

    private String text(String field) {
      JsonNode value = fields.path(field);
      if (!value.isTextual() || value.asText().isBlank()) {
        throw InputException.in(file, number, field, "missing: give a text");
      }
      return value.asText().replace("\r\n", "\n");
    }

    private String optional(String field) {
      return fields.hasNonNull(field) ? text(field, "") : "";
    }

    private String text(String field, String blank) {
      String value = fields.path(field).asText();
      return value.isBlank() ? blank : value.replace("\r\n", "\n");
    }

    private List<String> texts(String field) {
      List<String> texts = new ArrayList<>();
      for (JsonNode each : fields.path(field)) {
        if (!each.isTextual()) {
          throw InputException.in(file, number, field, "must be a list of texts");
        }
        texts.add(each.asText().replace("\r\n", "\n"));
      }
      return texts;
    }
  }
}
