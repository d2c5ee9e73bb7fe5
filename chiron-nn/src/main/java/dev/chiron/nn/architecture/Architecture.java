package dev.chiron.nn.architecture;

import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.weights.Weights;
import org.bytedeco.pytorch.Tensor;

/**
 * A model without its weights: a pure function {@code logits = forward(weights, input,
 * interventions)}. What it gives belongs to the caller's scope.
 */
public interface Architecture extends Network {
  @Override
  ArchitectureConfig config();

  /**
   * The same function, which keeps less for the backward pass and computes it again where the
   * architecture knows how; otherwise itself.
   */
  default Architecture recomputing() {
    return this;
  }

  /** The residual stream after the final norm: [batch, time, width]. */
  Tensor hidden(Weights weights, TokenInput input, Interventions interventions);

  /**
   * The head.
   *
   * @param hidden [..., width]
   * @return [..., vocabulary]
   */
  Tensor logits(Weights weights, Tensor hidden, Interventions interventions);

  /**
   * An empty cache for {@code batch} rows of up to {@code capacity} tokens; the caller closes it.
   */
  KeyValueCache cache(Weights weights, long batch, long capacity);

  /**
   * Whether every row of a batch is the same model, so that what rows begin with can go through it
   * once. It is not where each row answers to a source of its own.
   */
  default boolean rowsAreAlike() {
    return true;
  }

  /** Logits at all positions: [batch, time, vocabulary]. */
  default Tensor forward(Weights weights, TokenInput input, Interventions interventions) {
    return logits(weights, hidden(weights, input, interventions), interventions);
  }

  /** Logits at all positions without interventions. */
  default Tensor forward(Weights weights, TokenInput input) {
    return forward(weights, input, Interventions.NONE);
  }

  /**
   * Logits at some positions: the head costs only those.
   *
   * @param positions int64 [n], each {@code row * time + column}
   * @return [n, vocabulary]
   */
  default Tensor forwardAt(
      Weights weights, TokenInput input, Tensor positions, Interventions interventions) {
    Tensor hidden = hidden(weights, input, interventions);
    Tensor flat = hidden.reshape(-1, hidden.size(2));
    return logits(weights, flat.index_select(0, positions), interventions);
  }

  /** Logits at the last position of each row: [batch, vocabulary]. */
  default Tensor forwardLast(Weights weights, TokenInput input, Interventions interventions) {
    Tensor hidden = hidden(weights, input, interventions);
    return logits(weights, hidden.select(1, hidden.size(1) - 1), interventions);
  }
}
