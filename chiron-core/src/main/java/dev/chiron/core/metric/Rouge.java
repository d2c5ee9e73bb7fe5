package dev.chiron.core.metric;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.core.KeywordTokenizer;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * ROUGE (Lin 2004) as the rouge-score package defines it: F1 over words, the runs of {@code
 * [a-z0-9]} in lower case; ROUGE-N counts shared n-grams as multisets, ROUGE-L the longest common
 * subsequence of the whole texts.
 *
 * @param stem whether words of more than three letters are reduced by Porter's stemmer first
 */
public record Rouge(boolean stem) {
  /** The package stems longer words only, so that short ones keep their difference. */
  private static final int LONGEST_UNSTEMMED = 3;

  /** ROUGE-N in [0, 1]; 0 if either text has fewer than {@code n} words. */
  public double n(int n, String output, String reference) {
    List<List<String>> left = grams(n, words(output));
    List<List<String>> right = grams(n, words(reference));
    return Overlap.f1(Overlap.common(left, right), left.size(), right.size());
  }

  /** ROUGE-L in [0, 1]; 0 if either text has no words. */
  public double l(String output, String reference) {
    List<String> left = words(output);
    List<String> right = words(reference);
    return Overlap.f1(Overlap.longestCommonSubsequence(left, right), left.size(), right.size());
  }

  private List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+")) {
      if (!word.isEmpty()) {
        words.add(stem && word.length() > LONGEST_UNSTEMMED ? stemmed(word) : word);
      }
    }
    return words;
  }

  private static List<List<String>> grams(int n, List<String> words) {
    List<List<String>> grams = new ArrayList<>();
    for (int i = 0; i + n <= words.size(); i++) {
      grams.add(words.subList(i, i + n));
    }
    return grams;
  }

  private static String stemmed(String word) {
    KeywordTokenizer whole = new KeywordTokenizer();
    whole.setReader(new StringReader(word));
    try (TokenStream stream = new PorterStemFilter(whole)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      stream.incrementToken();
      String stemmed = term.toString();
      stream.end();
      return stemmed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
