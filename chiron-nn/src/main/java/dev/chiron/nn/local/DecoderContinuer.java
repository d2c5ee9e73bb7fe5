package dev.chiron.nn.local;

import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.generation.Generated;
import dev.chiron.nn.generation.GenerationOptions;
import dev.chiron.nn.generation.Generator;
import dev.chiron.nn.generation.Scorer;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.weights.Weights;
import java.util.List;

/** A decoder: prompt and continuation share its context. */
record DecoderContinuer(Architecture architecture, Weights weights, Interventions interventions)
    implements TokenContinuer {

  @Override
  public int room(int promptTokens) {
    return architecture.config().contextLength() - promptTokens;
  }

  @Override
  public boolean sharesBeginnings() {
    return architecture.rowsAreAlike();
  }

  @Override
  public List<Generated> generate(List<int[]> prompts, GenerationOptions options) {
    return new Generator(architecture, weights, interventions).generate(prompts, options);
  }

  @Override
  public List<double[]> score(List<int[]> prompts, List<int[]> continuations) {
    return new Scorer(architecture, weights, interventions).score(prompts, continuations);
  }

  @Override
  public List<List<double[]>> rank(List<int[]> prompts, List<int[]> candidates) {
    return new Scorer(architecture, weights, interventions).rank(prompts, candidates);
  }
}
