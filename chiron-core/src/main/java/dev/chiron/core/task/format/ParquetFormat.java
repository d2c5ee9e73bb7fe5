package dev.chiron.core.task.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.task.TaskCollection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.function.Consumer;

/**
 * Parquet, read and written by an in-memory DuckDB. Written are the columns {@code task}, {@code
 * split}, {@code instruction}, {@code input} (text), {@code outputs} (list of texts) and {@code
 * attributes} (JSON text). Messages count rows where other formats count lines.
 */
final class ParquetFormat extends RowFormat {
  private static final int BATCH = 1000;

  ParquetFormat() {
    super("parquet", ".parquet");
  }

  @Override
  public String summary() {
    return "a Parquet file with columns for input and output (or label), and others";
  }

  @Override
  void rows(Path file, Consumer<JsonField> sink) {
    requireContent(file);
    try (Connection connection = open();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT to_json(r)::VARCHAR FROM read_parquet(" + quoted(file) + ") AS r")) {
      for (long row = 1; rows.next(); row++) {
        sink.accept(JsonField.ofLine(file, row, rows.getString(1)));
      }
    } catch (SQLException e) {
      throw new InputException(
          file + ": not a readable Parquet file: " + firstLine(e) + ": write it again", e);
    }
  }

  private static void requireContent(Path file) {
    try {
      if (Files.size(file) == 0) {
        throw SourceText.empty(file);
      }
    } catch (IOException e) {
      throw SourceText.unreadable(file, e);
    }
  }

  @Override
  public void write(TaskCollection collection, Path path) {
    requireNoDirectory(path);
    AtomicFiles.write(path, temporary -> copy(collection, temporary));
  }

  private static void copy(TaskCollection collection, Path file) throws IOException {
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE rows (n BIGINT, task VARCHAR, split VARCHAR, instruction VARCHAR,"
              + " input VARCHAR, outputs VARCHAR, attributes VARCHAR)");
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?)")) {
        insertAll(collection, insert);
      }
      connection.commit();
      statement.execute(
          "COPY (SELECT task, split, instruction, input,"
              + " from_json(outputs, '[\"VARCHAR\"]') AS outputs, attributes"
              + " FROM rows ORDER BY n) TO "
              + quoted(file)
              + " (FORMAT parquet)");
    } catch (SQLException e) {
      throw new IOException(firstLine(e), e);
    }
  }

  private static void insertAll(TaskCollection collection, PreparedStatement insert)
      throws SQLException {
    long[] count = {0};
    try {
      forEachRow(
          collection,
          row -> {
            try {
              bind(insert, count[0]++, row);
              if (count[0] % BATCH == 0) {
                insert.executeBatch();
              }
            } catch (SQLException e) {
              throw new IllegalStateException(e);
            }
          });
    } catch (IllegalStateException e) {
      if (e.getCause() instanceof SQLException sql) {
        throw sql;
      }
      throw e;
    }
    insert.executeBatch();
  }

  private static void bind(PreparedStatement insert, long number, ObjectNode row)
      throws SQLException {
    insert.setLong(1, number);
    insert.setString(2, row.get("task").textValue());
    insert.setString(3, row.get("split").textValue());
    insert.setString(4, row.path("instruction").asText());
    insert.setString(5, row.get("input").textValue());
    insert.setString(6, row.get("outputs").toString());
    insert.setString(7, row.has("attributes") ? row.get("attributes").toString() : "");
    insert.addBatch();
  }

  private static Connection open() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("jdbc_stream_results", "true");
    return DriverManager.getConnection("jdbc:duckdb:", properties);
  }

  private static String quoted(Path file) {
    return "'" + file.toAbsolutePath().toString().replace("'", "''") + "'";
  }

  private static String firstLine(SQLException e) {
    String message = e.getMessage();
    return message == null ? "unknown" : message.lines().findFirst().orElse("unknown");
  }
}
