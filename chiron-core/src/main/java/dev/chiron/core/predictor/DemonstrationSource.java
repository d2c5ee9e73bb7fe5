package dev.chiron.core.predictor;

import dev.chiron.core.model.EmbeddingModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.retrieval.Bm25Retriever;
import dev.chiron.core.retrieval.EmbeddingRetriever;
import dev.chiron.core.retrieval.Embeddings;
import dev.chiron.core.retrieval.Retriever;
import dev.chiron.core.task.Demonstration;
import java.util.Collections;
import java.util.List;

/** A selector at work on its pool. */
interface DemonstrationSource extends AutoCloseable {
  /** The demonstrations of each query, in the order in which they are shown. */
  List<List<Demonstration>> select(List<String> queries);

  @Override
  default void close() {}

  static DemonstrationSource of(
      DemonstrationSelector selector, List<Demonstration> pool, ModelOptions options) {
    return switch (selector) {
      case DemonstrationSelector.None() ->
          queries -> Collections.nCopies(queries.size(), List.of());
      case DemonstrationSelector.Fixed() -> queries -> Collections.nCopies(queries.size(), pool);
      case DemonstrationSelector.Random(int count, long seed) ->
          queries ->
              queries.stream()
                  .map(query -> Seeds.sample(pool, count, new Seeds(seed).generator(query)))
                  .toList();
      case DemonstrationSelector.Bm25(int count) ->
          new Retrieved(new Bm25Retriever(inputs(pool)), () -> {}, pool, count);
      case DemonstrationSelector.Nearest(int count, String embedding, double diversity) -> {
        EmbeddingModel model = Embeddings.open(embedding, inputs(pool), options);
        yield new Retrieved(
            new EmbeddingRetriever(model, inputs(pool), diversity), model::close, pool, count);
      }
    };
  }

  /** Retrieved demonstrations, the best next to the query. */
  record Retrieved(Retriever retriever, Runnable closing, List<Demonstration> pool, int count)
      implements DemonstrationSource {
    @Override
    public List<List<Demonstration>> select(List<String> queries) {
      return retriever.search(queries, count).stream()
          .map(hits -> hits.reversed().stream().map(hit -> pool.get(hit.index())).toList())
          .toList();
    }

    @Override
    public void close() {
      retriever.close();
      closing.run();
    }
  }

  private static List<String> inputs(List<Demonstration> pool) {
    return pool.stream().map(Demonstration::input).toList();
  }
}
