package dev.chiron.app.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.function.Consumer;

/**
 * What a command has to say: the same as a document and as text, of which one is printed.
 *
 * @param document what {@code --json} prints
 * @param text prints the form for people
 * @param exitCode one of {@link ExitCode}
 */
public record Answer(JsonNode document, Consumer<PrintStream> text, int exitCode) {
  public static Answer of(JsonNode document, Consumer<PrintStream> text) {
    return new Answer(document, text, ExitCode.SUCCESS);
  }
}
