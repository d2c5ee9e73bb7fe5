package dev.chiron.data.selection;

import dev.chiron.core.error.InputException;

/**
 * What selectors know of a pool's examples, by index.
 *
 * @param embeddings [examples, dimension]; empty where a selector needs none
 * @param quality more is better
 * @param lengths of the examples, in characters
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Candidates(int size, float[][] embeddings, double[] quality, int[] lengths) {
  public Candidates {
    if ((embeddings.length != 0 && embeddings.length != size)
        || quality.length != size
        || lengths.length != size) {
      throw new IllegalArgumentException("every example needs all that is known of one");
    }
    for (int i = 0; i < embeddings.length; i++) {
      double squares = 0;
      for (float value : embeddings[i]) {
        squares += value * value;
      }
      if (!(squares > 0 && squares < Double.POSITIVE_INFINITY)) {
        throw new InputException(
            "example " + i + " has no usable embedding: leave it out, or embed by another model");
      }
    }
    for (int i = 0; i < size; i++) {
      if (!Double.isFinite(quality[i])) {
        throw new InputException("example " + i + " has no quality: score it or leave it out");
      }
    }
  }
}
