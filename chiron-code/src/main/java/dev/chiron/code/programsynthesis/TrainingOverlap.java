package dev.chiron.code.programsynthesis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Overlap of solutions with training text (§4.7): the longest run of lines that a solution shares
 * with any document, without regard to white space at the ends of lines and to blank lines.
 */
public final class TrainingOverlap {
  private final List<List<String>> documents = new ArrayList<>();

  /** For each line the places where it stands, as document and line. */
  private final Map<String, List<int[]>> places = new HashMap<>();

  public TrainingOverlap(List<String> documents) {
    for (String document : documents) {
      List<String> lines = lines(document);
      for (int i = 0; i < lines.size(); i++) {
        places
            .computeIfAbsent(lines.get(i), _ -> new ArrayList<>())
            .add(new int[] {this.documents.size(), i});
      }
      this.documents.add(lines);
    }
  }

  /** The longest run, in lines; 0 if no line is shared. */
  public int longestRun(String solution) {
    List<String> lines = lines(solution);
    int longest = 0;
    for (int start = 0; start < lines.size(); start++) {
      for (int[] place : places.getOrDefault(lines.get(start), List.of())) {
        longest = Math.max(longest, run(lines, start, documents.get(place[0]), place[1]));
      }
    }
    return longest;
  }

  /** The share of a solution's lines that its longest run is. */
  public double share(String solution) {
    int lines = lines(solution).size();
    return lines == 0 ? 0 : (double) longestRun(solution) / lines;
  }

  private static int run(List<String> lines, int start, List<String> document, int at) {
    int length = 0;
    while (start + length < lines.size()
        && at + length < document.size()
        && lines.get(start + length).equals(document.get(at + length))) {
      length++;
    }
    return length;
  }

  private static List<String> lines(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }
}
