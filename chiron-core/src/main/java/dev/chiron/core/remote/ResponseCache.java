package dev.chiron.core.remote;

import dev.chiron.core.error.InputException;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/**
 * Answers of remote models on disk, by the exact request: one SQLite file that many threads and
 * processes may use at once.
 *
 * <p>The key is the SHA-256 of the request's canonical line, see {@link Endpoint}; request and
 * answer are kept in clear, the API key is not. The file is in WAL mode with {@code
 * synchronous=FULL}: an entry is on disk when {@link #put} returns and survives {@code kill -9} and
 * a power cut. The price is one {@code fsync} an entry, about a millisecond beside a request that
 * took a hundred.
 *
 * <p>{@link #answer} lets equal requests at the same time, of any thread and any process, share one
 * call: the first claims the request in the file, the others wait for its answer. The claim of a
 * process that died is taken over.
 */
public final class ResponseCache implements AutoCloseable {
  /** {@code CHRN}: tells this file from other SQLite databases. */
  private static final int APPLICATION = 0x4348524e;

  private static final int VERSION = 1;
  private static final int BUSY_MILLISECONDS = 60_000;

  private final Path file;
  private final Connection connection;
  private final Claims claims;
  private final ReentrantLock lock = new ReentrantLock();

  private ResponseCache(Path file, Connection connection, Claims claims) {
    this.file = file;
    this.connection = connection;
    this.claims = claims;
  }

  /**
   * Opens a cache; makes the file and its directory if they do not exist.
   *
   * @throws InputException if the file is damaged, something else, or cannot be written
   */
  public static ResponseCache open(Path file) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
    } catch (IOException e) {
      throw new InputException(file + ": the response cache's directory cannot be made: " + e, e);
    }
    Connection connection = null;
    try {
      connection = connect(file, SQLiteConfig.SynchronousMode.FULL);
      prepare(connection, file);
      // Claims need not survive a power cut: no fsync at their commits.
      Connection second = connect(file, SQLiteConfig.SynchronousMode.NORMAL);
      return new ResponseCache(file, connection, new Claims(second, ProcessHandle.current()));
    } catch (SQLException | RuntimeException e) {
      closeQuietly(connection, e);
      throw e instanceof SQLException sql ? problem(file, sql) : (RuntimeException) e;
    }
  }

  /** The answer to an equal request, if there is one. */
  public Optional<Completion> get(String request) {
    return locked(() -> select(digest(request)));
  }

  /** Keeps an answer; it is on disk when this returns. */
  public void put(String request, Completion answer) {
    locked(
        () -> {
          insert(digest(request), request, answer);
          return answer;
        });
  }

  /**
   * The kept answer, or that of {@code call}, which is made once however many ask at the same time.
   * A refused answer is handed on and not kept, and neither is a failure.
   */
  public Completion answer(String request, Supplier<Completion> call) {
    byte[] key = digest(request);
    while (true) {
      Optional<Completion> kept = locked(() -> select(key));
      if (kept.isPresent()) {
        return kept.get();
      }
      if (locked(() -> claims.take(key))) {
        try {
          // Another may have answered and given its claim back since the look above.
          return locked(() -> select(key)).orElseGet(() -> fresh(request, call));
        } finally {
          locked(() -> claims.giveBack(key));
        }
      }
      claims.awaitOther();
    }
  }

  private Completion fresh(String request, Supplier<Completion> call) {
    Completion answer = call.get();
    if (answer.finish() != Completion.Finish.REFUSED) {
      put(request, answer);
    }
    return answer;
  }

  /** How many answers are kept. */
  public long size() {
    return locked(
        () -> {
          try (Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery("SELECT count(*) FROM responses")) {
            return rows.getLong(1);
          }
        });
  }

  @Override
  public void close() {
    locked(
        () -> {
          claims.close();
          connection.close();
          return true;
        });
  }

  private static Connection connect(Path file, SQLiteConfig.SynchronousMode synchronous)
      throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLISECONDS);
    config.setSynchronous(synchronous);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    return DriverManager.getConnection(
        "jdbc:sqlite:" + file.toAbsolutePath(), config.toProperties());
  }

  private static void prepare(Connection connection, Path file) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      // The first write statement takes the lock, so that of two processes one makes the tables.
      statement.execute("PRAGMA user_version");
      int application = number(statement, "PRAGMA application_id");
      int tables = number(statement, "SELECT count(*) FROM sqlite_schema");
      if (application != APPLICATION && tables > 0) {
        throw InputException.in(
            file, "an SQLite database, but no response cache: name another file");
      }
      int version = number(statement, "PRAGMA user_version");
      if (application == APPLICATION && version != VERSION) {
        throw InputException.in(
            file, "a response cache of version " + version + ", not " + VERSION + ": name another");
      }
      statement.execute(
          """
          CREATE TABLE IF NOT EXISTS responses (
            key BLOB PRIMARY KEY, request TEXT NOT NULL, answer TEXT NOT NULL,
            finish TEXT NOT NULL, prompt_tokens INTEGER NOT NULL,
            completion_tokens INTEGER NOT NULL) STRICT, WITHOUT ROWID
          """);
      statement.execute(Claims.TABLE);
      statement.execute("PRAGMA application_id = " + APPLICATION);
      statement.execute("PRAGMA user_version = " + VERSION);
      connection.commit();
    }
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
    }
  }

  private static int number(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.getInt(1);
    }
  }

  private Optional<Completion> select(byte[] key) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT answer, finish, prompt_tokens, completion_tokens FROM responses WHERE key = ?")) {
      statement.setBytes(1, key);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next()
            ? Optional.of(
                new Completion(
                    rows.getString(1),
                    Completion.Finish.valueOf(rows.getString(2)),
                    new Usage(1, rows.getLong(3), rows.getLong(4))))
            : Optional.empty();
      }
    }
  }

  private void insert(byte[] key, String request, Completion answer) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT OR IGNORE INTO responses VALUES (?, ?, ?, ?, ?, ?)")) {
      statement.setBytes(1, key);
      statement.setString(2, request);
      statement.setString(3, answer.text());
      statement.setString(4, answer.finish().name());
      statement.setLong(5, answer.usage().promptTokens());
      statement.setLong(6, answer.usage().completionTokens());
      statement.executeUpdate();
    }
  }

  /** Work on the connection. */
  @FunctionalInterface
  private interface Work<T> {
    T run() throws SQLException;
  }

  private <T> T locked(Work<T> work) {
    lock.lock();
    try {
      return work.run();
    } catch (SQLException e) {
      throw problem(file, e);
    } finally {
      lock.unlock();
    }
  }

  private static InputException problem(Path file, SQLException e) {
    SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xff);
    String text =
        switch (code) {
          case SQLITE_NOTADB, SQLITE_CORRUPT ->
              "not a usable response cache (the file is damaged): move it away to start a new one";
          case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH ->
              "the response cache cannot be opened for writing: check the path and its permissions";
          case SQLITE_FULL, SQLITE_IOERR ->
              "the response cache cannot be written: the disk is full" + " or fails";
          default -> "the response cache failed: " + e.getMessage();
        };
    return new InputException(file + ": " + text, e);
  }

  private static void closeQuietly(
      @org.jspecify.annotations.Nullable Connection open, Exception e) {
    if (open != null) {
      try {
        open.close();
      } catch (SQLException second) {
        e.addSuppressed(second);
      }
    }
  }

  private static byte[] digest(String request) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(request.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
