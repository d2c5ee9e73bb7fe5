package dev.chiron.core.task.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.task.TaskCollection;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * CSV (RFC 4180) and its sibling with tabs: a header row, then one example a row, plain or gzip. A
 * cell in quotes may hold delimiters, line breaks and doubled quotes. The columns {@code outputs}
 * and {@code attributes} hold JSON.
 */
final class TableFormat extends RowFormat {
  private static final List<String> COLUMNS =
      List.of("task", "split", "instruction", "input", "outputs", "attributes");

  private final CSVFormat dialect;

  private TableFormat(String name, char delimiter) {
    super(name, "." + name, "." + name + ".gz");
    this.dialect =
        CSVFormat.RFC4180.builder().setDelimiter(delimiter).setIgnoreEmptyLines(true).get();
  }

  static TableFormat csv() {
    return new TableFormat("csv", ',');
  }

  static TableFormat tsv() {
    return new TableFormat("tsv", '\t');
  }

  @Override
  public String summary() {
    return "a table with a header row; columns for input and output (or label), and others";
  }

  @Override
  void rows(Path file, Consumer<JsonField> sink) {
    try (Reader reader = SourceText.reader(file);
        CSVParser parser = CSVParser.parse(reader, dialect)) {
      Iterator<CSVRecord> records = parser.iterator();
      if (!records.hasNext()) {
        throw SourceText.empty(file);
      }
      List<String> header = header(file, records.next());
      long line = parser.getCurrentLineNumber() + 1;
      while (hasNext(file, records, line)) {
        CSVRecord record = records.next();
        sink.accept(JsonField.ofRow(file, line, row(file, line, header, record)));
        line = parser.getCurrentLineNumber() + 1;
      }
    } catch (CharacterCodingException e) {
      throw brokenLine(file);
    } catch (UncheckedIOException e) {
      throw malformed(file, 1, e.getCause());
    } catch (IOException e) {
      throw SourceText.unreadable(file, e);
    }
  }

  private static boolean hasNext(Path file, Iterator<CSVRecord> records, long line) {
    try {
      return records.hasNext();
    } catch (UncheckedIOException e) {
      throw malformed(file, line, e.getCause());
    }
  }

  private static InputException malformed(Path file, long line, @Nullable IOException e) {
    return e instanceof CharacterCodingException
        ? brokenLine(file)
        : InputException.in(
            file, line, "malformed row: a quote is not closed or stands in the wrong place");
  }

  private static InputException brokenLine(Path file) {
    // The parser reads ahead of the row that it is at: the line is found by reading again.
    SourceText.lines(file, (number, text) -> {});
    return SourceText.brokenUtf8(file, 1);
  }

  private static List<String> header(Path file, CSVRecord record) {
    List<String> header = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String cell : record) {
      String column = cell.strip();
      if (!seen.add(column)) {
        throw InputException.in(file, 1, column, "this column stands twice: rename one");
      }
      header.add(column);
    }
    return header;
  }

  private static ObjectNode row(Path file, long line, List<String> header, CSVRecord record) {
    if (record.size() != header.size()) {
      throw InputException.in(
          file,
          line,
          "the row has "
              + record.size()
              + " cells, but the header has "
              + header.size()
              + ": add or quote what is missing");
    }
    ObjectNode row = Json.object();
    for (int i = 0; i < header.size(); i++) {
      row.put(header.get(i), record.get(i));
    }
    return row;
  }

  @Override
  public void write(TaskCollection collection, Path path) {
    requireNoDirectory(path);
    AtomicFiles.write(
        path,
        temporary -> {
          try (CSVPrinter printer = new CSVPrinter(Files.newBufferedWriter(temporary), dialect)) {
            printer.printRecord(COLUMNS);
            forEachRow(collection, row -> print(printer, row));
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
        });
  }

  private static void print(CSVPrinter printer, ObjectNode row) {
    try {
      printer.printRecord(
          COLUMNS.stream()
              .map(row::path)
              .map(cell -> cell.isContainerNode() ? Json.line(cell) : cell.asText())
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
