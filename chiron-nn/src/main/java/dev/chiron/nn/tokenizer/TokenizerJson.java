package dev.chiron.nn.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.io.Json;
import java.util.List;

/** The frame of a {@code tokenizer.json} without normalizer and post-processor. */
final class TokenizerJson {
  private TokenizerJson() {}

  /**
   * A document.
   *
   * @param specialTokens have the ids from 0 on
   * @param decoder may be JSON's null: tokens are then joined with spaces
   */
  static ObjectNode document(
      List<String> specialTokens, JsonNode preTokenizer, JsonNode decoder, JsonNode model) {
    ObjectNode document = Json.object();
    document.put("version", "1.0");
    document.putNull("truncation");
    document.putNull("padding");
    ArrayNode added = document.putArray("added_tokens");
    for (String token : specialTokens) {
      ObjectNode entry = added.addObject();
      entry.put("id", added.size() - 1).put("content", token).put("special", true);
      for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
        entry.put(flag, false);
      }
    }
    document.putNull("normalizer");
    document.set("pre_tokenizer", preTokenizer);
    document.putNull("post_processor");
    document.set("decoder", decoder);
    document.set("model", model);
    return document;
  }
}
