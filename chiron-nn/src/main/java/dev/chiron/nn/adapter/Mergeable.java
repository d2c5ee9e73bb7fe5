package dev.chiron.nn.adapter;

import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;

/** What can be computed into the weights, so that a pass costs no more than the base's. */
public interface Mergeable {
  /**
   * The tensors that differ: {@code base.overlay(adapter.merged(base))} computes what the base
   * computes with this intervention. The base is not touched, so that closing them unmerges.
   *
   * @return the changed tensors only; the caller closes them
   * @throws dev.chiron.core.error.InputException if the base has no place for some of it
   */
  Parameters merged(Weights base);
}
