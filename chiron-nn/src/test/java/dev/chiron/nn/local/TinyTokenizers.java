package dev.chiron.nn.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.io.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Small {@code tokenizer.json} files of the kinds that BERT and T5 have. */
final class TinyTokenizers {
  private static final List<String> WORDS =
      List.of("the", "cat", "dog", "sat", "on", "mat", "log", "where", "is", "my", "one", "two");

  private TinyTokenizers() {}

  /** WordPiece with [CLS] and [SEP] around a text; 20 tokens. */
  static void wordPiece(Path directory) {
    ObjectNode json = frame();
    List<String> special = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");
    special(json, special);
    json.putObject("normalizer")
        .put("type", "BertNormalizer")
        .put("lowercase", true)
        .put("clean_text", true)
        .put("handle_chinese_chars", true)
        .putNull("strip_accents");
    json.putObject("pre_tokenizer").put("type", "BertPreTokenizer");
    marks(json, "[CLS]", "[SEP]", special);
    json.putObject("decoder").put("type", "WordPiece").put("prefix", "##").put("cleanup", true);
    ObjectNode model = json.putObject("model");
    model
        .put("type", "WordPiece")
        .put("unk_token", "[UNK]")
        .put("continuing_subword_prefix", "##")
        .put("max_input_chars_per_word", 100);
    ObjectNode vocabulary = model.putObject("vocab");
    special.forEach(token -> vocabulary.put(token, vocabulary.size()));
    WORDS.forEach(token -> vocabulary.put(token, vocabulary.size()));
    List.of("##s", "##ting", "?").forEach(token -> vocabulary.put(token, vocabulary.size()));
    write(directory, json);
  }

  /** Unigram with an end token after a text; 17 tokens. */
  static void unigram(Path directory) {
    ObjectNode json = frame();
    List<String> special = List.of("<pad>", "</s>", "<unk>");
    special(json, special);
    json.putNull("normalizer");
    json.putObject("pre_tokenizer")
        .put("type", "Metaspace")
        .put("replacement", "▁")
        .put("prepend_scheme", "always")
        .put("split", true);
    marks(json, "", "</s>", special);
    json.putObject("decoder")
        .put("type", "Metaspace")
        .put("replacement", "▁")
        .put("prepend_scheme", "always")
        .put("split", true);
    ObjectNode model = json.putObject("model");
    model.put("type", "Unigram").put("unk_id", 2).put("byte_fallback", false);
    ArrayNode vocabulary = model.putArray("vocab");
    special.forEach(token -> vocabulary.addArray().add(token).add(0.0));
    WORDS.forEach(token -> vocabulary.addArray().add("▁" + token).add(-2.0));
    List.of("▁", "s").forEach(token -> vocabulary.addArray().add(token).add(-5.0));
    write(directory, json);
  }

  private static ObjectNode frame() {
    ObjectNode json = Json.object();
    json.put("version", "1.0");
    json.putNull("truncation");
    json.putNull("padding");
    return json;
  }

  private static void special(ObjectNode json, List<String> tokens) {
    ArrayNode added = json.putArray("added_tokens");
    for (int id = 0; id < tokens.size(); id++) {
      added
          .addObject()
          .put("id", id)
          .put("content", tokens.get(id))
          .put("single_word", false)
          .put("lstrip", false)
          .put("rstrip", false)
          .put("normalized", false)
          .put("special", true);
    }
  }

  private static void marks(ObjectNode json, String before, String after, List<String> special) {
    ObjectNode processor = json.putObject("post_processor");
    processor.put("type", "TemplateProcessing");
    for (String template : List.of("single", "pair")) {
      ArrayNode parts = processor.putArray(template);
      mark(parts, before, 0);
      parts.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
      mark(parts, after, 0);
      if (template.equals("pair")) {
        parts.addObject().putObject("Sequence").put("id", "B").put("type_id", 1);
        mark(parts, after, 1);
      }
    }
    ObjectNode tokens = processor.putObject("special_tokens");
    for (String token : List.of(before, after)) {
      if (!token.isEmpty()) {
        ObjectNode entry = tokens.putObject(token).put("id", token);
        entry.putArray("ids").add(special.indexOf(token));
        entry.putArray("tokens").add(token);
      }
    }
  }

  private static void mark(ArrayNode parts, String token, int type) {
    if (!token.isEmpty()) {
      parts.addObject().putObject("SpecialToken").put("id", token).put("type_id", type);
    }
  }

  private static void write(Path directory, ObjectNode json) {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("tokenizer.json"), Json.pretty(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
