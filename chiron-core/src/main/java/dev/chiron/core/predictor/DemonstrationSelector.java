package dev.chiron.core.predictor;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.chiron.core.retrieval.HashedTfIdfEmbedding;

/**
 * Which demonstrations of a pool are shown with a query, and in which order: the last stands next
 * to the query.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = DemonstrationSelector.None.class, name = "none"),
  @JsonSubTypes.Type(value = DemonstrationSelector.Fixed.class, name = "fixed"),
  @JsonSubTypes.Type(value = DemonstrationSelector.Random.class, name = "random"),
  @JsonSubTypes.Type(value = DemonstrationSelector.Bm25.class, name = "bm25"),
  @JsonSubTypes.Type(value = DemonstrationSelector.Nearest.class, name = "nearest")
})
public sealed interface DemonstrationSelector {
  /** No demonstrations. */
  record None() implements DemonstrationSelector {}

  /** The whole pool in its order, whatever the query. */
  record Fixed() implements DemonstrationSelector {}

  /**
   * A sample for each query, drawn by the query's text: the same query gets the same sample in
   * whatever company it comes.
   */
  record Random(int count, long seed) implements DemonstrationSelector {}

  /** Those whose inputs BM25 ranks first for the query, the most similar last. */
  record Bm25(int count) implements DemonstrationSelector {}

  /**
   * Those whose inputs have the nearest embeddings, the most similar last.
   *
   * @param embedding name of the embedding model
   * @param diversity weight of maximal marginal relevance; 0 for plain nearest neighbours
   */
  record Nearest(int count, String embedding, double diversity) implements DemonstrationSelector {
    /** Plain nearest neighbours on the offline embedding. */
    public static Nearest offline(int count) {
      return new Nearest(count, HashedTfIdfEmbedding.NAME, 0);
    }
  }
}
