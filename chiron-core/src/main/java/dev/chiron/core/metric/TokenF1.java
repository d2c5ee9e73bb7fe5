package dev.chiron.core.metric;

import java.util.List;

/**
 * The overlap of words of SQuAD (Rajpurkar et al. 2016): the harmonic mean of precision and recall
 * over the multisets of words after {@linkplain Normalization#squad normalisation}.
 */
public final class TokenF1 {
  private TokenF1() {}

  /** In [0, 1]; if either text has no words, 1 if neither has, else 0. */
  public static double of(String output, String reference) {
    List<String> left = words(output);
    List<String> right = words(reference);
    if (left.isEmpty() || right.isEmpty()) {
      return left.isEmpty() && right.isEmpty() ? 1 : 0;
    }
    return Overlap.f1(Overlap.common(left, right), left.size(), right.size());
  }

  private static List<String> words(String text) {
    String normal = Normalization.squad(text);
    return normal.isEmpty() ? List.of() : List.of(normal.split(" "));
  }
}
