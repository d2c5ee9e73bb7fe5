package dev.chiron.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.TextTable;
import dev.chiron.code.execution.ErrorClass;
import dev.chiron.code.programsynthesis.SynthesisReport;
import dev.chiron.code.programsynthesis.TaskResult;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.run.ActiveRun;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The documents and tables of {@code chiron code evaluate}. */
final class CodeReport {
  private CodeReport() {}

  static ObjectNode row(double temperature, SynthesisReport report, List<Integer> ks) {
    ObjectNode row =
        Json.object()
            .put("temperature", temperature)
            .put("solvedByAny", report.solvedByAny())
            .put("shareSolving", report.shareSolving());
    ObjectNode passes = row.putObject("passAt");
    ks.forEach(k -> passes.put(Integer.toString(k), report.passAt(k)));
    row.set("errors", Json.tree(report.errors()));
    row.set("exceptions", Json.tree(report.exceptions()));
    row.set("solvedAfterHints", Json.tree(report.solvedAfterHints()));
    return row.put("overfitted", report.overfitted()).put("tokens", report.tokens());
  }

  static void write(ActiveRun run, double temperature, SynthesisReport report) {
    StringBuilder lines = new StringBuilder();
    for (TaskResult each : report.results()) {
      lines.append(Json.line(each)).append('\n');
    }
    AtomicFiles.write(
        run.run().directory().resolve("samples-" + temperature + ".jsonl"), lines.toString());
  }

  static void print(ObjectNode document, PrintStream out) {
    TextTable table = new TextTable("TEMPERATURE", "SOLVED BY ANY", "SAMPLES SOLVING", "PASS@K");
    document
        .path("temperatures")
        .forEach(
            row ->
                table.row(
                    row.path("temperature").asText(),
                    percent(row.path("solvedByAny").asDouble()),
                    percent(row.path("shareSolving").asDouble()),
                    row.path("passAt").toString()));
    table.print(out);
    out.println();
    TextTable errors = new TextTable("OUTCOME", "SAMPLES");
    for (ErrorClass each : ErrorClass.values()) {
      int count = 0;
      for (JsonNode row : document.path("temperatures")) {
        count += row.path("errors").path(each.name()).asInt();
      }
      errors.row(each.name().toLowerCase(Locale.ROOT).replace('_', ' '), Integer.toString(count));
    }
    errors.print(out);
    for (String extra : List.of("outputPrediction", "sharedLines")) {
      if (document.has(extra)) {
        out.println(extra + "  " + document.path(extra));
      }
    }
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }

  static List<String> documents(Path path) {
    try (Stream<Path> files = Files.walk(path)) {
      List<String> texts = new ArrayList<>();
      for (Path each : files.filter(Files::isRegularFile).sorted().toList()) {
        texts.add(Files.readString(each));
      }
      return texts;
    } catch (IOException | UncheckedIOException e) {
      throw InputException.in(path, "cannot be read as text: " + e.getMessage());
    }
  }
}
