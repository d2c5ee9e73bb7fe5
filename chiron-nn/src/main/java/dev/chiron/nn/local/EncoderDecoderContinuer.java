package dev.chiron.nn.local;

import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.architecture.EncoderDecoder;
import dev.chiron.nn.architecture.EncoderInput;
import dev.chiron.nn.generation.Generated;
import dev.chiron.nn.generation.GenerationOptions;
import dev.chiron.nn.generation.Generator;
import dev.chiron.nn.generation.Scorer;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Weights;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** An encoder-decoder: the encoder reads the prompt, the decoder writes the continuation. */
record EncoderDecoderContinuer(EncoderDecoder model, Weights weights, Interventions interventions)
    implements TokenContinuer {

  /** Prompt and continuation have a context each. */
  @Override
  public int room(int promptTokens) {
    int context = model.config().contextLength();
    return promptTokens > context ? -1 : context - model.config().prefix().length;
  }

  /** Its decoder's rows begin alike, but answer to prompts of their own. */
  @Override
  public boolean sharesBeginnings() {
    return false;
  }

  @Override
  public List<Generated> generate(List<int[]> prompts, GenerationOptions options) {
    return answered(
        prompts,
        decoder ->
            new Generator(decoder, weights, interventions).generate(starts(prompts), options));
  }

  @Override
  public List<double[]> score(List<int[]> prompts, List<int[]> continuations) {
    return answered(
        prompts,
        decoder ->
            new Scorer(decoder, weights, interventions).score(starts(prompts), continuations));
  }

  @Override
  public List<List<double[]>> rank(List<int[]> prompts, List<int[]> candidates) {
    return answered(
        prompts,
        decoder -> new Scorer(decoder, weights, interventions).rank(starts(prompts), candidates));
  }

  /** What every continuation starts after. */
  private List<int[]> starts(List<int[]> prompts) {
    return Collections.nCopies(prompts.size(), model.config().prefix());
  }

  private <T> List<T> answered(List<int[]> prompts, Function<Architecture, List<T>> work) {
    if (prompts.isEmpty()) {
      return List.of();
    }
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      EncoderInput source = EncoderInput.padded(prompts, model.config().paddingToken());
      return work.apply(model.given(model.encode(weights, source, interventions)));
    }
  }
}
