package dev.chiron.core.remote;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.io.Json;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.prompt.Message;
import dev.chiron.core.prompt.Prompt;
import java.util.Locale;

/**
 * Which model at which service: what an answer depends on besides the request.
 *
 * @param provider the protocol, {@code openai} or {@code ollama}
 * @param baseUrl where the service is, without a slash at the end
 * @param model the service's name of the model
 */
public record Endpoint(String provider, String baseUrl, String model) {
  /** The version of the canonical form: another one makes other keys. */
  private static final int VERSION = 1;

  /**
   * The exact request in one canonical line: equal requests have equal lines, and every difference
   * that could change the answer shows. The API key is not part of it.
   */
  String canonical(Prompt prompt, Decoding decoding) {
    ObjectNode request = start("chat");
    ArrayNode messages = request.putArray("messages");
    for (Message message : prompt.messages()) {
      messages
          .addObject()
          .put("role", message.role().name().toLowerCase(Locale.ROOT))
          .put("text", message.text());
    }
    request.set("decoding", Json.tree(decoding));
    return Json.line(request);
  }

  /** The canonical line of one text to embed. */
  String canonical(String text) {
    return Json.line(start("embedding").put("text", text));
  }

  private ObjectNode start(String kind) {
    return Json.object()
        .put("version", VERSION)
        .put("kind", kind)
        .put("provider", provider)
        .put("baseUrl", baseUrl)
        .put("model", model);
  }
}
