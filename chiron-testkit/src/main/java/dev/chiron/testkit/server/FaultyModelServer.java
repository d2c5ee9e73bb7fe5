package dev.chiron.testkit.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.chiron.core.io.Json;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Usage;
import dev.chiron.testkit.Responder;
import dev.chiron.testkit.ResponderModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A model server on loopback that speaks OpenAI's protocol ({@code /v1/chat/completions}, {@code
 * /v1/embeddings}, {@code /v1/models}) and Ollama's ({@code /api/chat}, {@code /api/embed}),
 * answers by a {@link Responder}, and fails as its {@link FaultPlan} says.
 *
 * <p>It keeps books as a provider would: an answer is paid when all of it was delivered. Books are
 * what tests compare with a client's budget.
 */
public final class FaultyModelServer implements AutoCloseable {
  private final Responder responder;
  private final FaultPlan plan;
  private final String key;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Ledger ledger = new Ledger();
  private final CountDownLatch closing = new CountDownLatch(1);

  /** A server that asks for no key. */
  public FaultyModelServer(Responder responder, FaultPlan plan) {
    this(responder, plan, "");
  }

  /**
   * A server on a free port.
   *
   * @param key the API key that it asks for; empty for none. A wrong key is refused with 401, and
   *     the refusal repeats the key that came, as some services do
   */
  public FaultyModelServer(Responder responder, FaultPlan plan, String key) {
    this.responder = responder;
    this.plan = plan;
    this.key = key;
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/v1/chat/completions", x -> serve(x, this::openAiChat));
    server.createContext("/v1/embeddings", x -> serve(x, r -> embeddings(Protocol.OPENAI, r)));
    server.createContext("/v1/models", this::models);
    server.createContext("/api/chat", x -> serve(x, this::ollamaChat));
    server.createContext("/api/embed", x -> serve(x, r -> embeddings(Protocol.OLLAMA, r)));
    server.start();
  }

  /** The base URL for clients of OpenAI's protocol. */
  public String openAiUrl() {
    return ollamaUrl() + "/v1";
  }

  /** The base URL for clients of Ollama's protocol. */
  public String ollamaUrl() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public ServerCounts counts() {
    return ledger.counts();
  }

  /** Lets hanging requests go and stops. */
  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  /** How a request is answered. */
  @FunctionalInterface
  private interface Answering {
    String answer(JsonNode request);
  }

  private String openAiChat(JsonNode request) {
    return chat(Protocol.OPENAI, request);
  }

  private String ollamaChat(JsonNode request) {
    return chat(Protocol.OLLAMA, request);
  }

  private String chat(Protocol protocol, JsonNode request) {
    Completion completion =
        ResponderModel.complete(responder, Protocol.prompt(request), protocol.decoding(request));
    return Json.line(protocol.answer(request.path("model").asText(), completion));
  }

  private String embeddings(Protocol protocol, JsonNode request) {
    List<float[]> vectors = new ArrayList<>();
    JsonNode input = request.path("input");
    if (input.isTextual()) {
      vectors.add(Trigrams.embed(input.asText()));
    } else {
      input.forEach(text -> vectors.add(Trigrams.embed(text.asText())));
    }
    return Json.line(protocol.embeddings(request.path("model").asText(), vectors));
  }

  private void models(HttpExchange exchange) throws IOException {
    send(
        exchange,
        200,
        "{\"object\":\"list\",\"data\":[{\"id\":\"simulated\",\"object\":\"model\"}]}");
  }

  private void serve(HttpExchange exchange, Answering answering) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String request = exchange.getRequestURI().getPath() + "\n" + body;
    int sending = ledger.arrived(request);
    try (exchange) {
      String authorization =
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
      if (!key.isEmpty() && !authorization.equals("Bearer " + key)) {
        send(exchange, 401, error("Incorrect API key provided: " + authorization));
        return;
      }
      Optional<Fault> fault = plan.fault(request, sending);
      if (fault.isPresent()) {
        ledger.played(fault.get());
        fail(fault.get(), exchange, answering, body);
      } else {
        answer(exchange, answering, request, body);
      }
    } finally {
      ledger.left();
    }
  }

  private void answer(HttpExchange exchange, Answering answering, String request, String body)
      throws IOException {
    String text;
    try {
      text = answering.answer(Json.mapper().readTree(body));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      send(exchange, 400, error("the request is malformed: " + e.getMessage()));
      return;
    }
    send(exchange, 200, text);
    ledger.paid(request);
  }

  private void fail(Fault fault, HttpExchange exchange, Answering answering, String body)
      throws IOException {
    switch (fault) {
      // The caller closes the exchange, and with no answer begun that closes the connection.
      case DROP_BEFORE -> {}
      case DROP_AFTER -> answering.answer(Json.mapper().readTree(body));
      case RATE_LIMIT -> sendLater(exchange, 429, "rate limit reached");
      case UNAVAILABLE -> sendLater(exchange, 503, "overloaded");
      case SERVER_ERROR -> send(exchange, 500, error("internal error"));
      case HANG -> awaitClosing();
      case MALFORMED -> send(exchange, 200, "<html>no JSON here</html>");
      case EMPTY -> send(exchange, 200, "{}");
      case TRUNCATED, WRONG_LENGTH -> {
        byte[] answer = bytes(answering.answer(Json.mapper().readTree(body)));
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        int half = answer.length / 2;
        exchange.sendResponseHeaders(200, fault == Fault.TRUNCATED ? answer.length : half);
        exchange.getResponseBody().write(answer, 0, half);
        exchange.getResponseBody().flush();
      }
      case REFUSAL -> {
        JsonNode request = Json.mapper().readTree(body);
        Completion refused = new Completion("", Completion.Finish.REFUSED, new Usage(1, 1, 0));
        send(
            exchange,
            200,
            Json.line(Protocol.OPENAI.answer(request.path("model").asText(), refused)));
      }
    }
  }

  private void sendLater(HttpExchange exchange, int status, String message) throws IOException {
    exchange.getResponseHeaders().set("Retry-After", Long.toString(plan.retryAfter().toSeconds()));
    send(exchange, status, error(message));
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = bytes(text);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.getResponseBody().close();
  }

  private void awaitClosing() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String error(String message) {
    return Json.line(Json.object().set("error", Json.object().put("message", message)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
