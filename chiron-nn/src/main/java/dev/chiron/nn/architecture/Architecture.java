package dev.chiron.nn.architecture;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.List;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;

/**
 * A model without its weights: a pure function {@code logits = forward(weights, input,
 * interventions)}. What it gives belongs to the caller's scope.
 */
public interface Architecture {
  ArchitectureConfig config();

  /**
   * The shape of every weight by its Hugging Face name, in the order of the forward pass. A linear
   * map has a matrix [out, in] of its own, also where {@link #stored} files join or transpose it.
   */
  SequencedMap<String, long[]> shapes();

  /** The sites of the linear maps, in the order of the pass, each with the name of its matrix. */
  SequencedMap<Site, String> linearSites();

  /** The tensors of its files, which hold every weight once. */
  default List<StoredTensor> stored() {
    return shapes().keySet().stream().map(StoredTensor::plain).toList();
  }

  /**
   * The module that the files of a bare model, without a head, leave out of every name, with its
   * dot; empty if there is none.
   */
  default String baseModule() {
    return "";
  }

  /** Fresh weights on the CPU, float32; the caller closes them. */
  Parameters initialize(Seeds seeds);

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
