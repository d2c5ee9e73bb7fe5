package dev.chiron.nn.generation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Speculative decoding (Leviathan et al., 2023, arXiv:2211.17192, algorithm 1): a small model
 * drafts some tokens, the large one reads them in a single pass.
 *
 * <p>With p the large model's distribution and q the draft's, both after the same processors and
 * the same {@link Sampling}, a drafted token x is accepted with probability min(1, p(x) / q(x)). At
 * the first refusal the token is drawn from max(0, p - q), normalised; if all are accepted, one
 * more comes from p. What is generated has exactly the large model's distribution, and greedy
 * decoding gives the large model's text.
 *
 * <p>Not for several threads at once.
 */
public final class SpeculativeGenerator {
  private final ModelView target;
  private final ModelView draft;
  private final int drafted;

  /**
   * @param target whose distribution is generated
   * @param draft of the same vocabulary, and cheaper
   * @param drafted tokens between two passes of the target, at least 1
   * @throws IllegalArgumentException if the vocabularies have different sizes
   */
  public SpeculativeGenerator(ModelView target, ModelView draft, int drafted) {
    if (target.vocabularySize() != draft.vocabularySize()) {
      throw new IllegalArgumentException(
          "a draft model needs the target's vocabulary: %d tokens, not %d"
              .formatted(target.vocabularySize(), draft.vocabularySize()));
    }
    if (drafted < 1) {
      throw new IllegalArgumentException("at least one token is drafted, not " + drafted);
    }
    this.target = target;
    this.draft = draft;
    this.drafted = drafted;
  }

  /**
   * Continues a prompt, which has the index 0.
   *
   * @param prompt at least one token
   */
  public Speculated generate(int[] prompt, GenerationOptions options) {
    try (Session large = new Session(target);
        Session small = new Session(draft)) {
      return new Round(prompt, options, large, small).run();
    }
  }

  /** Drafts and judges until the completion ends. */
  private final class Round {
    private final int[] prompt;
    private final GenerationOptions options;
    private final Session large;
    private final Session small;
    private final Row row;
    private int passes;
    private int proposed;
    private int accepted;

    Round(int[] prompt, GenerationOptions options, Session large, Session small) {
      this.prompt = prompt;
      this.options = options;
      this.large = large;
      this.small = small;
      this.row = new Row(0, prompt.length, options.random().apply(0));
    }

    Speculated run() {
      boolean more = true;
      while (more) {
        List<double[]> beliefs = new ArrayList<>();
        int[] guesses = draft(beliefs);
        more = judge(guesses, beliefs);
      }
      return new Speculated(row.generated(), passes, proposed, accepted);
    }

    /** Draws tokens from the draft model; adds the distribution of each. */
    private int[] draft(List<double[]> beliefs) {
      // One token of every pass is the target's own.
      int most = Math.min(drafted, options.maxTokens() - row.tokens().length - 1);
      int[] guesses = {};
      while (guesses.length < most) {
        int[] tokens = Contrast.joined(row.tokens(), guesses);
        double[] belief = distribution(small.after(Contrast.joined(prompt, tokens)), tokens);
        int guess = Sampling.draw(belief, row.random());
        beliefs.add(belief);
        guesses = Contrast.joined(guesses, new int[] {guess});
        if (options.endTokens().contains(guess)) {
          break;
        }
      }
      proposed += guesses.length;
      return guesses;
    }

    /** Accepts or refuses the guesses; gives whether the completion goes on. */
    private boolean judge(int[] guesses, List<double[]> beliefs) {
      int[] before = row.tokens();
      int[] text = Contrast.joined(Contrast.joined(prompt, before), guesses);
      float[][] logits = large.after(text, guesses.length + 1);
      passes++;
      for (int i = 0; i < guesses.length; i++) {
        int[] tokens = Contrast.joined(before, Arrays.copyOf(guesses, i));
        double[] truth = distribution(logits[i], tokens);
        double[] belief = beliefs.get(i);
        int guess = guesses[i];
        if (row.random().nextDouble() * belief[guess] >= truth[guess]) {
          return row.append(Sampling.draw(excess(truth, belief), row.random()), options);
        }
        accepted++;
        if (!row.append(guess, options)) {
          return false;
        }
      }
      double[] last = distribution(logits[guesses.length], row.tokens());
      return row.append(Sampling.draw(last, row.random()), options);
    }

    private double[] distribution(float[] logits, int[] tokens) {
      options.processor().process(0, tokens, logits);
      return options.sampling().distribution(logits);
    }

    /** max(0, p - q); p itself where rounding leaves nothing of it. */
    private double[] excess(double[] truth, double[] belief) {
      double[] excess = new double[truth.length];
      double total = 0;
      for (int i = 0; i < excess.length; i++) {
        excess[i] = Math.max(0, truth[i] - belief[i]);
        total += excess[i];
      }
      return total > 0 ? excess : truth;
    }
  }
}
