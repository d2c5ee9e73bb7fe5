package dev.chiron.nn.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import java.util.List;

/** How the entries of a vocabulary spell the bytes that they stand for. */
enum TokenSpelling {
  /** Each byte as a character of GPT-2's alphabet; an entry in no such spelling is plain. */
  BYTE_LEVEL {
    @Override
    byte[] bytes(String token) {
      return ByteAlphabet.spells(token) ? ByteAlphabet.bytes(token) : ByteAlphabet.utf8(token);
    }
  },
  /** SentencePiece: a space as U+2581, a byte that is no character as {@code <0x0A>}. */
  SENTENCE_PIECE {
    @Override
    byte[] bytes(String token) {
      return token.matches("<0x[0-9A-F]{2}>")
          ? HexFormat.of().parseHex(token, 3, 5)
          : ByteAlphabet.utf8(token.replace('\u2581', ' '));
    }
  },
  /** As it is. */
  PLAIN {
    @Override
    byte[] bytes(String token) {
      return ByteAlphabet.utf8(token);
    }
  };

  private static final List<String> SENTENCE_PIECE_DECODERS = List.of("Metaspace", "ByteFallback");

  abstract byte[] bytes(String token);

  /** What the decoder of a {@code tokenizer.json} takes them for. */
  static TokenSpelling of(JsonNode document) {
    List<String> types = document.path("decoder").findValuesAsText("type");
    if (types.contains("ByteLevel")) {
      return BYTE_LEVEL;
    }
    return types.stream().anyMatch(SENTENCE_PIECE_DECODERS::contains) ? SENTENCE_PIECE : PLAIN;
  }
}
