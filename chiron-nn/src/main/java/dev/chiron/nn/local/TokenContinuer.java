package dev.chiron.nn.local;

import dev.chiron.nn.generation.Generated;
import dev.chiron.nn.generation.GenerationOptions;
import java.util.List;

/**
 * What goes on from the tokens of prompts: a decoder, which continues them, or an encoder-decoder,
 * which reads them and answers. Not for several threads at once.
 */
interface TokenContinuer {
  /** The most tokens that may follow a prompt of some length; below 0 if it is too long itself. */
  int room(int promptTokens);

  /** Whether what prompts of a batch begin with goes through the model once. */
  boolean sharesBeginnings();

  /** Continues every prompt of one batch. */
  List<Generated> generate(List<int[]> prompts, GenerationOptions options);

  /** Log-probabilities of the tokens of continuation {@code i} after prompt {@code i}. */
  List<double[]> score(List<int[]> prompts, List<int[]> continuations);

  /** Log-probabilities of the tokens of every candidate after every prompt. */
  List<List<double[]>> rank(List<int[]> prompts, List<int[]> candidates);
}
