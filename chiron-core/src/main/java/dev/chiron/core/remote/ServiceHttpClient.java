package dev.chiron.core.remote;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * LangChain4j's way to the network over the JDK's HTTP client.
 *
 * <p>It differs from LangChain4j's own in three things that retries and budgets need: a failure
 * keeps its {@code Retry-After}; the time limit covers the whole answer, where the JDK's covers the
 * wait for the headers only; and an interrupt does not give up an answer that is under way, since
 * it may be charged already.
 */
final class ServiceHttpClient implements HttpClient, AutoCloseable {
  private final java.net.http.HttpClient client;
  private final Duration limit;

  /**
   * A client.
   *
   * @param limit for one request, from the first byte sent to the last byte received
   */
  ServiceHttpClient(Duration limit) {
    this.limit = limit;
    this.client =
        java.net.http.HttpClient.newBuilder()
            .version(java.net.http.HttpClient.Version.HTTP_1_1)
            .followRedirects(java.net.http.HttpClient.Redirect.NEVER)
            .connectTimeout(limit)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    var builder = java.net.http.HttpRequest.newBuilder(URI.create(request.url()));
    request.headers().forEach((name, values) -> values.forEach(v -> builder.header(name, v)));
    String body = request.body();
    builder.method(
        request.method().name(),
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    HttpResponse<byte[]> response =
        await(client.sendAsync(builder.build(), BodyHandlers.ofByteArray()));
    int status = response.statusCode();
    if (status < 200 || status >= 300) {
      String text = new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
      String retryAfter = response.headers().firstValue("retry-after").orElse("");
      throw new HttpStatusException(status, text, retryAfter);
    }
    return SuccessfulHttpResponse.builder()
        .statusCode(status)
        .headers(response.headers().map())
        .body(response.body())
        .build();
  }

  private <T> T await(CompletableFuture<T> answer) {
    long deadline = System.nanoTime() + limit.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new TransportException("no answer within " + limit.toMillis() / 1000.0 + " s");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String message = cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
      throw new TransportException(
          "the connection failed: " + cause.getClass().getSimpleName() + message);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    throw new UnsupportedOperationException("answers are not streamed");
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
