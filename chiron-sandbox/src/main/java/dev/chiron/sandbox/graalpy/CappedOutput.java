package dev.chiron.sandbox.graalpy;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps output up to a limit and drops the rest. */
final class CappedOutput extends OutputStream {
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private int limit;
  private boolean full;

  synchronized void limit(int bytes) {
    limit = bytes;
    kept.reset();
    full = false;
  }

  /** Whether something was dropped. */
  synchronized boolean full() {
    return full;
  }

  synchronized String text() {
    return kept.toString(StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void write(int each) {
    write(new byte[] {(byte) each}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    int room = limit - kept.size();
    kept.write(bytes, offset, Math.min(room, length));
    full |= length > room;
  }
}
