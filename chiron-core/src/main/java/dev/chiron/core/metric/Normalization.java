package dev.chiron.core.metric;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is overlooked when two texts are compared. */
public final class Normalization {
  private static final Pattern WHITE_SPACE =
      Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern ARTICLES = Pattern.compile("\\b(a|an|the)\\b");

  /** The ASCII punctuation: what the evaluations of Natural Instructions and SQuAD remove. */
  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

  private Normalization() {}

  /** White space at the ends removed, inside made one space. */
  public static String foldWhiteSpace(String text) {
    return WHITE_SPACE.matcher(text).replaceAll(" ").strip();
  }

  /** Lower case and {@linkplain #foldWhiteSpace folded}. */
  public static String caseless(String text) {
    return foldWhiteSpace(text.toLowerCase(Locale.ROOT));
  }

  /** Natural Instructions (arXiv 2204.07705): lower case, no ASCII punctuation, folded. */
  public static String naturalInstructions(String text) {
    return foldWhiteSpace(withoutPunctuation(text.toLowerCase(Locale.ROOT)));
  }

  /** SQuAD (arXiv 1606.05250): as Natural Instructions, and without articles. */
  public static String squad(String text) {
    String bare = withoutPunctuation(text.toLowerCase(Locale.ROOT));
    return foldWhiteSpace(ARTICLES.matcher(bare).replaceAll(" "));
  }

  /**
   * Whether two texts are the same under Natural Instructions' normalisation. Texts of nothing but
   * punctuation, of which it would leave nothing, are compared as they are.
   */
  public static boolean same(String left, String right) {
    String a = naturalInstructions(left);
    String b = naturalInstructions(right);
    boolean bare = a.isEmpty() && b.isEmpty();
    return bare ? caseless(left).equals(caseless(right)) : a.equals(b);
  }

  /** The label that an answer names: equal but for case and white space, else but {@link #same}. */
  public static Optional<String> label(String answer, List<String> labels) {
    String plain = caseless(answer);
    return labels.stream()
        .filter(label -> caseless(label).equals(plain))
        .findFirst()
        .or(() -> labels.stream().filter(label -> same(label, answer)).findFirst());
  }

  private static String withoutPunctuation(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (PUNCTUATION.indexOf(text.charAt(i)) < 0) {
        kept.append(text.charAt(i));
      }
    }
    return kept.toString();
  }
}
