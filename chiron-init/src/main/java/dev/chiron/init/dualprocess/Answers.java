package dev.chiron.init.dualprocess;

import java.util.Arrays;
import java.util.List;

/** Whatever answers items of the part-of-speech task. */
@FunctionalInterface
public interface Answers {
  /**
   * Answers items.
   *
   * @return for each item the token behind each of its masks: [items][3]
   */
  List<int[]> of(List<TaggedItem> items);

  /** The share of items whose answers are all right. */
  default double accuracy(List<TaggedItem> items) {
    List<int[]> given = of(items);
    int right = 0;
    for (int i = 0; i < items.size(); i++) {
      right += Arrays.equals(given.get(i), items.get(i).targets()) ? 1 : 0;
    }
    return (double) right / items.size();
  }

  /** The share of items whose first answer, which names the adjective, is right. */
  default double firstAccuracy(List<TaggedItem> items) {
    List<int[]> given = of(items);
    int right = 0;
    for (int i = 0; i < items.size(); i++) {
      right += given.get(i)[0] == items.get(i).adjective() ? 1 : 0;
    }
    return (double) right / items.size();
  }
}
