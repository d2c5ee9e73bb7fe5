package dev.chiron.nn.generation;

import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.architecture.AttentionMask;
import dev.chiron.nn.architecture.KeyValueCache;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Log-probabilities of continuations after prompts. Not for several threads at once. */
public final class Scorer {
  /** Candidate tokens that go through the model in one row: attention among them is quadratic. */
  private static final int PACKED_TOKENS = 512;

  private final Architecture architecture;
  private final Weights weights;
  private final Interventions interventions;

  public Scorer(Architecture architecture, Weights weights, Interventions interventions) {
    this.architecture = architecture;
    this.weights = weights;
    this.interventions = interventions;
  }

  /**
   * Scores continuation {@code i} after prompt {@code i}, all in one batch.
   *
   * @param prompts token ids, at least one each
   * @return for each, the natural logarithm of every continuation token's probability
   */
  public List<double[]> score(List<int[]> prompts, List<int[]> continuations) {
    int width = 0;
    int wanted = 0;
    for (int r = 0; r < prompts.size(); r++) {
      int more = Math.max(0, continuations.get(r).length - 1);
      width = Math.max(width, prompts.get(r).length + more);
      wanted += continuations.get(r).length;
    }
    // Rows are padded on the right: no token before the padding sees it in a causal pass.
    long[] ids = new long[prompts.size() * width];
    long[] positions = new long[wanted];
    long[] targets = new long[wanted];
    int next = 0;
    for (int r = 0; r < prompts.size(); r++) {
      int[] prompt = prompts.get(r);
      int[] continuation = continuations.get(r);
      requireTokens(prompt);
      for (int i = 0; i < prompt.length; i++) {
        ids[r * width + i] = prompt[i];
      }
      for (int i = 0; i < continuation.length; i++) {
        int column = prompt.length - 1 + i;
        if (i > 0) {
          ids[r * width + column] = continuation[i - 1];
        }
        positions[next] = r * (long) width + column;
        targets[next++] = continuation[i];
      }
    }
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      float[] flat = {};
      if (wanted > 0) {
        TokenInput input = TokenInput.of(Tensors.longs(ids, prompts.size(), width));
        Tensor logits =
            architecture.forwardAt(weights, input, Tensors.longs(positions), interventions);
        flat = chosen(logits, Tensors.longs(targets));
      }
      return split(flat, continuations);
    }
  }

  /**
   * Scores every candidate after every prompt. Each prompt goes through the model once; then the
   * candidates go through it side by side in one row, each seeing the prompt and itself only.
   *
   * @param prompts token ids, at least one each; they are one batch
   * @return row {@code i} belongs to prompt {@code i}, in the order of the candidates
   */
  public List<List<double[]>> rank(List<int[]> prompts, List<int[]> candidates) {
    if (prompts.isEmpty() || candidates.isEmpty()) {
      return prompts.stream().map(_ -> List.<double[]>of()).toList();
    }
    LeftPadded padded = new LeftPadded(prompts, architecture.rowsAreAlike());
    List<PackedCandidates> packs = PackedCandidates.pack(candidates, PACKED_TOKENS);
    int widest = packs.stream().mapToInt(PackedCandidates::width).max().orElse(0);
    List<List<double[]>> scores = new ArrayList<>();
    prompts.forEach(_ -> scores.add(emptyScores(candidates)));
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient();
        KeyValueCache cache = padded.cache(architecture, weights, interventions, widest)) {
      Tensor last =
          architecture.forwardLast(weights, padded.input().withCache(cache), interventions);
      fillFirst(last, candidates, scores);
      for (PackedCandidates pack : packs) {
        try (Scope _ = Scope.open()) {
          fillRest(pack, prompts, padded, cache, scores);
        }
        cache.truncate(padded.width());
      }
    }
    return scores;
  }

  private static List<double[]> emptyScores(List<int[]> candidates) {
    return candidates.stream().map(candidate -> new double[candidate.length]).toList();
  }

  /** The first token of every candidate follows the prompt itself. */
  private static void fillFirst(Tensor last, List<int[]> candidates, List<List<double[]>> scores) {
    Tensor logProbabilities = torch.log_softmax(last, 1); // [prompts, vocabulary]
    long[] first = candidates.stream().mapToLong(c -> c.length == 0 ? 0 : c[0]).toArray();
    Tensor index = Tensors.onDeviceOf(last, Tensors.longs(first));
    float[] values = Tensors.floats(logProbabilities.index_select(1, index));
    for (int r = 0; r < scores.size(); r++) {
      for (int c = 0; c < first.length; c++) {
        if (candidates.get(c).length > 0) {
          scores.get(r).get(c)[0] = values[r * first.length + c];
        }
      }
    }
  }

  private void fillRest(
      PackedCandidates pack,
      List<int[]> prompts,
      LeftPadded padded,
      KeyValueCache cache,
      List<List<double[]>> scores) {
    int width = pack.width();
    int rows = prompts.size();
    Tensor prefix = padded.valid(0).unsqueeze(1).unsqueeze(1); // [rows, 1, 1, prompt]
    Tensor seen = prefix.expand(rows, 1, width, padded.width());
    Tensor own = pack.allowed().unsqueeze(0).unsqueeze(0).expand(rows, 1, width, width);
    Tensor ids = Tensors.longs(pack.inputs()).unsqueeze(0).expand(rows, width);
    Tensor starts = Tensors.longs(prompts.stream().mapToLong(p -> p.length).toArray(), rows, 1);
    TokenInput input =
        TokenInput.of(ids)
            .withMask(new AttentionMask.Explicit(Tensors.concatenate(List.of(seen, own), 3)))
            .withPositions(starts.add(Tensors.longs(pack.depths()).unsqueeze(0)))
            .withCache(cache);
    Tensor logits =
        architecture.forward(weights, input, interventions); // [rows, width, vocabulary]
    Tensor targets = Tensors.longs(pack.targets()).repeat(rows);
    float[] values = chosen(logits.reshape(-1, logits.size(2)), targets);
    int[] depths = pack.depths();
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < width; i++) {
        scores.get(r).get(pack.candidate(i))[depths[i] + 1] = values[r * width + i];
      }
    }
  }

  /** log-probabilities of chosen tokens: logits [n, vocabulary], targets [n]. */
  private static float[] chosen(Tensor logits, Tensor targets) {
    Tensor index = Tensors.onDeviceOf(logits, targets).unsqueeze(1);
    return Tensors.floats(torch.log_softmax(logits, 1).gather(1, index));
  }

  private static List<double[]> split(float[] flat, List<int[]> continuations) {
    List<double[]> scores = new ArrayList<>();
    int next = 0;
    for (int[] continuation : continuations) {
      double[] own = new double[continuation.length];
      for (int i = 0; i < own.length; i++) {
        own[i] = flat[next++];
      }
      scores.add(own);
    }
    return scores;
  }

  private static void requireTokens(int[] prompt) {
    if (prompt.length == 0) {
      throw new IllegalArgumentException("a prompt needs at least one token");
    }
  }
}
