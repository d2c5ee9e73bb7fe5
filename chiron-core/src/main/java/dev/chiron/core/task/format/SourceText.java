package dev.chiron.core.task.format;

import dev.chiron.core.error.InputException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Opens text files: gzip is unpacked by its first bytes, and only valid UTF-8 is let through. */
final class SourceText {
  private static final int GZIP_MAGIC = 0x8b1f;

  private SourceText() {}

  /** The unpacked bytes of a file. */
  static InputStream open(Path file) {
    try {
      InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
      raw.mark(2);
      int magic = raw.read() | raw.read() << 8;
      raw.reset();
      return magic == GZIP_MAGIC
          ? new BufferedInputStream(new GZIPInputStream(raw, 1 << 16), 1 << 16)
          : raw;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * All of a file's text, without a byte order mark.
   *
   * @throws InputException if it is missing, empty, or not UTF-8 (names the line)
   */
  static String readAll(Path file) {
    byte[] bytes;
    try (InputStream in = open(file)) {
      bytes = in.readAllBytes();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      String text = decode(buffer);
      if (text.isBlank()) {
        throw empty(file);
      }
      return text;
    } catch (CharacterCodingException e) {
      long line = 1;
      for (int i = 0; i < buffer.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      throw brokenUtf8(file, line);
    }
  }

  /** Takes one line, numbered from 1, without its line break. */
  @FunctionalInterface
  interface LineSink {
    void line(long number, String text);
  }

  /**
   * Hands on line by line, without holding the file's text; a byte order mark is dropped.
   *
   * @throws InputException if it is missing, has no bytes, or a line is not UTF-8
   */
  static void lines(Path file, LineSink sink) {
    long number = 0;
    byte[] chunk = new byte[1 << 16];
    ByteArrayOutputStream line = new ByteArrayOutputStream(1 << 12);
    try (InputStream in = open(file)) {
      int size = in.read(chunk);
      if (size < 0) {
        throw empty(file);
      }
      for (; size >= 0; size = in.read(chunk)) {
        int start = 0;
        for (int i = 0; i < size; i++) {
          if (chunk[i] == '\n') {
            line.write(chunk, start, i - start);
            start = i + 1;
            sink.line(++number, line(file, number, line));
          }
        }
        line.write(chunk, start, size - start);
      }
      if (line.size() > 0) {
        sink.line(++number, line(file, number, line));
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static String line(Path file, long number, ByteArrayOutputStream bytes) {
    try {
      String text = decode(ByteBuffer.wrap(bytes.toByteArray()));
      return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    } catch (CharacterCodingException e) {
      throw brokenUtf8(file, number);
    } finally {
      bytes.reset();
    }
  }

  /** A reader of a file's text, for parsers that need one; broken UTF-8 is an IOException. */
  static Reader reader(Path file) throws IOException {
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                open(file),
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)));
    reader.mark(1);
    if (reader.read() != '\ufeff') {
      reader.reset();
    }
    return reader;
  }

  /** Decodes strictly; on failure the buffer's position is where the text breaks. */
  static String decode(ByteBuffer bytes) throws CharacterCodingException {
    String text =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(bytes)
            .toString();
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  static InputException empty(Path file) {
    return InputException.in(file, "the file is empty: give at least one example");
  }

  static InputException brokenUtf8(Path file, long line) {
    return InputException.in(file, line, "not valid UTF-8: save the file as UTF-8");
  }

  static InputException unreadable(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return InputException.in(file, "no such file");
    }
    if (Files.isDirectory(file)) {
      return InputException.in(file, "is a directory where a file should be");
    }
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new InputException(file + ": cannot be read: " + reason, e);
  }
}
