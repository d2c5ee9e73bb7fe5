package dev.chiron.init.corpus;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.objective.DrawnExamples;
import dev.chiron.nn.training.TokenObjective.Packing;
import dev.chiron.nn.training.TrainingExample;
import dev.chiron.nn.training.TrainingSet;
import java.util.List;
import java.util.random.RandomGenerator;

/** What a model is to learn of the rows of a corpus: how each becomes a training example. */
public interface Reading {
  /** Every token from those before it. */
  Reading CAUSAL =
      new Reading() {
        @Override
        public TrainingExample example(int[] row, RandomGenerator random) {
          return TrainingExample.causal(row);
        }

        @Override
        public String toString() {
          return "causal";
        }
      };

  /** An example of a row; the same row, pass and seed give the same. */
  TrainingExample example(int[] row, RandomGenerator random);

  /** Who sees whom in an example. */
  default Packing packing() {
    return Packing.JOINED;
  }

  /**
   * Examples of all rows.
   *
   * @param passes over the rows, in each of which they are drawn anew
   */
  default TrainingSet examples(List<int[]> rows, int passes, Seeds seeds) {
    return new DrawnExamples(rows, passes, this::example, seeds);
  }
}
