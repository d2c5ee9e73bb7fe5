package dev.chiron.nn.objective;

import dev.chiron.nn.training.TrainingExample;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Fill-in-the-middle (Bavarian et al., 2022, arXiv:2207.14255): a document is cut at two places,
 * and its middle moved to the end, so that a causal model learns to write it between what is before
 * and behind.
 *
 * @param prefix the token before what comes first in the document
 * @param suffix the token before what comes last
 * @param middle the token before what is to be written
 * @param end the token that ends it
 * @param rate the share of documents that are rearranged
 * @param suffixFirst the share of those in which the suffix stands first
 */
public record FillInTheMiddle(
    int prefix, int suffix, int middle, int end, double rate, double suffixFirst) {

  /** Rearranges half of the documents, half of those with the suffix first (section 3). */
  public FillInTheMiddle(int prefix, int suffix, int middle, int end) {
    this(prefix, suffix, middle, end, 0.5, 0.5);
  }

  /** A document in three parts. */
  public static final class Parts {
    private final int[] prefix;
    private final int[] middle;
    private final int[] suffix;

    public Parts(int[] prefix, int[] middle, int[] suffix) {
      this.prefix = prefix.clone();
      this.middle = middle.clone();
      this.suffix = suffix.clone();
    }

    /** Cut at two places that are drawn evenly, ends included. */
    public static Parts draw(int[] document, RandomGenerator random) {
      int one = random.nextInt(document.length + 1);
      int two = random.nextInt(document.length + 1);
      int from = Math.min(one, two);
      int to = Math.max(one, two);
      return new Parts(
          Arrays.copyOf(document, from),
          Arrays.copyOfRange(document, from, to),
          Arrays.copyOfRange(document, to, document.length));
    }
  }

  /** A document for training, rearranged or not, all of whose tokens are learned. */
  public TrainingExample example(int[] document, RandomGenerator random) {
    if (random.nextDouble() >= rate) {
      return TrainingExample.causal(joined(document, new int[] {end}));
    }
    Parts parts = Parts.draw(document, random);
    int[] answer = joined(parts.middle, new int[] {end});
    return TrainingExample.causal(
        random.nextDouble() < suffixFirst
            ? joined(suffixFirst(parts), answer)
            : joined(prefixFirst(parts), answer));
  }

  /**
   * Infilling: the middle alone is learned, given what is before and behind.
   *
   * @param suffixFirst whether the suffix stands first
   */
  public TrainingExample infilling(Parts parts, boolean suffixFirst) {
    int[] given = suffixFirst ? suffixFirst(parts) : prefixFirst(parts);
    return TrainingExample.response(given, joined(parts.middle, new int[] {end}));
  }

  /** Prefix, suffix, middle: what a model continues with the middle. */
  public int[] prefixFirst(Parts parts) {
    return joined(
        new int[] {prefix}, parts.prefix, new int[] {suffix}, parts.suffix, new int[] {middle});
  }

  /**
   * Suffix, prefix, middle, where the middle follows the prefix without a break (section 3, "SPM
   * variant 2"), so that a text can be extended without computing its prefix anew.
   */
  public int[] suffixFirst(Parts parts) {
    return joined(new int[] {prefix, suffix}, parts.suffix, new int[] {middle}, parts.prefix);
  }

  private static int[] joined(int[]... parts) {
    return Arrays.stream(parts).flatMapToInt(IntStream::of).toArray();
  }
}
