package dev.chiron.nn.generation;

import java.util.List;

/**
 * Makes tokens that have occurred less likely (Keskar et al., 2019, arXiv:1909.05858, section 4.1):
 * a positive logit is divided by the penalty, a negative one multiplied, once however often the
 * token occurred.
 *
 * @param penalty above 1 discourages, 1 changes nothing; the paper's is 1.2
 * @param prompts whose tokens count too; empty if only what is generated counts
 */
public record RepetitionPenalty(double penalty, List<int[]> prompts) implements LogitsProcessor {
  public RepetitionPenalty {
    prompts = List.copyOf(prompts);
    if (!(penalty > 0)) {
      throw new IllegalArgumentException("the repetition penalty must be above 0, not " + penalty);
    }
  }

  @Override
  public void process(int row, int[] tokens, float[] logits) {
    boolean[] seen = new boolean[logits.length];
    if (!prompts.isEmpty()) {
      penalize(prompts.get(row), seen, logits);
    }
    penalize(tokens, seen, logits);
  }

  private void penalize(int[] tokens, boolean[] seen, float[] logits) {
    for (int token : tokens) {
      if (!seen[token]) {
        seen[token] = true;
        logits[token] =
            (float) (logits[token] > 0 ? logits[token] / penalty : logits[token] * penalty);
      }
    }
  }
}
