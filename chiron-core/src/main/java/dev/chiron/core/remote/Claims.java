package dev.chiron.core.remote;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * Who is asking a service what at this moment, kept in the cache's file, so that two who ask the
 * same thing at once pay once. Not safe for threads: the cache locks.
 *
 * <p>A claim belongs to a process, told by its id and its start. It falls when its process is gone,
 * or after {@link #LONGEST}: a process on another host cannot be seen from here.
 */
final class Claims {
  static final String TABLE =
      """
      CREATE TABLE IF NOT EXISTS claims (
        key BLOB PRIMARY KEY, process INTEGER NOT NULL, started INTEGER NOT NULL,
        since INTEGER NOT NULL) STRICT, WITHOUT ROWID
      """;

  /** Longer than all attempts and waits of one request together. */
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private static final Duration POLL = Duration.ofMillis(20);

  private final Connection connection;
  private final ProcessHandle self;

  Claims(Connection connection, ProcessHandle self) {
    this.connection = connection;
    this.self = self;
  }

  /** Whether the request is now this caller's to make. */
  boolean take(byte[] key) throws SQLException {
    if (insert(key)) {
      return true;
    }
    return dropIfFallen(key) && insert(key);
  }

  boolean giveBack(byte[] key) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM claims WHERE key = ?")) {
      statement.setBytes(1, key);
      return statement.executeUpdate() > 0;
    }
  }

  void close() throws SQLException {
    connection.close();
  }

  /** Waits a little for another's answer. */
  void awaitOther() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    }
  }

  private boolean insert(byte[] key) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT OR IGNORE INTO claims VALUES (?, ?, ?, ?)")) {
      statement.setBytes(1, key);
      statement.setLong(2, self.pid());
      statement.setLong(3, start(self));
      statement.setLong(4, Instant.now().toEpochMilli());
      return statement.executeUpdate() > 0;
    }
  }

  private boolean dropIfFallen(byte[] key) throws SQLException {
    long process;
    long started;
    long since;
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT process, started, since FROM claims WHERE key = ?")) {
      statement.setBytes(1, key);
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          return true;
        }
        process = rows.getLong(1);
        started = rows.getLong(2);
        since = rows.getLong(3);
      }
    }
    boolean alive =
        ProcessHandle.of(process).filter(h -> h.isAlive() && start(h) == started).isPresent();
    if (alive && Instant.now().toEpochMilli() - since < LONGEST.toMillis()) {
      return false;
    }
    // Only the claim that was judged: another may have taken it over meanwhile.
    try (PreparedStatement statement =
        connection.prepareStatement(
            "DELETE FROM claims WHERE key = ? AND process = ? AND since = ?")) {
      statement.setBytes(1, key);
      statement.setLong(2, process);
      statement.setLong(3, since);
      return statement.executeUpdate() > 0;
    }
  }

  private static long start(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }
}
