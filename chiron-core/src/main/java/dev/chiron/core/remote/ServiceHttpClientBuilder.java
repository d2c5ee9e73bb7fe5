package dev.chiron.core.remote;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import java.time.Duration;

/** Hands LangChain4j the client that was made for it; its limits are set already. */
final class ServiceHttpClientBuilder implements HttpClientBuilder {
  private final ServiceHttpClient client;
  private final Duration limit;

  ServiceHttpClientBuilder(ServiceHttpClient client, Duration limit) {
    this.client = client;
    this.limit = limit;
  }

  @Override
  public Duration connectTimeout() {
    return limit;
  }

  @Override
  public HttpClientBuilder connectTimeout(Duration timeout) {
    return this;
  }

  @Override
  public Duration readTimeout() {
    return limit;
  }

  @Override
  public HttpClientBuilder readTimeout(Duration timeout) {
    return this;
  }

  @Override
  public HttpClient build() {
    return client;
  }
}
