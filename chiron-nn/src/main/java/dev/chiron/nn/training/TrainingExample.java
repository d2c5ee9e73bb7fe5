package dev.chiron.nn.training;

import java.util.Arrays;

/**
 * Token ids, and for each how much its prediction from the tokens before it counts in the loss.
 *
 * <p>Weights say everything about what is learned: all 1 is causal language modelling; 1 on a
 * response only is instruction tuning; 1 on the answer of every demonstration and 0 elsewhere is
 * training on whole episodes. The first token has nothing before it, so its weight is taken as 0.
 *
 * <p>An example can hold several documents in one row; {@link #starts} are the places where they
 * begin.
 */
public final class TrainingExample {
  private static final int[] ONE_DOCUMENT = {0};

  private final int[] tokens;
  private final float[] lossWeights;
  private final int[] starts;

  private TrainingExample(int[] tokens, float[] lossWeights, int[] starts) {
    if (tokens.length == 0 || tokens.length != lossWeights.length) {
      throw new IllegalArgumentException(
          "%d tokens with %d loss weights".formatted(tokens.length, lossWeights.length));
    }
    for (float weight : lossWeights) {
      if (!(weight >= 0 && weight < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("a loss weight must be 0 or more, not " + weight);
      }
    }
    this.tokens = tokens;
    this.lossWeights = lossWeights;
    this.starts = starts;
    lossWeights[0] = 0;
  }

  /** Each token but the first is learned. */
  public static TrainingExample causal(int[] tokens) {
    float[] weights = new float[tokens.length];
    Arrays.fill(weights, 1);
    return new TrainingExample(tokens.clone(), weights, ONE_DOCUMENT);
  }

  /** The response is learned, the prompt is given. */
  public static TrainingExample response(int[] prompt, int[] response) {
    return response(prompt, response, 0);
  }

  /**
   * The response is learned, and the prompt for a share.
   *
   * @param promptWeight what a token of the prompt counts for, where one of the response counts for
   *     1
   */
  public static TrainingExample response(int[] prompt, int[] response, float promptWeight) {
    int[] tokens = Arrays.copyOf(prompt, prompt.length + response.length);
    System.arraycopy(response, 0, tokens, prompt.length, response.length);
    float[] weights = new float[tokens.length];
    Arrays.fill(weights, 0, prompt.length, promptWeight);
    Arrays.fill(weights, prompt.length, tokens.length, 1);
    return new TrainingExample(tokens, weights, ONE_DOCUMENT);
  }

  /**
   * @param lossWeights one per token, 0 or more
   */
  public static TrainingExample weighted(int[] tokens, float[] lossWeights) {
    return new TrainingExample(tokens.clone(), lossWeights.clone(), ONE_DOCUMENT);
  }

  /** Several examples in one row. */
  static TrainingExample joined(TrainingExample... parts) {
    int length = Arrays.stream(parts).mapToInt(TrainingExample::length).sum();
    int[] tokens = new int[length];
    float[] weights = new float[length];
    int[] starts = new int[parts.length];
    int at = 0;
    for (int i = 0; i < parts.length; i++) {
      starts[i] = at;
      System.arraycopy(parts[i].tokens, 0, tokens, at, parts[i].length());
      System.arraycopy(parts[i].lossWeights, 0, weights, at, parts[i].length());
      at += parts[i].length();
    }
    return new TrainingExample(tokens, weights, starts);
  }

  /** The tokens from one place up to, not including, another: a document of its own. */
  TrainingExample slice(int from, int to) {
    return new TrainingExample(
        Arrays.copyOfRange(tokens, from, to),
        Arrays.copyOfRange(lossWeights, from, to),
        ONE_DOCUMENT);
  }

  /** Its last tokens, at most so many: itself if it is no longer. */
  public TrainingExample last(int longest) {
    return length() <= longest ? this : slice(length() - longest, length());
  }

  public int length() {
    return tokens.length;
  }

  public int token(int position) {
    return tokens[position];
  }

  /** How much the prediction of the token at this position counts. */
  public float lossWeight(int position) {
    return lossWeights[position];
  }

  /** The sum of the loss weights. */
  public double weight() {
    double sum = 0;
    for (float weight : lossWeights) {
      sum += weight;
    }
    return sum;
  }

  /** A copy of the tokens. */
  public int[] tokens() {
    return tokens.clone();
  }

  /** Where the documents of this row begin, ascending from 0. */
  public int[] starts() {
    return starts.clone();
  }
}
