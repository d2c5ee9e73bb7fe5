package dev.chiron.prompting.search;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The histories of all searches of a run, by name, and how they are written down. */
public final class Journal {
  private final Map<String, SearchHistory> histories = new LinkedHashMap<>();
  private final Map<String, List<?>> others = new LinkedHashMap<>();

  /** Keeps a history; it is the same object while the search goes on. */
  void begin(String search, SearchHistory history) {
    histories.put(search, history);
  }

  /**
   * Keeps a search's own records; it is the same list while the search goes on.
   *
   * @param name of the file that they are written to, without {@code .jsonl}
   */
  public void keep(String name, List<?> records) {
    others.put(name, records);
  }

  public Map<String, SearchHistory> histories() {
    return Collections.unmodifiableMap(histories);
  }

  /**
   * Writes {@code candidates.jsonl}, a line for each candidate, {@code lineage.html}, which shows
   * each with what changed from its parent, and the searches' own records.
   */
  public void write(Path directory) {
    List<ObjectNode> candidates = new ArrayList<>();
    histories.forEach(
        (search, history) ->
            history.entries().forEach(entry -> candidates.add(line(search, entry))));
    writeLines(directory, "candidates", candidates);
    others.forEach((name, records) -> writeLines(directory, name, records));
    AtomicFiles.write(directory.resolve("lineage.html"), Lineage.html(histories));
  }

  private static void writeLines(Path directory, String name, List<?> records) {
    String lines =
        records.stream().map(record -> Json.line(record) + "\n").collect(Collectors.joining());
    AtomicFiles.write(directory.resolve(name + ".jsonl"), lines);
  }

  private static ObjectNode line(String search, SearchHistory.Entry entry) {
    ObjectNode line = Json.object();
    line.put("search", search);
    line.put("id", entry.id());
    line.put("parent", entry.proposal().parent());
    line.put("step", entry.step());
    line.put("text", entry.candidate().instruction());
    line.put("score", entry.score());
    line.put("examples", entry.scored().records().size());
    line.put("rejectedEarly", !entry.scored().complete());
    line.put("note", entry.proposal().note());
    line.set("batch", Json.tree(entry.proposal().batch()));
    line.set("exemplars", Json.tree(entry.candidate().exemplars()));
    return line;
  }
}
