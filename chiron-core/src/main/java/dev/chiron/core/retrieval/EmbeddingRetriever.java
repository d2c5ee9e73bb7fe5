package dev.chiron.core.retrieval;

import dev.chiron.core.model.EmbeddingModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Nearest neighbours by the cosine of embeddings, exact.
 *
 * <p>With a {@code diversity} λ above 0 the texts are chosen by maximal marginal relevance
 * (Carbonell and Goldstein 1998): one after the other, the one with the largest (1 − λ) ·
 * cos(query, text) − λ · max cos(chosen, text). A hit's score is its cosine with the query either
 * way, and hits stand in the order in which they were chosen.
 */
public final class EmbeddingRetriever implements Retriever {
  private final EmbeddingModel model;
  private final double diversity;
  private final float[][] vectors;

  /**
   * Embeds a collection.
   *
   * @param diversity in [0, 1]; 0 for the plain nearest neighbours
   */
  public EmbeddingRetriever(EmbeddingModel model, List<String> texts, double diversity) {
    if (!(diversity >= 0 && diversity <= 1)) {
      throw new IllegalArgumentException("diversity is in [0, 1], not " + diversity);
    }
    this.model = model;
    this.diversity = diversity;
    this.vectors = texts.isEmpty() ? new float[0][] : model.embed(texts);
  }

  @Override
  public List<Hit> search(String query, int count) {
    return search(List.of(query), count).getFirst();
  }

  @Override
  public List<List<Hit>> search(List<String> queries, int count) {
    if (queries.isEmpty()) {
      return List.of();
    }
    List<List<Hit>> rows = new ArrayList<>();
    for (float[] query : model.embed(queries)) {
      double[] similarity = new double[vectors.length];
      for (int i = 0; i < vectors.length; i++) {
        similarity[i] = cosine(query, vectors[i]);
      }
      rows.add(diversity == 0 ? nearest(similarity, count) : diverse(similarity, count));
    }
    return rows;
  }

  private static List<Hit> nearest(double[] similarity, int count) {
    return IntStream.range(0, similarity.length)
        .mapToObj(i -> new Hit(i, similarity[i]))
        .sorted(Comparator.comparingDouble(Hit::score).reversed())
        .limit(count)
        .toList();
  }

  private List<Hit> diverse(double[] similarity, int count) {
    int wanted = Math.min(count, similarity.length);
    boolean[] chosen = new boolean[similarity.length];
    double[] redundancy = new double[similarity.length];
    List<Hit> hits = new ArrayList<>();
    while (hits.size() < wanted) {
      int best = -1;
      double bestValue = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < similarity.length; i++) {
        double value = (1 - diversity) * similarity[i] - diversity * redundancy[i];
        if (!chosen[i] && value > bestValue) {
          best = i;
          bestValue = value;
        }
      }
      chosen[best] = true;
      boolean first = hits.isEmpty();
      hits.add(new Hit(best, similarity[best]));
      for (int i = 0; i < similarity.length; i++) {
        double toBest = cosine(vectors[best], vectors[i]);
        redundancy[i] = first ? toBest : Math.max(redundancy[i], toBest);
      }
    }
    return hits;
  }

  /** 0 if either vector is zero. */
  static double cosine(float[] left, float[] right) {
    double dot = 0;
    double leftSquares = 0;
    double rightSquares = 0;
    for (int i = 0; i < left.length; i++) {
      dot += (double) left[i] * right[i];
      leftSquares += (double) left[i] * left[i];
      rightSquares += (double) right[i] * right[i];
    }
    double norms = Math.sqrt(leftSquares * rightSquares);
    return norms == 0 ? 0 : dot / norms;
  }
}
