package dev.chiron.init.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The texts of a path: each file of a directory is a document, each line of a {@code .jsonl} file
 * has one in its field {@code text}, and any other file is one.
 */
public final class Documents {
  private static final String LINES = ".jsonl";
  private static final String TEXT = "text";

  private Documents() {}

  /**
   * Reads all documents, those of a directory in the order of their paths. In a directory, hidden
   * files and files that are no UTF-8 are left out.
   *
   * @throws InputException if there is nothing, or a line has no text; names file and line
   */
  public static List<String> read(Path path) {
    if (!Files.exists(path)) {
      throw InputException.in(path, "no such file or directory");
    }
    List<String> documents = new ArrayList<>();
    try {
      if (Files.isDirectory(path)) {
        for (Path file : below(path)) {
          try {
            documents.addAll(of(file));
          } catch (CharacterCodingException e) {
            // No text: an image or an archive between the sources.
          }
        }
      } else {
        documents.addAll(of(path));
      }
    } catch (CharacterCodingException e) {
      throw InputException.in(path, "is not UTF-8 text");
    } catch (IOException e) {
      throw new InputException(path + ": cannot be read: " + e.getMessage(), e);
    }
    documents.removeIf(String::isBlank);
    if (documents.isEmpty()) {
      throw InputException.in(path, "holds no text");
    }
    return documents;
  }

  private static List<Path> below(Path directory) throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(Files::isRegularFile)
          .filter(
              file ->
                  Stream.iterate(directory.relativize(file), each -> each != null, Path::getParent)
                      .noneMatch(each -> String.valueOf(each.getFileName()).startsWith(".")))
          .sorted()
          .toList();
    }
  }

  private static List<String> of(Path file) throws IOException {
    if (!file.toString().endsWith(LINES)) {
      return List.of(Files.readString(file));
    }
    List<String> lines = Files.readAllLines(file);
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      JsonNode text = Json.parse(file, i + 1L, lines.get(i)).path(TEXT);
      if (!text.isTextual()) {
        throw InputException.in(file, i + 1L, TEXT, "must be a string");
      }
      documents.add(text.asText());
    }
    return documents;
  }
}
