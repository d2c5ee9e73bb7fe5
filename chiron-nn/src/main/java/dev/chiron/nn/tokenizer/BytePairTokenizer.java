package dev.chiron.nn.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A byte-level byte-pair encoding in pure Java: what {@link BytePairTrainer} learns, written as
 * {@code tokenizer.json}.
 *
 * <p>Encoding cuts the text into words and, within each word, applies the earliest learned merge
 * that fits until none does. Frequent words are remembered.
 */
public final class BytePairTokenizer implements Tokenizer {
  /**
   * The pattern that cuts text into the words that merges stay within, in the syntax that Java and
   * Hugging Face's Oniguruma share.
   */
  public static final String WORDS = PreTokenization.REGEX;

  /** Bounds the memory of remembered words; a corpus has few frequent ones. */
  private static final int REMEMBERED_WORDS = 1 << 16;

  /** Several times a vocabulary of 100,000 entries. */
  private static final long LARGEST_FILE = 32L << 20;

  /** Two tokens, spelt in the byte alphabet, that become one. */
  public record Merge(String left, String right) {
    String spelling() {
      return left + right;
    }
  }

  private record Step(int rank, int left, int right, int merged) {}

  private final List<String> specialTokens;
  private final List<Merge> merges;
  private final Pattern specials;
  private final Map<String, Integer> ids = new LinkedHashMap<>();
  private final List<String> tokens;
  private final Map<Long, Step> steps = new HashMap<>();
  private final Map<String, int[]> remembered = new ConcurrentHashMap<>();

  /**
   * @param specialTokens get the first ids
   * @param merges in the order learned; both parts of each are bytes or earlier merges
   */
  public BytePairTokenizer(List<String> specialTokens, List<Merge> merges) {
    this.specialTokens = List.copyOf(specialTokens);
    this.merges = List.copyOf(merges);
    this.specials = PreTokenization.anyOf(specialTokens);
    specialTokens.forEach(token -> ids.put(token, ids.size()));
    for (int b = 0; b < 256; b++) {
      ids.put(String.valueOf(ByteAlphabet.character(b)), ids.size());
    }
    for (Merge merge : merges) {
      int merged = ids.computeIfAbsent(merge.spelling(), spelling -> ids.size());
      Step step = new Step(steps.size(), idOf(merge.left), idOf(merge.right), merged);
      steps.putIfAbsent(key(step.left, step.right), step);
    }
    this.tokens = List.copyOf(ids.keySet());
  }

  /**
   * Reads a file that is exactly as {@link #write} writes it; encoding is then about twenty times
   * as fast as through Hugging Face's library. Empty for any other file.
   *
   * @throws InputException if the file is malformed
   */
  static Optional<BytePairTokenizer> open(Path file) {
    if (!isSmallFile(file) || namesOthers(file.resolveSibling("tokenizer_config.json"))) {
      return Optional.empty();
    }
    JsonNode document = Json.read(file);
    if (!document.path("pre_tokenizer").equals(preTokenizer())) {
      return Optional.empty();
    }
    try {
      BytePairTokenizer read = new BytePairTokenizer(specialTokens(document), merges(document));
      return read.document().equals(document) ? Optional.of(read) : Optional.empty();
    } catch (InputException e) {
      // Merges of tokens that are not there: Hugging Face's library says what it thinks of it.
      return Optional.empty();
    }
  }

  /** Whether a configuration has other tokens at the end of a text or in short rows than this. */
  private static boolean namesOthers(Path config) {
    if (!Files.exists(config)) {
      return false;
    }
    JsonNode named = Json.read(config);
    return isOther(named.path("eos_token"), BytePairTrainer.END_OF_TEXT)
        || isOther(named.path("pad_token"), BytePairTrainer.PADDING);
  }

  private static boolean isOther(JsonNode token, String usual) {
    String name = token.path("content").asText(token.asText());
    return !name.isEmpty() && !name.equals("null") && !name.equals(usual);
  }

