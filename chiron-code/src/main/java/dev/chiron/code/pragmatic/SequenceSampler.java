package dev.chiron.code.pragmatic;

import dev.chiron.nn.architecture.KeyValueCache;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.generation.Sampling;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/** Draws sequences that a {@link SetToSequence} writes of sets, many at once. */
record SequenceSampler(SetToSequence network, Weights weights, Sampling sampling) {
  private static final int MOST_ROWS = 4096;

  /**
   * A sequence that was drawn.
   *
   * @param tokens without the end
   * @param logProbability by the model's own distribution, before any tail was cut off
   * @param ended whether the end came; otherwise it is cut
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Drawn(int[] tokens, double logProbability, boolean ended) {}

  /**
   * @param count of sequences for each set
   * @return for each set its sequences
   */
  List<List<Drawn>> draw(List<List<int[]>> sets, int count, RandomGenerator random) {
    List<List<Drawn>> drawn = new ArrayList<>();
    int atOnce = Math.max(1, MOST_ROWS / count);
    for (int from = 0; from < sets.size(); from += atOnce) {
      List<List<int[]>> some = sets.subList(from, Math.min(sets.size(), from + atOnce));
      try (Scope _ = Scope.open();
          var _ = Torch.noGradient()) {
        Tensor means = network.read(weights, some);
        int[] sources = IntStream.range(0, some.size() * count).map(row -> row / count).toArray();
        Tensor rows = means.index_select(0, Tensors.longs(sources));
        List<Drawn> all = drawRows(rows, some.size() * count, random);
        for (int s = 0; s < some.size(); s++) {
          drawn.add(List.copyOf(all.subList(s * count, (s + 1) * count)));
        }
      }
    }
    return drawn;
  }

  private List<Drawn> drawRows(Tensor means, int rows, RandomGenerator random) {
    int longest = network.shape().longest();
    int vocabulary = network.shape().vocabulary();
    int[][] tokens = new int[rows][longest];
    int[] lengths = new int[rows];
    double[] sums = new double[rows];
    boolean[] ended = new boolean[rows];
    int[][] next = new int[rows][1];
    Arrays.stream(next).forEach(row -> row[0] = network.begin());
    Interventions about = SetToSequence.about(means);
    try (KeyValueCache cache = network.decoder().cache(weights, rows, longest + 1L)) {
      for (int step = 0; step < longest; step++) {
        float[] logits = new float[0];
        try (Scope _ = Scope.open()) {
          TokenInput input = TokenInput.of(next).withCache(cache);
          Tensor last = network.decoder().forwardLast(weights, input, about);
          logits = Tensors.floats(last.narrow(1, 0, vocabulary));
        }
        for (int row = 0; row < rows; row++) {
          if (!ended[row]) {
            float[] own = Arrays.copyOfRange(logits, row * vocabulary, (row + 1) * vocabulary);
            int token = sampling.choose(own, random);
            sums[row] += logProbability(own, token);
            ended[row] = token == 0;
            next[row][0] = token;
            if (token != 0) {
              tokens[row][lengths[row]++] = token;
            }
          }
        }
      }
    }
    List<Drawn> drawn = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      drawn.add(new Drawn(Arrays.copyOf(tokens[row], lengths[row]), sums[row], ended[row]));
    }
    return drawn;
  }

  private static double logProbability(float[] logits, int token) {
    double most = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      most = Math.max(most, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - most);
    }
    return logits[token] - most - Math.log(sum);
  }
}
