package dev.chiron.prompting.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All candidates that a search has scored, in order; an entry's id is its place. */
public final class SearchHistory {
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Entry> byKey = new HashMap<>();
  private String ended = "";

  /**
   * A scored candidate.
   *
   * @param step in which it was proposed; 0 for what the search began with
   */
  public record Entry(int id, int step, Proposal proposal, Scored scored) {
    public PromptCandidate candidate() {
      return scored.candidate();
    }

    public double score() {
      return scored.score();
    }
  }

  void add(int step, Proposal proposal, Scored scored) {
    Entry entry = new Entry(entries.size(), step, proposal, scored);
    entries.add(entry);
    byKey.put(scored.candidate().key(), entry);
  }

  void end(String reason) {
    ended = reason;
  }

  /** Why the search ended, in words. */
  public String ended() {
    return ended;
  }

  public List<Entry> entries() {
    return Collections.unmodifiableList(entries);
  }

  public Entry entry(int id) {
    return entries.get(id);
  }

  public Optional<Entry> find(PromptCandidate candidate) {
    return Optional.ofNullable(byKey.get(candidate.key()));
  }

  /** The best candidates that saw all examples, best first; of equals the earlier. */
  public List<Entry> top(int count) {
    return entries.stream()
        .filter(entry -> entry.scored().complete())
        .sorted(Comparator.comparingDouble(entry -> -entry.score()))
        .limit(count)
        .toList();
  }

  /** The best; there is one as soon as the search has begun. */
  public Entry best() {
    return top(1).getFirst();
  }
}
