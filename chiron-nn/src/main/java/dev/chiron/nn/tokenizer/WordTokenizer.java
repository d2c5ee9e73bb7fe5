package dev.chiron.nn.tokenizer;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A token for every word, a word being what stands between white space: for worlds of a few hundred
 * words, in which small models are studied. White space is not kept, and a word that is not in the
 * vocabulary becomes {@value #UNKNOWN}.
 */
public final class WordTokenizer implements Tokenizer {
  /** Stands for every word that is not in the vocabulary. */
  public static final String UNKNOWN = "<|unknown|>";

  private static final List<String> SPECIAL =
      List.of(BytePairTrainer.END_OF_TEXT, BytePairTrainer.PADDING, UNKNOWN);

  private final Map<String, Integer> ids = new LinkedHashMap<>();
  private final List<String> tokens;

  /** A tokenizer of words; they get ids in the order given, behind the special tokens. */
  public WordTokenizer(Collection<String> words) {
    SPECIAL.forEach(token -> ids.put(token, ids.size()));
    for (String word : words) {
      if (word.isEmpty() || word.chars().anyMatch(Character::isWhitespace)) {
        throw new IllegalArgumentException("not a word: '" + word + "'");
      }
      ids.putIfAbsent(word, ids.size());
    }
    tokens = List.copyOf(ids.keySet());
  }

  /** A tokenizer of all words of some texts, in alphabetical order. */
  public static WordTokenizer of(Collection<String> texts) {
    TreeSet<String> words = new TreeSet<>();
    texts.forEach(text -> words.addAll(words(text)));
    return new WordTokenizer(words);
  }

  private static List<String> words(String text) {
    String apart = text;
    for (String special : SPECIAL) {
      apart = apart.replace(special, " " + special + " ");
    }
    return Arrays.stream(apart.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }

  @Override
  public int[] encode(String text) {
    int unknown = idOf(UNKNOWN);
    return words(text).stream().mapToInt(word -> ids.getOrDefault(word, unknown)).toArray();
  }

  @Override
  public String decode(int[] tokenIds) {
    return IntStream.of(tokenIds)
        .filter(id -> id >= SPECIAL.size())
        .mapToObj(tokens::get)
        .collect(Collectors.joining(" "));
  }

  @Override
  public int vocabularySize() {
    return tokens.size();
  }

  @Override
  public OptionalInt endOfText() {
    return OptionalInt.of(idOf(BytePairTrainer.END_OF_TEXT));
  }

  @Override
  public OptionalInt padding() {
    return OptionalInt.of(idOf(BytePairTrainer.PADDING));
  }

  @Override
  public int idOf(String token) {
    Integer id = ids.get(token);
    if (id == null) {
      throw new InputException("the tokenizer has no token '" + token + "'");
    }
    return id;
  }

  /** Writes a {@code tokenizer.json} that Hugging Face's library reads. */
  public void write(Path file) {
    ObjectNode words = Json.object().put("type", "WhitespaceSplit");
    ObjectNode model = Json.object().put("type", "WordLevel");
    ObjectNode vocabulary = model.putObject("vocab");
    ids.forEach(vocabulary::put);
    model.put("unk_token", UNKNOWN);
    AtomicFiles.write(
        file, Json.pretty(TokenizerJson.document(SPECIAL, words, NullNode.getInstance(), model)));
  }
}