  private static boolean isSmallFile(Path file) {
    try {
      return Files.isRegularFile(file) && Files.size(file) <= LARGEST_FILE;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> specialTokens(JsonNode document) {
    List<String> tokens = new ArrayList<>();
    document.path("added_tokens").forEach(token -> tokens.add(token.path("content").asText()));
    return tokens;
  }

  private static List<Merge> merges(JsonNode document) {
    List<Merge> merges = new ArrayList<>();
    for (JsonNode merge : document.path("model").path("merges")) {
      String[] parts = merge.asText().split(" ", 2);
      merges.add(new Merge(parts[0], parts[parts.length - 1]));
    }
    return merges;
  }

  @Override
  public int[] encode(String text) {
    IntList found = new IntList();
    Matcher special = specials.matcher(text);
    int from = 0;
    while (special.find()) {
      encodePlain(text.substring(from, special.start()), found);
      found.add(idOf(special.group()));
      from = special.end();
    }
    encodePlain(text.substring(from), found);
    return found.toArray();
  }

  private void encodePlain(String text, IntList found) {
    PreTokenization.words(WellFormed.text(text), word -> found.addAll(encodeWord(word)));
  }

  private int[] encodeWord(String word) {
    int[] known = remembered.get(word);
    if (known != null) {
      return known;
    }
    int[] encoded = merge(bytesOf(word));
    if (remembered.size() < REMEMBERED_WORDS) {
      remembered.put(word, encoded);
    }
    return encoded;
  }

  private int[] bytesOf(String word) {
    byte[] bytes = ByteAlphabet.utf8(word);
    int[] symbols = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      symbols[i] = specialTokens.size() + (bytes[i] & 0xFF);
    }
    return symbols;
  }

  private int[] merge(int[] symbols) {
    int[] current = symbols;
    while (true) {
      Step best = null;
      for (int i = 0; i + 1 < current.length; i++) {
        Step step = steps.get(key(current[i], current[i + 1]));
        if (step != null && (best == null || step.rank < best.rank)) {
          best = step;
        }
      }
      if (best == null) {
        return current;
      }
      current = replace(current, best.left, best.right, best.merged);
    }
  }

  /** The word with each pair {@code left, right}, from the left, replaced by {@code merged}. */
  static int[] replace(int[] word, int left, int right, int merged) {
    int[] out = new int[word.length];
    int length = 0;
    for (int i = 0; i < word.length; i++) {
      boolean pair = word[i] == left && i + 1 < word.length && word[i + 1] == right;
      out[length++] = pair ? merged : word[i];
      i += pair ? 1 : 0;
    }
    return length == word.length ? word : Arrays.copyOf(out, length);
  }

  @Override
  public String decode(int[] ids) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int id : ids) {
      bytes.writeBytes(bytes(id));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] bytes(int id) {
    if (id < 0 || id >= tokens.size()) {
      throw new IllegalArgumentException("no token has the id " + id);
    }
    return id < specialTokens.size() ? new byte[0] : ByteAlphabet.bytes(tokens.get(id));
  }

  @Override
  public int vocabularySize() {
    return tokens.size();
  }

  @Override
  public OptionalInt endOfText() {
    return idIfPresent(BytePairTrainer.END_OF_TEXT);
  }

  @Override
  public OptionalInt padding() {
    return idIfPresent(BytePairTrainer.PADDING);
  }

  private OptionalInt idIfPresent(String token) {
    Integer id = ids.get(token);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  @Override
  public int idOf(String token) {
    Integer id = ids.get(token);
    if (id == null) {
      throw new InputException("the tokenizer has no token '" + token + "'");
    }
    return id;
  }

  /** The merges in the order learned. */
  public List<Merge> merges() {
    return merges;
  }

  /** Writes the Hugging Face {@code tokenizer.json} that {@link Tokenizer#open} reads. */
  public void write(Path file) {
    AtomicFiles.write(file, Json.pretty(document()));
  }

  private ObjectNode document() {
    return TokenizerJson.document(specialTokens, preTokenizer(), byteLevel(), model());
  }

  private static ObjectNode preTokenizer() {
    ObjectNode sequence = Json.object().put("type", "Sequence");
    ArrayNode parts = sequence.putArray("pretokenizers");
    ObjectNode split = parts.addObject().put("type", "Split");
    split.putObject("pattern").put("Regex", PreTokenization.REGEX);
    split.put("behavior", "Isolated").put("invert", false);
    parts.add(byteLevel());
    return sequence;
  }

  private static ObjectNode byteLevel() {
    return Json.object()
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", false)
        .put("use_regex", false);
  }

  private ObjectNode model() {
    ObjectNode model = Json.object().put("type", "BPE");
    for (String absent :
        List.of("dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix")) {
      model.putNull(absent);
    }
    model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
    ObjectNode vocabulary = model.putObject("vocab");
    ids.forEach(vocabulary::put);
    ArrayNode list = model.putArray("merges");
    // A space is spelt otherwise in the byte alphabet, so it can stand between the two parts.
    merges.forEach(merge -> list.add(merge.left + " " + merge.right));
    return model;
  }

  private static long key(int left, int right) {
    return ((long) left << 32) | right;
  }

  /** A growing list of ids. */
  private static final class IntList {
    private int[] values = new int[64];
    private int size;

    void add(int value) {
      addAll(new int[] {value});
    }

    void addAll(int[] more) {
      if (size + more.length > values.length) {
        values = Arrays.copyOf(values, Math.max(values.length * 2, size + more.length));
      }
      System.arraycopy(more, 0, values, size, more.length);
      size += more.length;
    }

    int[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }
}
