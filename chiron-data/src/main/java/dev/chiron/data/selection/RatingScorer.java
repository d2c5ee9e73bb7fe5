package dev.chiron.data.selection;

import dev.chiron.core.model.Scores;
import dev.chiron.core.model.ScoringModel;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Steps;
import dev.chiron.data.pool.InstructionExample;
import dev.chiron.data.pool.InstructionSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Quality as a model's expected rating (Deita, arXiv 2312.15685, section 3.2): Σ r · p(r) over the
 * ratings 1 to 6, where p is the softmax of the model's log-probabilities of the ratings. The
 * wording of the question is Chiron's; a model that is no judge gives no judgement.
 */
public record RatingScorer(ScoringModel judge) {
  private static final List<String> RATINGS = List.of(" 1", " 2", " 3", " 4", " 5", " 6");
  private static final int BATCH = 32;

  /** The ratings of one batch, as they are remembered. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Rated(double[] values) {}

  /** Rates every example; batches are remembered, so that an interrupted pass goes on. */
  public double[] rate(InstructionSet pool, Steps steps, Progress progress) {
    double[] ratings = new double[pool.size()];
    for (int from = 0; from < ratings.length; from += BATCH) {
      int start = from;
      int end = Math.min(ratings.length, from + BATCH);
      double[] batch =
          steps
              .step("ratings from " + from, Rated.class, () -> new Rated(rate(pool, start, end)))
              .values();
      System.arraycopy(batch, 0, ratings, from, batch.length);
      progress.update("rating", end, ratings.length, "");
    }
    return ratings;
  }

  private double[] rate(InstructionSet pool, int from, int to) {
    List<Prompt> prompts = new ArrayList<>();
    for (int i = from; i < to; i++) {
      prompts.add(Prompt.plain(question(pool.get(i))));
    }
    return judge.rank(prompts, RATINGS).stream().mapToDouble(RatingScorer::expected).toArray();
  }

  private static String question(InstructionExample example) {
    return "How well does the answer do what is asked, from 1 (not at all) to 6 (as an expert"
        + " would)?\n\nAsked: "
        + example.source()
        + "\nAnswer: "
        + example.output()
        + "\nRating:";
  }

  /** The mean of 1, 2, … by the softmax of their log-probabilities. */
  static double expected(List<Scores> ratings) {
    double largest = ratings.stream().mapToDouble(Scores::sum).max().orElse(0);
    double sum = 0;
    double mass = 0;
    for (int r = 0; r < ratings.size(); r++) {
      double weight = Math.exp(ratings.get(r).sum() - largest);
      sum += (r + 1) * weight;
      mass += weight;
    }
    return sum / mass;
  }
}
