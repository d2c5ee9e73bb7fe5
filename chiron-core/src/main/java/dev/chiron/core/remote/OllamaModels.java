package dev.chiron.core.remote;

import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.EmbeddingModel;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.ModelProvider;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.ollama.OllamaChatRequestParameters;
import dev.langchain4j.model.ollama.OllamaEmbeddingModel;
import java.util.Map;
import java.util.Optional;

/**
 * Models that Ollama serves: {@code ollama:NAME} or {@code ollama:NAME@BASE_URL}; without a URL the
 * one in the environment's {@code OLLAMA_BASE_URL}, or Ollama's usual place on this machine.
 *
 * <p>Settings are those of {@link OpenAiModels}; no key is needed, and one that is given is sent as
 * a bearer token.
 */
public final class OllamaModels implements ModelProvider {
  private static final RemoteSettings.Provider PROVIDER =
      new RemoteSettings.Provider("ollama", "http://localhost:11434", "", "OLLAMA_BASE_URL");

  private final Map<String, String> environment;

  public OllamaModels() {
    this(System.getenv());
  }

  OllamaModels(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public String accepts() {
    return "ollama:NAME[@BASE_URL]";
  }

  @Override
  public boolean handles(String name) {
    return name.startsWith("ollama:");
  }

  @Override
  public LanguageModel open(String name, ModelOptions options) {
    RemoteSettings settings = RemoteSettings.read(PROVIDER, name, options, environment);
    ServiceHttpClient http = new ServiceHttpClient(settings.timeout());
    OllamaChatModel chat =
        OllamaChatModel.builder()
            .httpClientBuilder(new ServiceHttpClientBuilder(http, settings.timeout()))
            .baseUrl(settings.endpoint().baseUrl())
            .customHeaders(headers(settings))
            .modelName(settings.endpoint().model())
            .maxRetries(0)
            .build();
    return Caching.open(
        options,
        settings,
        http,
        () ->
            new RemoteModel(
                settings.info(),
                chat,
                OllamaModels::parameters,
                settings.retrying(),
                settings.secret(),
                http::close));
  }

  @Override
  public Optional<EmbeddingModel> openEmbedding(String name, ModelOptions options) {
    RemoteSettings settings = RemoteSettings.read(PROVIDER, name, options, environment);
    ServiceHttpClient http = new ServiceHttpClient(settings.timeout());
    OllamaEmbeddingModel model =
        OllamaEmbeddingModel.builder()
            .httpClientBuilder(new ServiceHttpClientBuilder(http, settings.timeout()))
            .baseUrl(settings.endpoint().baseUrl())
            .customHeaders(headers(settings))
            .modelName(settings.endpoint().model())
            .maxRetries(0)
            .build();
    return Optional.of(Caching.openEmbedding(options, settings, http, model));
  }

  private static Map<String, String> headers(RemoteSettings settings) {
    return settings.secret().isEmpty()
        ? Map.of()
        : Map.of("Authorization", "Bearer " + settings.secret());
  }

  private static ChatRequestParameters parameters(Decoding decoding) {
    var builder = OllamaChatRequestParameters.builder();
    builder
        .maxOutputTokens(decoding.maxTokens())
        .temperature(decoding.temperature())
        .topP(decoding.topP());
    if (!decoding.stops().isEmpty()) {
      builder.stopSequences(decoding.stops());
    }
    if (decoding.temperature() > 0) {
      builder.seed(Seed.of(decoding.seed()));
    }
    if (decoding.topK() > 0) {
      builder.topK(decoding.topK());
    }
    return builder.build();
  }
}
