package dev.chiron.prompting.claps;

import dev.chiron.core.model.EmbeddingModel;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.retrieval.KMeans;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** The words that a prompt may be made of, in a fixed order. */
public record TokenSpace(List<String> words) {
  public TokenSpace {
    words = List.copyOf(words);
  }

  public int size() {
    return words.size();
  }

  /**
   * One word for each cluster of the embeddings, the one nearest to the centroid: words of like
   * meaning act alike, so one stands for all. Needs no labels and no queries.
   *
   * @param clusters asked for; 2,000 in the paper for a full vocabulary
   */
  public TokenSpace clustered(EmbeddingModel embeddings, int clusters, RandomGenerator random) {
    float[][] vectors = embeddings.embed(words);
    int[] chosen = KMeans.of(vectors, clusters, random).representatives(vectors);
    return new TokenSpace(Arrays.stream(chosen).sorted().mapToObj(words::get).distinct().toList());
  }

  /** As many words by chance. */
  public TokenSpace sampled(int count, RandomGenerator random) {
    return new TokenSpace(Seeds.sample(words, count, random));
  }
}
