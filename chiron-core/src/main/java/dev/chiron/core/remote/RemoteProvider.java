package dev.chiron.core.remote;

import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.EmbeddingModel;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.ModelProvider;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import java.util.Map;
import java.util.Optional;

/**
 * What the providers of remote models share: a name taken apart, an HTTP client with the settings'
 * time-out, retries, and the cache that the options name. A provider adds its protocol, which never
 * retries by itself.
 */
abstract class RemoteProvider implements ModelProvider {
  private final RemoteSettings.Provider provider;
  private final Map<String, String> environment;

  RemoteProvider(RemoteSettings.Provider provider, Map<String, String> environment) {
    this.provider = provider;
    this.environment = environment;
  }

  abstract ChatModel chat(RemoteSettings settings, HttpClientBuilder http);

  abstract dev.langchain4j.model.embedding.EmbeddingModel embedding(
      RemoteSettings settings, HttpClientBuilder http);

  /** How the protocol puts a decoding. */
  abstract ChatRequestParameters parameters(Decoding decoding);

  /** The settings of a model; a provider refuses what its service would. */
  RemoteSettings settings(String name, ModelOptions options) {
    return RemoteSettings.read(provider, name, options, environment);
  }

  @Override
  public final String accepts() {
    return provider.id() + ":NAME[@BASE_URL]";
  }

  @Override
  public final boolean handles(String name) {
    return name.startsWith(provider.id() + ":");
  }

  @Override
  public final LanguageModel open(String name, ModelOptions options) {
    RemoteSettings settings = settings(name, options);
    ServiceHttpClient http = new ServiceHttpClient(settings.timeout());
    ChatModel chat = chat(settings, new ServiceHttpClientBuilder(http, settings.timeout()));
    Optional<ResponseCache> cache = cache(options, http);
    LanguageModel model =
        new RemoteModel(
            settings.info(),
            chat,
            this::parameters,
            settings.retrying(),
            settings.secret(),
            http::close);
    return cache.isPresent() ? new CachedModel(model, settings.endpoint(), cache.get()) : model;
  }

  @Override
  public final Optional<EmbeddingModel> openEmbedding(String name, ModelOptions options) {
    RemoteSettings settings = settings(name, options);
    ServiceHttpClient http = new ServiceHttpClient(settings.timeout());
    return Optional.of(
        new RemoteEmbeddings(
            settings.info().name(),
            settings.endpoint(),
            embedding(settings, new ServiceHttpClientBuilder(http, settings.timeout())),
            cache(options, http),
            settings.retrying(),
            settings.secret(),
            settings.info().concurrency(),
            http::close));
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
