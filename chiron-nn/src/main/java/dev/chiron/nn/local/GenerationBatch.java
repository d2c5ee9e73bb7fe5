package dev.chiron.nn.local;

import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.Usage;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.generation.Generated;
import dev.chiron.nn.generation.GenerationOptions;
import dev.chiron.nn.generation.LogitsProcessor;
import dev.chiron.nn.generation.Sampling;
import dev.chiron.nn.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Prompts that are continued together.
 *
 * @param rows the place of each prompt among all of the request
 * @param texts of the prompts; a prompt's draws depend on its text
 * @param prompts token ids
 */
record GenerationBatch(
    List<Integer> rows,
    List<String> texts,
    List<int[]> prompts,
    Decoding decoding,
    LogitsProcessor processor) {

  /** The completions, in the order of the prompts. */
  List<Completion> run(TokenContinuer continuer, Tokenizer tokenizer, Set<Integer> endTokens) {
    int[] limits =
        prompts.stream()
            .mapToInt(ids -> Math.min(decoding.maxTokens(), continuer.room(ids.length)))
            .toArray();
    int longest = 1;
    for (int limit : limits) {
      longest = Math.max(longest, limit);
    }
    Seeds seeds = new Seeds(decoding.seed());
    GenerationOptions options =
        new GenerationOptions(
            longest,
            new Sampling(decoding.temperature(), decoding.topK(), decoding.topP()),
            endTokens,
            (row, tokens) -> tokens.length >= limits[row] || stopAt(tokenizer, tokens) >= 0,
            (row, tokens, logits) -> processor.process(rows.get(row), tokens, logits),
            row -> seeds.generator(texts.get(row)));
    List<Generated> generated = continuer.generate(prompts, options);
    List<Completion> completions = new ArrayList<>();
    for (int i = 0; i < generated.size(); i++) {
      completions.add(completion(tokenizer, prompts.get(i).length, generated.get(i), limits[i]));
    }
    return completions;
  }

  private Completion completion(
      Tokenizer tokenizer, int promptTokens, Generated generated, int limit) {
    int stop = stopAt(tokenizer, generated.tokens());
    String text = tokenizer.decode(generated.tokens());
    boolean ended = stop >= 0 || (generated.stopped() && generated.tokens().length < limit);
    return new Completion(
        stop < 0 ? text : text.substring(0, stop),
        ended ? Completion.Finish.STOP : Completion.Finish.LENGTH,
        new Usage(1, promptTokens, generated.tokens().length));
  }

  /** Where the first stop text starts in the completion; -1 if there is none yet. */
  private int stopAt(Tokenizer tokenizer, int[] tokens) {
    if (decoding.stops().isEmpty() || tokens.length == 0) {
      return -1;
    }
    String text = tokenizer.decode(tokens);
    return decoding.stops().stream().mapToInt(text::indexOf).filter(at -> at >= 0).min().orElse(-1);
  }
}
