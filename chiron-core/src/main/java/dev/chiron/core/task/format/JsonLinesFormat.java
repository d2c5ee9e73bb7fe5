package dev.chiron.core.task.format;

import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.task.TaskCollection;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** JSONL: one JSON object a line, plain or gzip. Blank lines are passed over. */
final class JsonLinesFormat extends RowFormat {
  JsonLinesFormat() {
    super("jsonl", ".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz");
  }

  @Override
  public String summary() {
    return "one JSON object a line with input and output (and split, task, instruction)";
  }

  @Override
  void rows(Path file, Consumer<JsonField> sink) {
    SourceText.lines(
        file,
        (number, line) -> {
          if (!line.isBlank()) {
            sink.accept(JsonField.ofLine(file, number, line));
          }
        });
  }

  @Override
  public void write(TaskCollection collection, Path path) {
    requireNoDirectory(path);
    AtomicFiles.write(
        path,
        temporary -> {
          try (BufferedWriter writer = Files.newBufferedWriter(temporary)) {
            forEachRow(
                collection,
                row -> {
                  try {
                    writer.append(Json.line(row)).append('\n');
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
        });
  }
}
