package dev.chiron.nn.generation;

import dev.chiron.nn.architecture.KeyValueCache;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Looks for likely completions by carrying on the most probable unfinished texts side by side.
 *
 * <p>At each length every beam is continued by every token. Continuations by an end token are
 * finished; of the others the most probable become the next beams. The search ends when no beam can
 * still beat the worst finished completion that is kept, so with as many beams as there are texts
 * it is exhaustive. Equal probabilities are ordered by beam and then by token id.
 *
 * <p>Not for several threads at once.
 */
public final class BeamSearch {
  private static final Comparator<Continuation> BEST_FIRST =
      Comparator.comparingDouble((Continuation c) -> -c.logProbability)
          .thenComparingInt(Continuation::parent)
          .thenComparingInt(Continuation::token);

  private final ModelView model;

  public BeamSearch(ModelView model) {
    this.model = model;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Beam(int[] tokens, double logProbability) {}

  private record Continuation(int parent, int token, double logProbability) {}

  /**
   * The best completions that were found, best first, at most as many as beams.
   *
   * @param prompt at least one token
   * @throws IllegalArgumentException if the prompt is empty
   */
  public List<Hypothesis> search(int[] prompt, BeamOptions options) {
    if (prompt.length == 0) {
      throw new IllegalArgumentException("a prompt needs at least one token");
    }
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient();
        Search search = new Search(prompt, options)) {
      return search.run();
    }
  }

  private final class Search implements AutoCloseable {
    private final int[] prompt;
    private final BeamOptions options;
    private final List<Hypothesis> finished = new ArrayList<>();
    private List<Beam> beams = List.of(new Beam(new int[0], 0));
    private KeyValueCache cache;

    Search(int[] prompt, BeamOptions options) {
      this.prompt = prompt;
      this.options = options;
      this.cache =
          model
              .architecture()
              .cache(model.weights(), 1, prompt.length + (long) options.maxTokens());
    }

    List<Hypothesis> run() {
      float[] logits = logits(new int[][] {prompt});
      for (int length = 1; ; length++) {
        List<Continuation> next = continuations(logits, length);
        if (length == options.maxTokens()) {
          next.forEach(
              each -> finish(tokens(each), each.logProbability, options.maxTokens(), false));
          return List.copyOf(finished);
        }
        if (next.isEmpty() || isDecided(next.getFirst().logProbability, length)) {
          return List.copyOf(finished);
        }
        follow(next);
        logits = logits(beams.stream().map(beam -> last(beam.tokens)).toArray(int[][]::new));
      }
    }

    private static int[] last(int[] tokens) {
      return new int[] {tokens[tokens.length - 1]};
    }

    /** Logits after each row: [rows × vocabulary]. */
    private float[] logits(int[][] rows) {
      try (Scope _ = Scope.open()) {
        TokenInput input = TokenInput.of(rows).withCache(cache);
        return Tensors.floats(
            model.architecture().forwardLast(model.weights(), input, model.interventions()));
      }
    }

    /** Finishes what ends here; gives the next beams, best first. */
    private List<Continuation> continuations(float[] logits, int length) {
      int vocabulary = logits.length / beams.size();
      PriorityQueue<Continuation> best = new PriorityQueue<>(BEST_FIRST.reversed());
      for (int parent = 0; parent < beams.size(); parent++) {
        Beam beam = beams.get(parent);
        float[] own = Arrays.copyOfRange(logits, parent * vocabulary, (parent + 1) * vocabulary);
        options.processor().process(0, beam.tokens, own);
        double total = Contrast.logTotal(own);
        for (int token = 0; token < vocabulary; token++) {
          if (own[token] == Float.NEGATIVE_INFINITY) {
            continue;
          }
          double logProbability = beam.logProbability + own[token] - total;
          if (options.endTokens().contains(token)) {
            finish(beam.tokens, logProbability, length, true);
          } else {
            best.add(new Continuation(parent, token, logProbability));
            if (best.size() > options.beams()) {
              best.remove();
            }
          }
        }
      }
      return best.stream().sorted(BEST_FIRST).toList();
    }

    private void finish(int[] tokens, double logProbability, int length, boolean ended) {
      double score = options.score(logProbability, length);
      int place = finished.size();
      while (place > 0 && finished.get(place - 1).score() < score) {
        place--;
      }
      finished.add(place, new Hypothesis(tokens, logProbability, score, ended));
      if (finished.size() > options.beams()) {
        finished.removeLast();
      }
    }

    private boolean isDecided(double bestLogProbability, int length) {
      return finished.size() == options.beams()
          && finished.getLast().score() >= options.bound(bestLogProbability, length);
    }

    private int[] tokens(Continuation continuation) {
      int[] before = beams.get(continuation.parent).tokens;
      int[] tokens = Arrays.copyOf(before, before.length + 1);
      tokens[before.length] = continuation.token;
      return tokens;
    }

    private void follow(List<Continuation> next) {
      List<Beam> followed = new ArrayList<>();
      next.forEach(each -> followed.add(new Beam(tokens(each), each.logProbability)));
      KeyValueCache old = cache;
      int[] parents = next.stream().mapToInt(Continuation::parent).toArray();
      cache = old.select(parents, old.capacity() - old.length());
      old.close();
      beams = followed;
    }

    @Override
    public void close() {
      cache.close();
    }
  }
}
