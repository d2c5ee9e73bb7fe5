package dev.chiron.nn.generation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Prefers what one model finds likelier than another does (Li et al., 2023, arXiv:2210.15097, in
 * the form of O'Brien and Lewis, 2023, arXiv:2309.09117). With log-probabilities e of the model
 * that generates and a of the other:
 *
 * <pre>
 * logit ← (1 + β) e - β a   where e ≥ ln α + max e, otherwise forbidden
 * </pre>
 *
 * <p>With the same model and prompts without their context it is context-aware decoding (Shi et
 * al., 2023, arXiv:2305.14739).
 */
public final class Contrast implements LogitsProcessor, AutoCloseable {
  /** α of Li et al., section 3.2. */
  public static final double DEFAULT_PLAUSIBILITY = 0.1;

  private final List<int[]> prompts;
  private final double strength;
  private final double plausibility;
  private final List<Session> sessions = new ArrayList<>();

  /**
   * @param other of the same vocabulary; it is not closed
   * @param prompts what the other model is given, at least one token each
   * @param strength β, 0 or more
   * @param plausibility α in [0, 1]; 0 forbids nothing
   */
  public Contrast(ModelView other, List<int[]> prompts, double strength, double plausibility) {
    if (!(strength >= 0) || !(plausibility >= 0 && plausibility <= 1)) {
      throw new IllegalArgumentException(
          "the strength must be 0 or more and the plausibility in [0, 1], not %s and %s"
              .formatted(strength, plausibility));
    }
    this.prompts = List.copyOf(prompts);
    this.strength = strength;
    this.plausibility = plausibility;
    prompts.forEach(_ -> sessions.add(new Session(other)));
  }

  @Override
  public void process(int row, int[] tokens, float[] logits) {
    float[] others = sessions.get(row).after(joined(prompts.get(row), tokens));
    if (others.length != logits.length) {
      throw new IllegalArgumentException(
          "the vocabularies have %d and %d tokens".formatted(logits.length, others.length));
    }
    double own = logTotal(logits);
    double other = logTotal(others);
    double least = highest(logits) - own + Math.log(plausibility);
    for (int i = 0; i < logits.length; i++) {
      double e = logits[i] - own;
      boolean plausible = e >= least && e > Double.NEGATIVE_INFINITY;
      logits[i] =
          plausible
              ? (float) ((1 + strength) * e - strength * (others[i] - other))
              : Float.NEGATIVE_INFINITY;
    }
  }

  static int[] joined(int[] first, int[] second) {
    int[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** ln Σ exp(logit). */
  static double logTotal(float[] logits) {
    double highest = highest(logits);
    double total = 0;
    for (float logit : logits) {
      total += Math.exp(logit - highest);
    }
    return highest + Math.log(total);
  }

  private static double highest(float[] logits) {
    float highest = Float.NEGATIVE_INFINITY;
    for (float logit : logits) {
      highest = Math.max(highest, logit);
    }
    return highest;
  }

  @Override
  public void close() {
    sessions.forEach(Session::close);
  }
}
