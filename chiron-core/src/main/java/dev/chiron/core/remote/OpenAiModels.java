package dev.chiron.core.remote;

import dev.chiron.core.error.InputException;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.EmbeddingModel;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.ModelProvider;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import java.util.Map;
import java.util.Optional;

/**
 * OpenAI and every service that speaks its protocol (vLLM, llama.cpp, LM Studio, most hosts):
 * {@code openai:NAME} or {@code openai:NAME@BASE_URL}.
 *
 * <p>Settings: {@code baseUrl}, {@code apiKey}, {@code apiKeyEnv}, {@code concurrency} (8), {@code
 * timeoutSeconds} (60), {@code attempts} (6), {@code backOffSeconds} (0.5), {@code contextLength}
 * (unknown), {@code price.prompt} and {@code price.completion} for a million tokens (unknown).
 * Environment: {@code OPENAI_API_KEY}, {@code OPENAI_BASE_URL}. A key in the environment is never
 * sent to a base URL that is part of a name, unless it is the environment's own.
 */
public final class OpenAiModels implements ModelProvider {
  private static final RemoteSettings.Provider PROVIDER =
      new RemoteSettings.Provider(
          "openai", "https://api.openai.com/v1", "OPENAI_API_KEY", "OPENAI_BASE_URL");

  private final Map<String, String> environment;

  public OpenAiModels() {
    this(System.getenv());
  }

  OpenAiModels(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public String accepts() {
    return "openai:NAME[@BASE_URL]";
  }

  @Override
  public boolean handles(String name) {
    return name.startsWith("openai:");
  }

  @Override
  public LanguageModel open(String name, ModelOptions options) {
    RemoteSettings settings = settings(name, options);
    ServiceHttpClient http = new ServiceHttpClient(settings.timeout());
    OpenAiChatModel chat =
        OpenAiChatModel.builder()
            .httpClientBuilder(new ServiceHttpClientBuilder(http, settings.timeout()))
            .baseUrl(settings.endpoint().baseUrl())
            .apiKey(settings.secret().isEmpty() ? null : settings.secret())
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
                OpenAiModels::parameters,
                settings.retrying(),
                settings.secret(),
                http::close));
  }

  @Override
  public Optional<EmbeddingModel> openEmbedding(String name, ModelOptions options) {
    RemoteSettings settings = settings(name, options);
    ServiceHttpClient http = new ServiceHttpClient(settings.timeout());
    OpenAiEmbeddingModel model =
        OpenAiEmbeddingModel.builder()
            .httpClientBuilder(new ServiceHttpClientBuilder(http, settings.timeout()))
            .baseUrl(settings.endpoint().baseUrl())
            .apiKey(settings.secret().isEmpty() ? null : settings.secret())
            .modelName(settings.endpoint().model())
            .maxRetries(0)
            .build();
    return Optional.of(Caching.openEmbedding(options, settings, http, model));
  }

  private RemoteSettings settings(String name, ModelOptions options) {
    RemoteSettings settings = RemoteSettings.read(PROVIDER, name, options, environment);
    if (settings.secret().isEmpty() && settings.endpoint().baseUrl().equals(PROVIDER.home())) {
      throw new InputException(
          "model '" + name + "': OpenAI needs an API key: set " + PROVIDER.keyVariable());
    }
    return settings;
  }

  private static ChatRequestParameters parameters(Decoding decoding) {
    var builder = OpenAiChatRequestParameters.builder();
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
      // Not OpenAI's own, but known to most services that speak its protocol.
      builder.customParameters(Map.of("top_k", decoding.topK()));
    }
    return builder.build();
  }
}
