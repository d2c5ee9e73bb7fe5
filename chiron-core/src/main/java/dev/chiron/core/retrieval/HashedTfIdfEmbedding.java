package dev.chiron.core.retrieval;

import dev.chiron.core.model.EmbeddingModel;
import dev.chiron.core.random.Seeds;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Embeddings without a model: TF-IDF over words and the letter trigrams of words, brought to few
 * dimensions by a random projection with signs (Achlioptas 2003), which keeps cosines in
 * expectation. Trigrams let forms of one word, numbers and misspellings meet.
 *
 * <p>A feature weighs (1 + ln tf) · (ln((1 + N) / (1 + df)) + 1) over the collection of {@code N}
 * texts that it was fitted to. The projection of a feature depends on its text alone, so the same
 * collection gives the same vectors everywhere.
 */
public final class HashedTfIdfEmbedding implements EmbeddingModel {
  /** The name that {@link Embeddings#open} knows. */
  public static final String NAME = "hashed-tfidf";

  /** The standard error of a cosine is about 1/√dimension: 0.04. */
  public static final int DEFAULT_DIMENSION = 512;

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+|[^\\s\\p{L}\\p{N}]");
  private static final int GRAM = 3;
  private static final Seeds PROJECTION = new Seeds(0);

  private final int dimension;
  private final int texts;
  private final Map<String, Integer> documentFrequency = new HashMap<>();

  /** Fits the frequencies of features to a collection. */
  public HashedTfIdfEmbedding(List<String> collection, int dimension) {
    this.dimension = dimension;
    this.texts = collection.size();
    for (String text : collection) {
      features(text).keySet().forEach(feature -> documentFrequency.merge(feature, 1, Integer::sum));
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public float[][] embed(List<String> queries) {
    float[][] vectors = new float[queries.size()][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = embed(queries.get(i));
    }
    return vectors;
  }

  private float[] embed(String text) {
    double[] sum = new double[dimension];
    features(text)
        .forEach(
            (feature, count) -> {
              int df = documentFrequency.getOrDefault(feature, 0);
              double idf = Math.log((1.0 + texts) / (1.0 + df)) + 1;
              add(sum, feature, (1 + Math.log(count)) * idf);
            });
    double squares = 0;
    for (double value : sum) {
      squares += value * value;
    }
    float[] vector = new float[dimension];
    for (int i = 0; squares > 0 && i < dimension; i++) {
      vector[i] = (float) (sum[i] / Math.sqrt(squares));
    }
    return vector;
  }

  private static void add(double[] sum, String feature, double weight) {
    RandomGenerator signs = PROJECTION.generator(feature);
    for (int start = 0; start < sum.length; start += Long.SIZE) {
      long bits = signs.nextLong();
      for (int i = start; i < Math.min(sum.length, start + Long.SIZE); i++) {
        sum[i] += (bits & 1) == 0 ? weight : -weight;
        bits >>>= 1;
      }
    }
  }

  private static Map<String, Integer> features(String text) {
    // Sorted, so that sums of floating-point numbers are taken in the same order everywhere.
    Map<String, Integer> counts = new TreeMap<>();
    Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (words.find()) {
      String word = words.group();
      counts.merge("w:" + word, 1, Integer::sum);
      String bounded = "^" + word + "$";
      for (int i = 0; word.length() > 1 && i + GRAM <= bounded.length(); i++) {
        counts.merge("g:" + bounded.substring(i, i + GRAM), 1, Integer::sum);
      }
    }
    return counts;
  }
}
