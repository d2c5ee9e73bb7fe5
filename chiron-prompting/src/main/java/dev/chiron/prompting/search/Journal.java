package dev.chiron.prompting.search;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The histories of all searches of a run, by name, and how they are written down. */
public final class Journal {
  private final Map<String, SearchHistory> histories = new LinkedHashMap<>();

  /** Keeps a history; it is the same object while the search goes on. */
  void begin(String search, SearchHistory history) {
    histories.put(search, history);
  }

  public Map<String, SearchHistory> histories() {
    return Collections.unmodifiableMap(histories);
  }

  /**
   * Writes {@code candidates.jsonl}, a line for each candidate, and {@code lineage.html}, which
   * shows each with what changed from its parent.
   */
  public void write(Path directory) {
    StringBuilder lines = new StringBuilder();
    histories.forEach(
        (search, history) -> {
          for (SearchHistory.Entry entry : history.entries()) {
            lines.append(Json.line(line(search, entry))).append('\n');
          }
        });
    AtomicFiles.write(directory.resolve("candidates.jsonl"), lines.toString());
    AtomicFiles.write(directory.resolve("lineage.html"), Lineage.html(histories));
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
