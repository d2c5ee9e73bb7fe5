package dev.chiron.nn.tokenizer;

import dev.chiron.core.error.InputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * Text to token ids and back; safe for many threads.
 *
 * <p>{@link #encode} adds no token at the start or the end. A special token that is spelt out in
 * the text, such as {@code <|endoftext|>}, becomes its id.
 */
public interface Tokenizer {

  /**
   * Opens a Hugging Face {@code tokenizer.json}; a {@code tokenizer_config.json} beside it names
   * the end-of-text and padding tokens. Nothing is fetched from the network.
   *
   * @throws InputException if the file is missing, malformed, too large or of an unknown kind
   */
  static Tokenizer open(Path file) {
    return BytePairTokenizer.open(file)
        .<Tokenizer>map(own -> own)
        .orElseGet(() -> FastTokenizer.open(file));
  }

  /** The token ids of a text; a lone surrogate in it becomes U+FFFD. */
  int[] encode(String text);

  /** The ids of each text, in order; faster than one by one. */
  default List<int[]> encodeAll(List<String> texts) {
    return texts.stream().map(this::encode).toList();
  }

  /**
   * The ids of each text between the marks that the model was trained with, such as {@code [CLS]}
   * and {@code [SEP]}, or before {@code </s>}: what the file's post-processor puts around a text.
   * Without one they are those of {@link #encodeAll}.
   */
  default List<int[]> encodeAllMarked(List<String> texts) {
    return encodeAll(texts);
  }

  /** The text of token ids without special tokens; bytes that are not UTF-8 become U+FFFD. */
  String decode(int[] ids);

  /**
   * The bytes of UTF-8 that a token stands for, which can be a part of a character; none for a
   * special token.
   */
  default byte[] bytes(int id) {
    return decode(new int[] {id}).getBytes(StandardCharsets.UTF_8);
  }

  /** One more than the largest id. */
  int vocabularySize();

  /** The token that ends a document and a completion. */
  OptionalInt endOfText();

  /** The token that fills a batch's shorter rows. */
  OptionalInt padding();

  /**
   * The id of a token, spelt as in the vocabulary.
   *
   * @throws InputException if there is no such token
   */
  int idOf(String token);
}
