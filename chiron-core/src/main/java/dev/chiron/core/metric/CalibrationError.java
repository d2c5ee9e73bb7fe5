package dev.chiron.core.metric;

import java.util.List;

/**
 * The expected calibration error (Guo et al. 2017, arXiv 1706.04599): answers are put into bins of
 * equal width by confidence, and ECE = Σ |bin|/n · |accuracy(bin) − confidence(bin)|, in [0, 1].
 *
 * <p>The confidence of an answer is its largest label probability; an answer without probabilities
 * claims certainty. The score of one example is its own gap |right − confidence|.
 *
 * @param bins 15 in the paper
 */
public record CalibrationError(int bins) implements Metric {
  @Override
  public String name() {
    return "calibration-error";
  }

  @Override
  public boolean isMean() {
    return false;
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }

  @Override
  public double score(Answered answer) {
    return Math.abs((Metrics.isRight(answer) ? 1 : 0) - confidence(answer));
  }

  @Override
  public double aggregate(List<Answered> answers) {
    // Per bin the sum of (right − confidence): |bin| · (accuracy − confidence).
    double[] gaps = new double[bins];
    for (Answered answer : answers) {
      double confidence = confidence(answer);
      // Bins are open on the left: (m−1)/M < confidence ≤ m/M.
      int bin = Math.clamp((long) Math.ceil(confidence * bins) - 1, 0, bins - 1);
      gaps[bin] += (Metrics.isRight(answer) ? 1 : 0) - confidence;
    }
    double sum = 0;
    for (double gap : gaps) {
      sum += Math.abs(gap);
    }
    return answers.isEmpty() ? 0 : sum / answers.size();
  }

  private static double confidence(Answered answer) {
    return answer.labelProbabilities().values().stream()
        .mapToDouble(Double::doubleValue)
        .max()
        .orElse(1);
  }
}
