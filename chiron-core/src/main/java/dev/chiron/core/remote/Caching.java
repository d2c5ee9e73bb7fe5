package dev.chiron.core.remote;

import dev.chiron.core.model.EmbeddingModel;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import java.util.Optional;
import java.util.function.Supplier;

/** Puts the cache that the options name above a remote model. */
final class Caching {
  private Caching() {}

  static LanguageModel open(
      ModelOptions options,
      RemoteSettings settings,
      ServiceHttpClient http,
      Supplier<LanguageModel> model) {
    Optional<ResponseCache> cache = cache(options, http);
    return cache.isPresent()
        ? new CachedModel(model.get(), settings.endpoint(), cache.get())
        : model.get();
  }

  static EmbeddingModel openEmbedding(
      ModelOptions options,
      RemoteSettings settings,
      ServiceHttpClient http,
      dev.langchain4j.model.embedding.EmbeddingModel model) {
    return new RemoteEmbeddings(
        settings.info().name(),
        settings.endpoint(),
        model,
        cache(options, http),
        settings.retrying(),
        settings.secret(),
        settings.info().concurrency(),
        http::close);
  }

  private static Optional<ResponseCache> cache(ModelOptions options, ServiceHttpClient http) {
    try {
      return options.cache().map(ResponseCache::open);
    } catch (RuntimeException e) {
      http.close();
      throw e;
    }
  }
}
