package dev.chiron.code.pragmatic;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Rational speech acts over a matrix of consistency: which hypothesis a listener takes an utterance
 * to mean, and which utterance a speaker picks for a hypothesis.
 *
 * <p>With {@code M[h, u] = 1} where hypothesis {@code h} agrees with utterance {@code u}:
 *
 * <pre>
 * literal listener    P_L0(h | u) = M[h, u] / Σ_h' M[h', u]
 * pragmatic speaker   P_S1(u | h) = P_L0(h | u) / Σ_u' P_L0(h | u')
 * pragmatic listener  P_L1(h | u) = P_S1(u | h) / Σ_h' P_S1(u | h')
 * </pre>
 *
 * where 0/0 is 0 (arXiv 2311.05740). Rows of hypotheses are bit sets over the utterances, so that
 * thousands of hypotheses against hundreds of utterances take a few megabytes.
 */
public final class RationalSpeechActs {
  private final BitSet[] rows; // [hypotheses], bits over utterances
  private final int utterances;
  private final int[] agreeing; // [utterances]: how many hypotheses agree
  private final double[] rowSums; // [hypotheses]: Σ_u P_L0(h | u)

  /**
   * @param rows a hypothesis each: the utterances that it agrees with
   * @param utterances how many utterances there are
   * @throws IllegalArgumentException if a row speaks of an utterance that is not there
   */
  public RationalSpeechActs(List<BitSet> rows, int utterances) {
    this.rows = rows.toArray(BitSet[]::new);
    this.utterances = utterances;
    this.agreeing = new int[utterances];
    this.rowSums = new double[this.rows.length];
    for (BitSet row : this.rows) {
      if (row.length() > utterances) {
        throw new IllegalArgumentException(
            "a row has utterance " + (row.length() - 1) + " of " + utterances);
      }
      row.stream().forEach(u -> agreeing[u]++);
    }
    for (int h = 0; h < this.rows.length; h++) {
      rowSums[h] = this.rows[h].stream().mapToDouble(u -> 1.0 / agreeing[u]).sum();
    }
  }

  /** How many hypotheses there are. */
  public int hypotheses() {
    return rows.length;
  }

  /** How many utterances there are. */
  public int utterances() {
    return utterances;
  }

  /** {@code P_L0(h | u)}: the share of an agreeing hypothesis among all that agree. */
  public double literalListener(int hypothesis, int utterance) {
    return rows[hypothesis].get(utterance) ? 1.0 / agreeing[utterance] : 0;
  }

  /** {@code P_S1(u | h)}: how apt an utterance is for a hypothesis, against the others. */
  public double pragmaticSpeaker(int utterance, int hypothesis) {
    double literal = literalListener(hypothesis, utterance);
    return literal == 0 ? 0 : literal / rowSums[hypothesis];
  }

  /**
   * {@code P_S1(· | h)}, one value per utterance; all zero where the hypothesis agrees with none.
   */
  public double[] speakerRow(int hypothesis) {
    double[] row = new double[utterances];
    Arrays.setAll(row, u -> pragmaticSpeaker(u, hypothesis));
    return row;
  }

  /** {@code P_L1(· | u)}, one value per hypothesis; all zero where no hypothesis agrees. */
  public double[] listenerColumn(int utterance) {
    double[] column = new double[rows.length];
    Arrays.setAll(column, h -> pragmaticSpeaker(utterance, h));
    double sum = Arrays.stream(column).sum();
    if (sum > 0) {
      Arrays.setAll(column, h -> column[h] / sum);
    }
    return column;
  }

  /**
   * The utterance that the pragmatic speaker says first: {@code argmax_u P_S1(u | h)}. Among equals
   * the first, so callers sort their utterances.
   *
   * @throws IllegalArgumentException if the hypothesis agrees with no utterance
   */
  public int mostTelling(int hypothesis) {
    // P_S1 of one row falls with the number of agreeing hypotheses alone: compare whole numbers.
    return rows[hypothesis].stream()
        .boxed()
        .reduce((best, u) -> agreeing[u] < agreeing[best] ? u : best)
        .orElseThrow(() -> new IllegalArgumentException("the hypothesis agrees with no utterance"));
  }
}
