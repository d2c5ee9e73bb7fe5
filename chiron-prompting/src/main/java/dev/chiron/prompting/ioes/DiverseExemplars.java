package dev.chiron.prompting.ioes;

import dev.chiron.core.model.EmbeddingModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.retrieval.Embeddings;
import dev.chiron.core.retrieval.HashedTfIdfEmbedding;
import dev.chiron.core.retrieval.KMeans;
import dev.chiron.prompting.search.EvaluationBudget;
import dev.chiron.prompting.search.Exemplar;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.Workbench;
import java.util.Arrays;
import java.util.List;

/**
 * From each of k clusters of the inputs' embeddings the exemplar nearest to the centroid (Auto-CoT:
 * Zhang et al. 2022, arXiv 2210.03493).
 *
 * @param embedding the embedding model's name
 */
public record DiverseExemplars(String embedding) implements ExemplarOptimizer {
  /** By the offline embedding of words and parts of words. */
  public static final DiverseExemplars OFFLINE = new DiverseExemplars(HashedTfIdfEmbedding.NAME);

  @Override
  public String name() {
    return "diversity";
  }

  @Override
  public PromptCandidate choose(
      PromptCandidate base, List<Exemplar> pool, int k, Workbench bench, EvaluationBudget passes) {
    List<String> inputs = pool.stream().map(Exemplar::input).toList();
    try (EmbeddingModel model = Embeddings.open(embedding, inputs, ModelOptions.DEFAULT)) {
      float[][] vectors = model.embed(inputs);
      int[] chosen =
          KMeans.of(vectors, k, bench.seeds().generator("clusters")).representatives(vectors);
      return base.showing(Arrays.stream(chosen).mapToObj(pool::get).toList());
    }
  }
}
