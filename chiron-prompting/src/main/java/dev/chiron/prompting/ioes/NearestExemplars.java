package dev.chiron.prompting.ioes;

import dev.chiron.core.predictor.DemonstrationSelector;
import dev.chiron.core.retrieval.HashedTfIdfEmbedding;
import dev.chiron.prompting.search.EvaluationBudget;
import dev.chiron.prompting.search.Exemplar;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.Workbench;
import java.util.List;

/**
 * For each query the k exemplars with the nearest embeddings, the most similar last.
 *
 * @param embedding the embedding model's name; {@value HashedTfIdfEmbedding#NAME} needs none
 */
public record NearestExemplars(String embedding) implements ExemplarOptimizer {
  /** By the offline embedding of words and parts of words. */
  public static final NearestExemplars OFFLINE = new NearestExemplars(HashedTfIdfEmbedding.NAME);

  @Override
  public String name() {
    return "nearest";
  }

  @Override
  public PromptCandidate choose(
      PromptCandidate base, List<Exemplar> pool, int k, Workbench bench, EvaluationBudget passes) {
    return base.choosing(pool, new DemonstrationSelector.Nearest(k, embedding, 0));
  }
}
