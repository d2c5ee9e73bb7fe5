package dev.chiron.init.codegen2;

import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.generation.Generated;
import dev.chiron.nn.generation.GenerationOptions;
import dev.chiron.nn.generation.Generator;
import dev.chiron.nn.generation.Sampling;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tokenizer.Tokenizer;
import dev.chiron.nn.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/** Fills the gaps of texts with a model that was trained on span corruption. */
public final class InfillModel {
  private final Architecture architecture;
  private final Weights weights;
  private final Tokenizer tokenizer;
  private final SpanFormat format;

  /**
   * A filling.
   *
   * @param stopped whether the model ended it by {@code <eom>}; otherwise the limit cut it, and it
   *     is no answer
   */
  public record Filling(String text, boolean stopped) {}

  /**
   * @throws InputException if the tokenizer has no tokens for gaps
   */
  public InfillModel(Architecture architecture, Weights weights, Tokenizer tokenizer) {
    this.architecture = architecture;
    this.weights = weights;
    this.tokenizer = tokenizer;
    this.format = new SpanFormat(Sentinels.of(tokenizer));
  }

  /** Fills the gap between two texts, greedily. */
  public Filling fill(String prefix, String suffix, int maxTokens) {
    return fill(List.of(prefix, suffix), maxTokens, Sampling.GREEDY, new Seeds(0)).getFirst();
  }

  /**
   * Fills the gaps between texts one after another; each sees the fillings before it.
   *
   * @param parts around the gaps, at least two
   * @param maxTokens of a filling
   * @param seeds of what is drawn, if it is not greedy
   * @throws InputException if there are more gaps than masks, or all of it does not fit the model
   */
  public List<Filling> fill(List<String> parts, int maxTokens, Sampling sampling, Seeds seeds) {
    int gaps = parts.size() - 1;
    if (gaps < 1 || gaps > format.sentinels().masks().size()) {
      throw new InputException(
          "%d gaps: the model fills 1 to %d".formatted(gaps, format.sentinels().masks().size()));
    }
    List<int[]> encoded = tokenizer.encodeAll(parts);
    List<int[]> filled = new ArrayList<>();
    List<Filling> fillings = new ArrayList<>();
    for (int gap = 0; gap < gaps; gap++) {
      int[] prompt = format.prompt(encoded, filled);
      int context = architecture.config().contextLength();
      if (prompt.length + maxTokens > context) {
        throw new InputException(
            "the text around the gap has %d tokens, which with %d of a filling exceed the model's"
                    .formatted(prompt.length, maxTokens)
                + " "
                + context);
      }
      Generated generated =
          new Generator(architecture, weights, Interventions.NONE)
              .generate(
                  List.of(prompt),
                  GenerationOptions.sampled(
                      maxTokens,
                      sampling,
                      seeds.child("gap " + gap),
                      format.sentinels().endOfMask()))
              .getFirst();
      filled.add(generated.tokens());
      fillings.add(new Filling(tokenizer.decode(generated.tokens()), generated.stopped()));
    }
    return fillings;
  }
}
