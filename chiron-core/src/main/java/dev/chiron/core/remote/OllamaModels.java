package dev.chiron.core.remote;

import dev.chiron.core.model.Decoding;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.ollama.OllamaChatRequestParameters;
import dev.langchain4j.model.ollama.OllamaEmbeddingModel;
import java.util.Map;

/**
 * Models that Ollama serves: {@code ollama:NAME} or {@code ollama:NAME@BASE_URL}; without a URL the
 * one in the environment's {@code OLLAMA_BASE_URL}, or Ollama's usual place on this machine.
 *
 * <p>Settings are those of {@link OpenAiModels}; no key is needed, and one that is given is sent as
 * a bearer token.
 */
public final class OllamaModels extends RemoteProvider {
  private static final RemoteSettings.Provider PROVIDER =
      new RemoteSettings.Provider("ollama", "http://localhost:11434", "", "OLLAMA_BASE_URL");

  public OllamaModels() {
    this(System.getenv());
  }

  OllamaModels(Map<String, String> environment) {
    super(PROVIDER, environment);
  }

  @Override
  ChatModel chat(RemoteSettings settings, HttpClientBuilder http) {
    return OllamaChatModel.builder()
        .httpClientBuilder(http)
        .baseUrl(settings.endpoint().baseUrl())
        .customHeaders(headers(settings))
        .modelName(settings.endpoint().model())
        .maxRetries(0)
        .build();
  }

  @Override
  EmbeddingModel embedding(RemoteSettings settings, HttpClientBuilder http) {
    return OllamaEmbeddingModel.builder()
        .httpClientBuilder(http)
        .baseUrl(settings.endpoint().baseUrl())
        .customHeaders(headers(settings))
        .modelName(settings.endpoint().model())
        .maxRetries(0)
        .build();
  }

  private static Map<String, String> headers(RemoteSettings settings) {
    return settings.secret().isEmpty()
        ? Map.of()
        : Map.of("Authorization", "Bearer " + settings.secret());
  }

  @Override
  ChatRequestParameters parameters(Decoding decoding) {
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
