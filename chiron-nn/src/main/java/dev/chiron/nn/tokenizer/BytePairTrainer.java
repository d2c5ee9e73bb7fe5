package dev.chiron.nn.tokenizer;

import dev.chiron.core.error.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Learns a byte-level byte-pair encoding (Sennrich et al., 2016; the byte alphabet is GPT-2's).
 *
 * <p>Texts are reduced to a table of distinct words and their counts. Each step merges the pair of
 * neighbouring tokens with the highest count; among equals the pair with the smaller left id, then
 * with the smaller right id. Pair counts are kept up to date word by word and the best pair comes
 * from a heap whose entries are corrected when they surface, so that a step costs only the words
 * that it changes. The result depends on the counts alone, not on the order of the texts.
 *
 * <p>Ids: special tokens first, then the 256 bytes, then the merges in the order learned.
 */
public final class BytePairTrainer {
  public static final String END_OF_TEXT = "<|endoftext|>";
  public static final String PADDING = "<|pad|>";

  private final int vocabularySize;
  private final List<String> specialTokens;
  private final Pattern specials;
  private final Map<String, long[]> wordCounts = new HashMap<>();

  /** With the special tokens {@value #END_OF_TEXT} and {@value #PADDING}. */
  public BytePairTrainer(int vocabularySize) {
    this(vocabularySize, List.of(END_OF_TEXT, PADDING));
  }

  /**
   * @param vocabularySize entries in all; fewer are made when no pair occurs twice any more
   * @param specialTokens never merged into, never part of a word
   * @throws InputException if the size leaves no room for the bytes and the special tokens
   */
  public BytePairTrainer(int vocabularySize, List<String> specialTokens) {
    if (vocabularySize < 256 + specialTokens.size()) {
      throw new InputException(
          "vocabulary size %d: must be at least %d: 256 bytes and %d special tokens"
              .formatted(vocabularySize, 256 + specialTokens.size(), specialTokens.size()));
    }
    this.vocabularySize = vocabularySize;
    this.specialTokens = List.copyOf(specialTokens);
    this.specials = PreTokenization.anyOf(specialTokens);
  }

  /** Counts the words of a text; call once per text, then {@link #train}. */
  public BytePairTrainer add(String text) {
    Matcher special = specials.matcher(text);
    int from = 0;
    while (special.find()) {
      count(text.substring(from, special.start()));
      from = special.end();
    }
    count(text.substring(from));
    return this;
  }

  private void count(String text) {
    PreTokenization.words(text, word -> wordCounts.computeIfAbsent(word, w -> new long[1])[0]++);
  }

  /** Learns the merges from what was added. */
  public BytePairTokenizer train() {
    return new Training().run();
  }

  /** A pair's count and the words that it occurs in; a word stays listed after it lost the pair. */
  private static final class Pair {
    long count;
    int[] words = new int[4];
    int size;

    void occursIn(int word) {
      if (size > 0 && words[size - 1] == word) {
        return;
      }
      if (size == words.length) {
        words = Arrays.copyOf(words, size * 2);
      }
      words[size++] = word;
    }
  }

  /** A heap entry; its count may be out of date. */
  private record Candidate(long count, int left, int right) implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      int byCount = Long.compare(other.count, count);
      int byLeft = byCount != 0 ? byCount : Integer.compare(left, other.left);
      return byLeft != 0 ? byLeft : Integer.compare(right, other.right);
    }
  }

  private final class Training {
    private final List<int[]> words = new ArrayList<>();
    private final List<Long> counts = new ArrayList<>();
    private final Map<Long, Pair> pairs = new HashMap<>();
    private final PriorityQueue<Candidate> heap = new PriorityQueue<>();
    private final List<String> tokens = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<BytePairTokenizer.Merge> merges = new ArrayList<>();

    BytePairTokenizer run() {
      for (int b = 0; b < 256; b++) {
        addToken(String.valueOf(ByteAlphabet.character(b)));
      }
      wordCounts.forEach(this::addWord);
      pairs.forEach((key, pair) -> heap.add(new Candidate(pair.count, left(key), right(key))));
      while (ids.size() + specialTokens.size() < vocabularySize) {
        Candidate best = heap.poll();
        if (best == null || best.count < 2) {
          break;
        }
        Pair pair = pairs.get(key(best.left, best.right));
        if (pair == null || pair.count == 0) {
          continue;
        }
        if (pair.count != best.count) {
          heap.add(new Candidate(pair.count, best.left, best.right));
          continue;
        }
        merge(best, pair);
      }
      return new BytePairTokenizer(specialTokens, merges);
    }

    private int addToken(String token) {
      // Two merges can spell the same token; the second one then leads to the first one's id.
      return ids.computeIfAbsent(
          token,
          t -> {
            tokens.add(t);
            return specialTokens.size() + tokens.size() - 1;
          });
    }

    private void addWord(String text, long[] count) {
      byte[] bytes = ByteAlphabet.utf8(text);
      int[] word = new int[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        word[i] = specialTokens.size() + (bytes[i] & 0xFF);
      }
      words.add(word);
      counts.add(count[0]);
      countPairs(words.size() - 1, 1, -1);
    }

    private void merge(Candidate best, Pair pair) {
      int merged = addToken(token(best.left) + token(best.right));
      merges.add(new BytePairTokenizer.Merge(token(best.left), token(best.right)));
      Map<Long, Pair> touched = new HashMap<>();
      for (int i = 0; i < pair.size; i++) {
        int index = pair.words[i];
        int[] word = words.get(index);
        int[] shorter = BytePairTokenizer.replace(word, best.left, best.right, merged);
        if (shorter.length == word.length) {
          continue;
        }
        countPairs(index, -1, -1);
        words.set(index, shorter);
        countPairs(index, 1, merged);
        for (int k = 0; k + 1 < shorter.length; k++) {
          if (shorter[k] == merged || shorter[k + 1] == merged) {
            long key = key(shorter[k], shorter[k + 1]);
            touched.put(key, pairOf(key));
          }
        }
      }
      pairs.remove(key(best.left, best.right));
      // Pairs with the merged token are the only ones whose counts can have grown.
      touched.forEach((key, it) -> heap.add(new Candidate(it.count, left(key), right(key))));
    }

    /**
     * Adds a word's pairs to the counts, or takes them off.
     *
     * @param listed the word is listed under pairs with this token; -1 for under all pairs
     */
    private void countPairs(int index, int sign, int listed) {
      int[] word = words.get(index);
      long change = sign * counts.get(index);
      for (int i = 0; i + 1 < word.length; i++) {
        Pair pair = pairOf(key(word[i], word[i + 1]));
        pair.count += change;
        if (sign > 0 && (listed < 0 || word[i] == listed || word[i + 1] == listed)) {
          pair.occursIn(index);
        }
      }
    }

    private Pair pairOf(long key) {
      return pairs.computeIfAbsent(key, k -> new Pair());
    }

    private String token(int id) {
      return tokens.get(id - specialTokens.size());
    }

    private static long key(int left, int right) {
      return ((long) left << 32) | right;
    }

    private static int left(long key) {
      return (int) (key >>> 32);
    }

    private static int right(long key) {
      return (int) key;
    }
  }
}
