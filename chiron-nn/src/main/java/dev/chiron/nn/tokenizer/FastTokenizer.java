package dev.chiron.nn.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A {@code tokenizer.json} run by Hugging Face's own Rust library through DJL, so that ids are the
 * ones that the model was trained with. Its native memory is freed with the object.
 */
final class FastTokenizer implements Tokenizer {
  /** Several times the largest published file, which is Gemma's with 33 MB. */
  private static final long LARGEST_FILE = 128L << 20;

  /** Sixty times the largest published vocabulary. */
  private static final int MOST_TOKENS = 1 << 24;

  private static final List<String> END_OF_TEXT_NAMES =
      List.of("<|endoftext|>", "<|end_of_text|>", "</s>", "<eos>", "<|im_end|>");
  private static final List<String> PADDING_NAMES = List.of("<|pad|>", "<pad>", "[PAD]");

  static {
    // DJL reads these when it loads its library: no usage report, no download, no CUDA build.
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("RUST_FLAVOR", "cpu");
  }

  private static final byte[] NO_BYTES = {};

  private final HuggingFaceTokenizer rust;
  private final Map<String, Integer> ids;
  private final Map<Integer, byte[]> bytes;
  private final int vocabularySize;
  private final OptionalInt endOfText;
  private final OptionalInt padding;

  private FastTokenizer(
      HuggingFaceTokenizer rust,
      Map<String, Integer> ids,
      Map<Integer, byte[]> bytes,
      OptionalInt endOfText,
      OptionalInt padding) {
    this.rust = rust;
    this.ids = ids;
    this.bytes = bytes;
    this.vocabularySize = ids.values().stream().mapToInt(id -> id + 1).max().orElse(0);
    this.endOfText = endOfText;
    this.padding = padding;
  }

  static FastTokenizer open(Path file) {
    JsonNode document = document(file);
    Map<String, Integer> ids = vocabulary(file, document);
    JsonNode config = config(file);
    return new FastTokenizer(
        load(file, document),
        ids,
        bytes(document, ids),
        special(config, "eos_token", END_OF_TEXT_NAMES, ids),
        special(config, "pad_token", PADDING_NAMES, ids));
  }

  private static JsonNode document(Path file) {
    try {
      if (Files.exists(file) && Files.size(file) > LARGEST_FILE) {
        throw InputException.in(
            file, "larger than %d MB: this is not a tokenizer.json".formatted(LARGEST_FILE >> 20));
      }
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + e.getMessage(), e);
    }
    return Json.read(file);
  }

  private static Map<String, Integer> vocabulary(Path file, JsonNode document) {
    JsonNode vocabulary = document.path("model").path("vocab");
    Map<String, Integer> ids = new HashMap<>();
    if (vocabulary.isObject()) {
      vocabulary.properties().forEach(entry -> put(file, ids, entry.getKey(), entry.getValue()));
    } else if (vocabulary.isArray()) {
      // The unigram model lists [token, score]; the place is the id.
      vocabulary.forEach(entry -> ids.put(entry.path(0).asText(), ids.size()));
    } else {
      throw InputException.in(
          file, "model.vocab", "missing: is this a Hugging Face tokenizer.json?");
    }
    for (JsonNode added : document.path("added_tokens")) {
      put(file, ids, added.path("content").asText(), added.path("id"));
    }
    return ids;
  }

  /** What each token stands for; special tokens have no entry. */
  private static Map<Integer, byte[]> bytes(JsonNode document, Map<String, Integer> ids) {
    Set<String> special = new HashSet<>();
    Set<String> added = new HashSet<>();
    for (JsonNode each : document.path("added_tokens")) {
      (each.path("special").asBoolean() ? special : added).add(each.path("content").asText());
    }
    TokenSpelling spelling = TokenSpelling.of(document);
    Map<Integer, byte[]> bytes = new HashMap<>();
    ids.forEach(
        (token, id) -> {
          if (!special.contains(token)) {
            bytes.put(id, (added.contains(token) ? TokenSpelling.PLAIN : spelling).bytes(token));
          }
        });
    return bytes;
  }

  private static void put(Path file, Map<String, Integer> ids, String token, JsonNode id) {
    if (!id.isInt() || id.intValue() < 0 || id.intValue() >= MOST_TOKENS) {
      throw InputException.in(
          file, "the id of token '" + token + "'", "must be from 0 to " + (MOST_TOKENS - 1));
    }
    ids.put(token, id.intValue());
  }

  private static JsonNode config(Path file) {
    Path config = file.resolveSibling("tokenizer_config.json");
    return Files.exists(config) ? Json.read(config) : Json.object();
  }

  private static OptionalInt special(
      JsonNode config, String field, List<String> usualNames, Map<String, Integer> ids) {
    JsonNode named = config.path(field);
    String configured = named.isObject() ? named.path("content").asText() : named.asText();
    Optional<Integer> id =
        Stream.concat(Stream.of(configured), usualNames.stream())
            .filter(ids::containsKey)
            .map(ids::get)
            .findFirst();
    return id.isPresent() ? OptionalInt.of(id.get()) : OptionalInt.empty();
  }

  private static HuggingFaceTokenizer load(Path file, JsonNode document) {
    byte[] text = Json.line(document).getBytes(StandardCharsets.UTF_8);
    Map<String, String> options =
        Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");
    try {
      return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(text), options);
    } catch (IOException | RuntimeException e) {
      throw new InputException(file + ": not a usable tokenizer: " + e.getMessage(), e);
    }
  }

  @Override
  public int[] encode(String text) {
    return ids(rust.encode(WellFormed.text(text), false, false));
  }

  @Override
  public List<int[]> encodeAll(List<String> texts) {
    return encodeAll(texts, false);
  }

  @Override
  public List<int[]> encodeAllMarked(List<String> texts) {
    return encodeAll(texts, true);
  }

  private List<int[]> encodeAll(List<String> texts, boolean marked) {
    if (texts.isEmpty()) {
      return List.of();
    }
    List<String> repaired = texts.stream().map(WellFormed::text).toList();
    return Arrays.stream(rust.batchEncode(repaired, marked, false))
        .map(FastTokenizer::ids)
        .toList();
  }

  private static int[] ids(Encoding encoding) {
    return Arrays.stream(encoding.getIds()).mapToInt(Math::toIntExact).toArray();
  }

  @Override
  public String decode(int[] ids) {
    return rust.decode(Arrays.stream(ids).asLongStream().toArray(), true);
  }

  @Override
  public byte[] bytes(int id) {
    return bytes.getOrDefault(id, NO_BYTES).clone();
  }

  @Override
  public int vocabularySize() {
    return vocabularySize;
  }

  @Override
  public OptionalInt endOfText() {
    return endOfText;
  }

  @Override
  public OptionalInt padding() {
    return padding;
  }

  @Override
  public int idOf(String token) {
    Integer id = ids.get(token);
    if (id == null) {
      throw new InputException("the tokenizer has no token '" + token + "'");
    }
    return id;
  }
}
