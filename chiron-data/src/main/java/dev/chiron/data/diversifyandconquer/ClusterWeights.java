package dev.chiron.data.diversifyandconquer;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/**
 * How much of a round each cluster gets, summing to 1 (Eq. 6).
 *
 * <p>The paper multiplies weights by the clusters' mean scores, which may be 0 or less; its code
 * replaces them by exp(s). Here both take exp(s / τ).
 */
public final class ClusterWeights {
  /** What becomes of the old weights. */
  public enum Update {
    /** w ← w · exp(s / τ), normalised. */
    MULTIPLY,
    /** w ← exp(s / τ), normalised over the clusters that were evaluated. */
    REPLACE
  }

  private final double[] weights;

  private ClusterWeights(double[] weights) {
    this.weights = weights;
  }

  /** All alike. */
  public static ClusterWeights even(int clusters) {
    double[] weights = new double[clusters];
    Arrays.fill(weights, 1.0 / clusters);
    return new ClusterWeights(weights);
  }

  @JsonCreator
  static ClusterWeights of(double[] weights) {
    return new ClusterWeights(weights.clone());
  }

  @JsonValue
  public double[] values() {
    return weights.clone();
  }

  /**
   * The weights of the next round.
   *
   * @param scores each cluster's mean score; NaN where nothing was evaluated, which keeps the
   *     cluster's weight
   * @param temperature τ, above 0
   */
  public ClusterWeights updated(double[] scores, Update update, double temperature) {
    double largest = Arrays.stream(scores).filter(s -> !Double.isNaN(s)).max().orElse(0);
    double held = 0;
    double sum = 0;
    double[] next = new double[weights.length];
    for (int c = 0; c < next.length; c++) {
      if (Double.isNaN(scores[c])) {
        next[c] = weights[c];
        held += weights[c];
      } else {
        // The largest is taken off, so that no exponential overflows; normalising undoes it.
        double factor = Math.exp((scores[c] - largest) / temperature);
        next[c] = update == Update.MULTIPLY ? weights[c] * factor : factor;
        sum += next[c];
      }
    }
    for (int c = 0; c < next.length && sum > 0; c++) {
      next[c] = Double.isNaN(scores[c]) ? next[c] : next[c] / sum * (1 - held);
    }
    return new ClusterWeights(next);
  }
}
