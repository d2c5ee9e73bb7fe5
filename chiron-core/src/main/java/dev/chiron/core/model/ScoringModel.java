package dev.chiron.core.model;

import dev.chiron.core.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;

/** A model that says how likely a continuation is. */
public interface ScoringModel extends LanguageModel {
  /**
   * Scores continuation {@code i} after prompt {@code i}.
   *
   * @param prompts as many as continuations
   */
  List<Scores> score(List<Prompt> prompts, List<String> continuations);

  /**
   * Scores every candidate after every prompt: row {@code i} belongs to prompt {@code i}. A model
   * that can share the work of a prompt among its candidates overrides this.
   */
  default List<List<Scores>> rank(List<Prompt> prompts, List<String> candidates) {
    List<Prompt> left = new ArrayList<>();
    List<String> right = new ArrayList<>();
    for (Prompt prompt : prompts) {
      for (String candidate : candidates) {
        left.add(prompt);
        right.add(candidate);
      }
    }
    List<Scores> flat = score(left, right);
    List<List<Scores>> rows = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      rows.add(List.copyOf(flat.subList(i * candidates.size(), (i + 1) * candidates.size())));
    }
    return rows;
  }
}
