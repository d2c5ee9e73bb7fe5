package dev.chiron.init.dualprocess;

import dev.chiron.core.random.Seeds;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The paper's synthetic task. A sentence is {@code cop adjective noun} or {@code noun cop
 * adjective}; then one of both words again, the query; then three masks: {@code adjective adjective
 * adjective} after an adjective, {@code adjective noun noun} after a noun. Which word is the
 * adjective is told by the order, and, of known words, by the word.
 *
 * <p>Tokens: nouns, then adjectives, half of the vocabulary each, by falling frequency; the copula;
 * the mask; then some that are never trained. In each class the r-th token is drawn with a weight
 * of {@code r^-α}. Of each of five bins of frequency in a class a share ε is ambiguous: when one is
 * drawn, an ambiguous token of the other class takes its place half of the time.
 */
public final class PartOfSpeech {
  /** Bins of frequency in a class. */
  public static final int BINS = 5;

  /** Where unambiguous tokens of swapped classes are taken from. */
  public enum Frequency {
    /** The most frequent tenth of a class. */
    HEAD,
    /** The least frequent tenth. */
    TAIL,
    /** All. */
    ANY
  }

  private final int perClass;
  private final int unseen;
  private final double nullContext;
  private final double[] cumulated;
  private final Set<Integer> ambiguous = new HashSet<>();
  private final List<List<Integer>> ambiguousOf;

  /**
   * @param vocabulary v: nouns and adjectives together
   * @param unseen tokens that are never trained; the paper has a tenth of the vocabulary
   * @param alpha of Zipf's law; 0 for equal frequencies
   * @param ambiguity ε
   * @param nullContext the share of training sentences without copula and order, whose words only
   *     weights can tell apart (not the paper's: it makes knowledge in weights measurable)
   * @param seeds choose the ambiguous tokens
   */
  public PartOfSpeech(
      int vocabulary, int unseen, double alpha, double ambiguity, double nullContext, Seeds seeds) {
    this.perClass = vocabulary / 2;
    this.unseen = unseen;
    this.nullContext = nullContext;
    this.cumulated = new double[perClass];
    double sum = 0;
    for (int rank = 0; rank < perClass; rank++) {
      sum += Math.pow(rank + 1.0, -alpha);
      cumulated[rank] = sum;
    }
    for (int side = 0; side < 2; side++) {
      for (int bin = 0; bin < BINS; bin++) {
        int from = side * perClass + bin * perClass / BINS;
        int to = side * perClass + (bin + 1) * perClass / BINS;
        List<Integer> members = IntStream.range(from, to).boxed().toList();
        int count = Math.toIntExact(Math.round(ambiguity * members.size()));
        ambiguous.addAll(
            Seeds.sample(members, count, seeds.generator("ambiguous." + side + "." + bin)));
      }
    }
    this.ambiguousOf =
        List.of(
            ambiguous.stream().filter(this::isNoun).sorted().toList(),
            ambiguous.stream().filter(each -> !isNoun(each)).sorted().toList());
  }

  /** Tokens that are trained: words, copula and mask. */
  public int known() {
    return 2 * perClass + 2;
  }

  /** Tokens that are never trained; their ids follow the known ones. */
  public int unseen() {
    return unseen;
  }

  /** The id of the copula. */
  public int copula() {
    return 2 * perClass;
  }

  /** The id of the mask. */
  public int mask() {
    return 2 * perClass + 1;
  }

  /** Whether a word is a noun by its class. */
  public boolean isNoun(int token) {
    return token < perClass;
  }

  /** Whether a word stands for both classes. */
  public boolean isAmbiguous(int token) {
    return ambiguous.contains(token);
  }

  /** An item to train on: with its context, or for a share without. */
  public TaggedItem training(RandomGenerator random) {
    return random.nextDouble() < nullContext ? withoutContext(random) : ordinary(random);
  }

  /** An item as in training, with its context. */
  public TaggedItem ordinary(RandomGenerator random) {
    return item(word(true, random), word(false, random), random, true);
  }

  /** A mask in the copula's place and the words in any order: only weights can tell. */
  public TaggedItem withoutContext(RandomGenerator random) {
    return item(unambiguous(true, random), unambiguous(false, random), random, false);
  }

  /** Two words that were never trained: only the context can tell. */
  public TaggedItem unseen(RandomGenerator random) {
    int noun = random.nextInt(unseen);
    int other = random.nextInt(unseen - 1);
    int adjective = other < noun ? other : other + 1;
    return item(known() + noun, known() + adjective, random, true);
  }

  /** A noun in the adjective's place and the other way round: context and weights disagree. */
  public TaggedItem switched(Frequency frequency, RandomGenerator random) {
    int ofNouns = from(frequency, true, random);
    int ofAdjectives = from(frequency, false, random);
    return item(ofAdjectives, ofNouns, random, true);
  }

  private int from(Frequency frequency, boolean noun, RandomGenerator random) {
    int tenth = Math.max(1, perClass / 10);
    while (true) {
      int rank =
          switch (frequency) {
            case HEAD -> random.nextInt(tenth);
            case TAIL -> perClass - 1 - random.nextInt(tenth);
            case ANY -> rank(random);
          };
      int token = noun ? rank : perClass + rank;
      if (!isAmbiguous(token)) {
        return token;
      }
    }
  }

  private int word(boolean noun, RandomGenerator random) {
    int token = noun ? rank(random) : perClass + rank(random);
    return isAmbiguous(token) && random.nextBoolean() ? ambiguous(!noun, random) : token;
  }

  private int unambiguous(boolean noun, RandomGenerator random) {
    return from(Frequency.ANY, noun, random);
  }

  /** By the law of frequencies, among the ambiguous ones of a class. */
  private int ambiguous(boolean noun, RandomGenerator random) {
    List<Integer> members = ambiguousOf.get(noun ? 0 : 1);
    double[] sums = new double[members.size()];
    double sum = 0;
    for (int i = 0; i < sums.length; i++) {
      int rank = members.get(i) % perClass;
      sum += cumulated[rank] - (rank == 0 ? 0 : cumulated[rank - 1]);
      sums[i] = sum;
    }
    return members.get(drawn(sums, random));
  }

  private int rank(RandomGenerator random) {
    return drawn(cumulated, random);
  }

  private static int drawn(double[] sums, RandomGenerator random) {
    int found = Arrays.binarySearch(sums, random.nextDouble() * sums[sums.length - 1]);
    return Math.min(found < 0 ? -found - 1 : found + 1, sums.length - 1);
  }

  private TaggedItem item(int noun, int adjective, RandomGenerator random, boolean context) {
    int query = random.nextBoolean() ? adjective : noun;
    int first = random.nextBoolean() ? noun : adjective;
    int second = first == noun ? adjective : noun;
    boolean nounFirst = random.nextBoolean();
    int[] sentence;
    if (context) {
      sentence =
          nounFirst ? new int[] {noun, copula(), adjective} : new int[] {copula(), adjective, noun};
    } else {
      sentence = nounFirst ? new int[] {first, mask(), second} : new int[] {mask(), first, second};
    }
    int[] tokens = {sentence[0], sentence[1], sentence[2], query, mask(), mask(), mask()};
    return new TaggedItem(tokens, new int[] {adjective, query, query}, noun);
  }
}
