package dev.chiron.nn.generation;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.global.torch;

/** A random decoder with a small vocabulary, and its probabilities by whole passes. */
final class TinyModels implements AutoCloseable {
  private final Decoder decoder;
  private final Parameters weights;
  private final int vocabulary;

  TinyModels(int vocabulary, long seed) {
    this.vocabulary = vocabulary;
    this.decoder =
        new Decoder(
            DecoderConfig.builder(vocabulary, 16, 2, 2)
                .keyValueHeads(1)
                .initialDeviation(0.6)
                .build());
    this.weights = decoder.initialize(new Seeds(seed));
  }

  ModelView view() {
    return new ModelView(decoder, weights);
  }

  /** The logits after a text, without a cache. */
  float[] logits(int... text) {
    try (Scope _ = Scope.open()) {
      float[] all = Tensors.floats(decoder.forward(weights, TokenInput.of(new int[][] {text})));
      return Arrays.copyOfRange(all, all.length - vocabulary, all.length);
    }
  }

  /** The log-probabilities after a text. */
  double[] logProbabilities(int... text) {
    try (Scope _ = Scope.open()) {
      float[] logs = Tensors.floats(torch.log_softmax(Tensors.floats(logits(text)), 0));
      double[] wide = new double[logs.length];
      for (int i = 0; i < wide.length; i++) {
        wide[i] = logs[i];
      }
      return wide;
    }
  }

  /** Every completion of at most {@code most} tokens, the end token included, with its ln p. */
  List<Hypothesis> allCompletions(int[] prompt, int most, int end, double lengthPenalty) {
    List<Hypothesis> all = new ArrayList<>();
    collect(prompt, new int[0], 0, most, end, lengthPenalty, all);
    return all;
  }

  private void collect(
      int[] prompt,
      int[] tokens,
      double logProbability,
      int most,
      int end,
      double penalty,
      List<Hypothesis> into) {
    if (tokens.length == most) {
      into.add(hypothesis(tokens, logProbability, tokens.length, penalty, false));
      return;
    }
    double[] next = logProbabilities(Contrast.joined(prompt, tokens));
    for (int token = 0; token < vocabulary; token++) {
      double sum = logProbability + next[token];
      if (token == end) {
        into.add(hypothesis(tokens, sum, tokens.length + 1, penalty, true));
      } else {
        collect(prompt, Contrast.joined(tokens, new int[] {token}), sum, most, end, penalty, into);
      }
    }
  }

  private static Hypothesis hypothesis(
      int[] tokens, double logProbability, int length, double penalty, boolean ended) {
    return new Hypothesis(
        tokens, logProbability, logProbability / Math.pow(length, penalty), ended);
  }

  @Override
  public void close() {
    weights.close();
  }
}
