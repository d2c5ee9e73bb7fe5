package dev.chiron.core.remote;

import dev.chiron.core.error.InputException;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.ModelOptions;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import java.util.Map;

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
public final class OpenAiModels extends RemoteProvider {
  private static final RemoteSettings.Provider PROVIDER =
      new RemoteSettings.Provider(
          "openai", "https://api.openai.com/v1", "OPENAI_API_KEY", "OPENAI_BASE_URL");

  public OpenAiModels() {
    this(System.getenv());
  }

  OpenAiModels(Map<String, String> environment) {
    super(PROVIDER, environment);
  }

  @Override
  ChatModel chat(RemoteSettings settings, HttpClientBuilder http) {
    return OpenAiChatModel.builder()
        .httpClientBuilder(http)
        .baseUrl(settings.endpoint().baseUrl())
        .apiKey(settings.secret().isEmpty() ? null : settings.secret())
        .modelName(settings.endpoint().model())
        .maxRetries(0)
        .build();
  }

  @Override
  EmbeddingModel embedding(RemoteSettings settings, HttpClientBuilder http) {
    return OpenAiEmbeddingModel.builder()
        .httpClientBuilder(http)
        .baseUrl(settings.endpoint().baseUrl())
        .apiKey(settings.secret().isEmpty() ? null : settings.secret())
        .modelName(settings.endpoint().model())
        .maxRetries(0)
        .build();
  }

  @Override
  RemoteSettings settings(String name, ModelOptions options) {
    RemoteSettings settings = super.settings(name, options);
    if (settings.secret().isEmpty() && settings.endpoint().baseUrl().equals(PROVIDER.home())) {
      throw new InputException(
          "model '" + name + "': OpenAI needs an API key: set " + PROVIDER.keyVariable());
    }
    return settings;
  }

  @Override
  ChatRequestParameters parameters(Decoding decoding) {
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
