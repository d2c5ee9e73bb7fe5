package dev.chiron.core.retrieval;

import dev.chiron.core.error.InputException;
import dev.chiron.core.model.EmbeddingModel;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.Models;
import java.util.List;

/** Opens embedding models by name. */
public final class Embeddings {
  private Embeddings() {}

  /**
   * Opens an embedding model: {@value HashedTfIdfEmbedding#NAME}, or the name of a {@linkplain
   * Models#open model} that embeds as well.
   *
   * @param collection the texts that will be searched, which the offline embedding is fitted to
   * @throws InputException if there is no such model or it does not embed
   */
  public static EmbeddingModel open(String name, List<String> collection, ModelOptions options) {
    if (name.equals(HashedTfIdfEmbedding.NAME)) {
      return new HashedTfIdfEmbedding(collection, HashedTfIdfEmbedding.DEFAULT_DIMENSION);
    }
    LanguageModel model = Models.open(name, options);
    return model
        .as(EmbeddingModel.class)
        .orElseThrow(
            () -> {
              model.close();
              return new InputException(
                  "model '"
                      + name
                      + "' gives no embeddings: use one that does, or "
                      + HashedTfIdfEmbedding.NAME);
            });
  }
}
