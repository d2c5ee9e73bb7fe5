package dev.chiron.init.codegen2;

import dev.chiron.init.corpus.Reading;
import dev.chiron.nn.training.TokenObjective.Packing;
import dev.chiron.nn.training.TrainingExample;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Prefix language modelling: a row is cut at a place that is drawn evenly; what stands before sees
 * itself whole and is not learned, the rest is learned from left to right. The paper finds no clear
 * benefit.
 */
public record PrefixReading() implements Reading {
  @Override
  public TrainingExample example(int[] row, RandomGenerator random) {
    int cut = row.length < 2 ? 0 : random.nextInt(row.length);
    return cut == 0
        ? TrainingExample.causal(row)
        : TrainingExample.response(
            Arrays.copyOf(row, cut), Arrays.copyOfRange(row, cut, row.length));
  }

  @Override
  public Packing packing() {
    return Packing.PREFIX;
  }
}
