package dev.chiron.nn.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.nn.tokenizer.BytePairTokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A byte-level {@code tokenizer.json} as the keys of a GGUF file.
 *
 * <p>GGUF holds no pattern for the words that merges stay within, only the name of one that
 * llama.cpp knows. For the engine's own pattern that is {@code qwen2}: its words are the engine's
 * or several of them together, and no merge was learned across two words, so both give the same
 * tokens. The exceptions are rare: an upper-case {@code 'S} is a word of its own there, and so are
 * the line breaks that follow punctuation where blank lines hold spaces.
 */
final class GgufTokenizer {
  private static final String GPT2 =
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
  private static final String LLAMA3 =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
  private static final String QWEN2 = LLAMA3.replace("\\p{N}{1,3}", "\\p{N}");

  /** llama.cpp's name of each pattern. */
  private static final Map<String, String> NAMES =
      Map.of(BytePairTokenizer.WORDS, "qwen2", QWEN2, "qwen2", LLAMA3, "llama-bpe", GPT2, "gpt-2");

  private static final int NORMAL = 1;
  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;
  private static final int UNUSED = 5;

  private final Path file;
  private final JsonNode document;
  private final int size;

  /**
   * @param size rows of the embedding: ids beyond the tokenizer's are marked as unused
   * @throws InputException if it is no byte-level byte-pair encoding, or cuts text into words as
   *     llama.cpp cannot
   */
  GgufTokenizer(Path file, int size) {
    this.file = file;
    this.document = Json.read(file);
    this.size = size;
    String type = document.path("model").path("type").asText("BPE");
    if (!type.equals("BPE") || !document.path("model").path("merges").isArray()) {
      throw InputException.in(
          file, "model.type", "'" + type + "' cannot be written as GGUF; byte-level BPE can");
    }
  }

  void addTo(SequencedMap<String, GgufValue> metadata) {
    List<String> tokens = new ArrayList<>();
    for (int id = 0; id < size; id++) {
      tokens.add("[UNUSED" + id + "]");
    }
    List<Integer> types = new ArrayList<>(Collections.nCopies(size, UNUSED));
    ids().forEach((token, id) -> put(tokens, types, token, id, NORMAL));
    for (JsonNode each : document.path("added_tokens")) {
      int kind = each.path("special").asBoolean() ? CONTROL : USER_DEFINED;
      put(tokens, types, each.path("content").asText(), each.path("id").asInt(-1), kind);
    }
    metadata.put("tokenizer.ggml.model", GgufValue.text("gpt2"));
    metadata.put("tokenizer.ggml.pre", GgufValue.text(words()));
    metadata.put("tokenizer.ggml.tokens", GgufValue.texts(tokens));
    metadata.put("tokenizer.ggml.token_type", GgufValue.integers(types));
    metadata.put("tokenizer.ggml.merges", GgufValue.texts(merges()));
  }

  private Map<String, Integer> ids() {
    Map<String, Integer> ids = new HashMap<>();
    document
        .path("model")
        .path("vocab")
        .properties()
        .forEach(each -> ids.put(each.getKey(), each.getValue().asInt(-1)));
    return ids;
  }

  private void put(List<String> tokens, List<Integer> types, String token, int id, int type) {
    if (id < 0 || id >= size) {
      throw InputException.in(
          file, "the id of token '" + token + "'", "is not from 0 to " + (size - 1));
    }
    tokens.set(id, token);
    types.set(id, type);
  }

  private List<String> merges() {
    List<String> merges = new ArrayList<>();
    for (JsonNode merge : document.path("model").path("merges")) {
      merges.add(
          merge.isArray() ? merge.path(0).asText() + " " + merge.path(1).asText() : merge.asText());
    }
    return merges;
  }

  /** llama.cpp's name of the pattern that cuts text into words. */
  private String words() {
    JsonNode root = document.path("pre_tokenizer");
    List<JsonNode> steps = new ArrayList<>();
    if (root.path("type").asText().equals("Sequence")) {
      root.path("pretokenizers").forEach(steps::add);
    } else {
      steps.add(root);
    }
    String pattern = "";
    for (JsonNode step : steps) {
      switch (step.path("type").asText()) {
        case "Split" -> pattern += step.path("pattern").path("Regex").asText();
        case "ByteLevel" -> {
          if (step.path("add_prefix_space").asBoolean(true)) {
            throw refused("add_prefix_space");
          }
          pattern += step.path("use_regex").asBoolean(true) ? GPT2 : "";
        }
        default -> throw refused(step.path("type").asText());
      }
    }
    String name = NAMES.get(pattern);
    if (name == null) {
      throw refused("the pattern " + pattern);
    }
    return name;
  }

  private InputException refused(String what) {
    return InputException.in(
        file,
        "pre_tokenizer",
        what + " cuts text into words as llama.cpp does not, so GGUF cannot say it");
  }
}
