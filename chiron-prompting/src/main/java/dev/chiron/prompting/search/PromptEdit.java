package dev.chiron.prompting.search;

import java.util.ArrayList;
import java.util.List;

/**
 * What changed from one text to another, word by word: the shortest edit by a longest common
 * subsequence.
 *
 * @param parts in order; joined without the removed ones they are the new text, without the added
 *     ones the old
 */
public record PromptEdit(List<Part> parts) {
  public PromptEdit {
    parts = List.copyOf(parts);
  }

  /** What became of some words. */
  public enum Kind {
    KEPT,
    REMOVED,
    ADDED
  }

  /** Neighbouring words of one fate. */
  public record Part(Kind kind, String words) {}

  /** The edit between two texts. */
  public static PromptEdit between(String before, String after) {
    List<String> left = words(before);
    List<String> right = words(after);
    int[][] common = new int[left.size() + 1][right.size() + 1];
    for (int i = left.size() - 1; i >= 0; i--) {
      for (int j = right.size() - 1; j >= 0; j--) {
        common[i][j] =
            left.get(i).equals(right.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    List<Part> parts = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < left.size() || j < right.size()) {
      if (i < left.size() && j < right.size() && left.get(i).equals(right.get(j))) {
        add(parts, Kind.KEPT, left.get(i++));
        j++;
      } else if (j == right.size() || (i < left.size() && common[i + 1][j] >= common[i][j + 1])) {
        add(parts, Kind.REMOVED, left.get(i++));
      } else {
        add(parts, Kind.ADDED, right.get(j++));
      }
    }
    return new PromptEdit(parts);
  }

  /** Words that were added or removed, whichever are more: a replaced word counts once. */
  public int changed() {
    return Math.max(count(Kind.ADDED), count(Kind.REMOVED));
  }

  private int count(Kind kind) {
    return parts.stream()
        .filter(part -> part.kind() == kind)
        .mapToInt(part -> MetaPrompt.words(part.words()))
        .sum();
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
  }

  private static void add(List<Part> parts, Kind kind, String word) {
    if (!parts.isEmpty() && parts.getLast().kind() == kind) {
      parts.set(parts.size() - 1, new Part(kind, parts.getLast().words() + " " + word));
    } else {
      parts.add(new Part(kind, word));
    }
  }
}
