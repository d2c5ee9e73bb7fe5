package dev.chiron.core.metric;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The score of Brier (1950): Σ over labels of (p(label) − [label is right])², in [0, 2], 0 at best.
 * Of several right labels the most probable counts. An answer without probabilities claims
 * certainty.
 */
public record Brier() implements Metric {
  @Override
  public String name() {
    return "brier";
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }

  @Override
  public double score(Answered answer) {
    if (answer.labelProbabilities().isEmpty()) {
      return Metrics.isRight(answer) ? 0 : 2;
    }
    Set<String> right =
        answer.references().stream().map(Normalization::caseless).collect(Collectors.toSet());
    double squares = 0;
    double best = 0;
    for (Map.Entry<String, Double> entry : answer.labelProbabilities().entrySet()) {
      double p = entry.getValue();
      squares += p * p;
      if (right.contains(Normalization.caseless(entry.getKey()))) {
        best = Math.max(best, p);
      }
    }
    return squares + (1 - best) * (1 - best) - best * best;
  }
}
