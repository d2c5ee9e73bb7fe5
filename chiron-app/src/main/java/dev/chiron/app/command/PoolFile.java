package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.data.pool.InstructionFiles;
import dev.chiron.data.pool.InstructionSet;
import dev.chiron.data.pool.Lineage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How commands open pools and write new ones, with the lineage beside them. */
final class PoolFile {
  private PoolFile() {}

  /** Opens one pool, or several as one. */
  static InstructionSet open(List<String> paths, Environment environment) {
    List<InstructionSet> sets = new ArrayList<>();
    for (String path : paths) {
      sets.add(InstructionFiles.open(environment.resolve(path)));
    }
    return sets.size() == 1 ? sets.getFirst() : InstructionSet.concatenated(sets);
  }

  static List<Path> resolved(List<String> paths, Environment environment) {
    return paths.stream().map(environment::resolve).toList();
  }

  /**
   * Writes a pool and its lineage.
   *
   * @param command with its arguments
   * @param details what the answer says beyond where the pool is and how many examples it has
   */
  static Answer write(
      InstructionSet set, Path out, List<String> command, List<Path> inputs, ObjectNode details) {
    if (inputs.stream().anyMatch(input -> input.normalize().equals(out.normalize()))) {
      throw InputException.in(out, "would be read and written at once: name another by --out");
    }
    InstructionFiles.write(set, out);
    return written(set.size(), out, command, inputs, details);
  }

  /** Writes the lineage of a pool that stands. */
  static Answer written(
      long examples, Path out, List<String> command, List<Path> inputs, ObjectNode details) {
    Lineage.write(out, command, inputs, examples);
    ObjectNode document = Json.object();
    document.put("out", out.toString());
    document.put("examples", examples);
    document.setAll(details);
    return Answer.of(
        document,
        stream -> {
          document.path("warnings").forEach(each -> stream.println("warning: " + each.asText()));
          stream.printf(Locale.ROOT, "%s: %d examples%n", out, examples);
        });
  }

  /** A number of examples: {@code 500}, or a share of the pool such as {@code 5%}. */
  static int budget(String text, int size) {
    double amount;
    try {
      amount =
          text.endsWith("%")
              ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100 * size
              : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new InputException("--budget '" + text + "': give a number, or a share such as 5%");
    }
    int count = (int) Math.round(amount);
    if (count < 1 || count > size) {
      throw new InputException(
          "--budget " + text + ": means " + count + " of the pool's " + size + " examples");
    }
    return count;
  }
}
