package dev.chiron.core.error;

import java.nio.file.Path;

/**
 * A mistake in what the user gave. The message is one line that says where the mistake is (file,
 * line, field), what is wrong and what to do. The command prints it and exits with code 2.
 */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InputException(String message) {
    super(message.replace('\n', ' '));
  }

  public InputException(String message, Throwable cause) {
    super(message.replace('\n', ' '), cause);
  }

  /** A mistake in a file as a whole. */
  public static InputException in(Path file, String problem) {
    return new InputException(file + ": " + problem);
  }

  /** A mistake on one line of a file; {@code line} counts from 1. */
  public static InputException in(Path file, long line, String problem) {
    return new InputException(file + ":" + line + ": " + problem);
  }

  /** A mistake in one field of a record on one line of a file; {@code line} counts from 1. */
  public static InputException in(Path file, long line, String field, String problem) {
    return new InputException(file + ":" + line + ": field '" + field + "': " + problem);
  }

  /** A mistake in one field of a file that is a single document. */
  public static InputException in(Path file, String field, String problem) {
    return new InputException(file + ": field '" + field + "': " + problem);
  }
}
