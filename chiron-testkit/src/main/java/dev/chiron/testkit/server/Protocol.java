package dev.chiron.testkit.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.io.Json;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.prompt.Message;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.prompt.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How the two protocols put requests and answers. */
enum Protocol {
  OPENAI {
    @Override
    JsonNode options(JsonNode request) {
      return request;
    }

    @Override
    String limitField() {
      return "max_tokens";
    }

    @Override
    ObjectNode answer(String model, Completion completion) {
      ObjectNode answer = Json.object().put("id", "chatcmpl-1").put("object", "chat.completion");
      answer.put("created", 0).put("model", model);
      ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
      choice.putObject("message").put("role", "assistant").put("content", completion.text());
      choice.put("finish_reason", finish(completion.finish()));
      long in = completion.usage().promptTokens();
      long out = completion.usage().completionTokens();
      answer
          .putObject("usage")
          .put("prompt_tokens", in)
          .put("completion_tokens", out)
          .put("total_tokens", in + out);
      return answer;
    }

    @Override
    ObjectNode embeddings(String model, List<float[]> vectors) {
      ObjectNode answer = Json.object().put("object", "list").put("model", model);
      ArrayNode data = answer.putArray("data");
      for (int i = 0; i < vectors.size(); i++) {
        ObjectNode item = data.addObject().put("object", "embedding").put("index", i);
        item.set("embedding", Json.tree(vectors.get(i)));
      }
      answer
          .putObject("usage")
          .put("prompt_tokens", vectors.size())
          .put("total_tokens", vectors.size());
      return answer;
    }
  },

  OLLAMA {
    @Override
    JsonNode options(JsonNode request) {
      return request.path("options");
    }

    @Override
    String limitField() {
      return "num_predict";
    }

    @Override
    ObjectNode answer(String model, Completion completion) {
      ObjectNode answer = Json.object().put("model", model);
      answer.put("created_at", "2026-01-01T00:00:00Z").put("done", true);
      answer.putObject("message").put("role", "assistant").put("content", completion.text());
      answer.put("done_reason", finish(completion.finish()));
      return answer
          .put("prompt_eval_count", completion.usage().promptTokens())
          .put("eval_count", completion.usage().completionTokens());
    }

    @Override
    ObjectNode embeddings(String model, List<float[]> vectors) {
      ObjectNode answer = Json.object().put("model", model);
      ArrayNode rows = answer.putArray("embeddings");
      vectors.forEach(vector -> rows.add(Json.tree(vector)));
      return answer;
    }
  };

  /** Without a limit in the request. */
  private static final int MAX_TOKENS = 256;

  abstract JsonNode options(JsonNode request);

  abstract String limitField();

  abstract ObjectNode answer(String model, Completion completion);

  abstract ObjectNode embeddings(String model, List<float[]> vectors);

  Decoding decoding(JsonNode request) {
    JsonNode options = options(request);
    List<String> stops = new ArrayList<>();
    options.path("stop").forEach(stop -> stops.add(stop.asText()));
    return new Decoding(
        options.path(limitField()).asInt(MAX_TOKENS),
        options.path("temperature").asDouble(1),
        options.path("top_k").asInt(0),
        options.path("top_p").asDouble(1),
        stops,
        options.path("seed").asLong(0));
  }

  static Prompt prompt(JsonNode request) {
    List<Message> messages = new ArrayList<>();
    for (JsonNode message : request.path("messages")) {
      Role role = Role.valueOf(message.path("role").asText().toUpperCase(Locale.ROOT));
      messages.add(new Message(role, message.path("content").asText()));
    }
    return new Prompt.Chat(messages);
  }

  private static String finish(Completion.Finish finish) {
    return switch (finish) {
      case STOP -> "stop";
      case LENGTH -> "length";
      case REFUSED -> "content_filter";
    };
  }
}
