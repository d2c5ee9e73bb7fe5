package dev.chiron.nn.local;

import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.Usage;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.generation.Generated;
import dev.chiron.nn.generation.GenerationOptions;
import dev.chiron.nn.generation.LogitsProcessor;
import dev.chiron.nn.generation.Sampling;
import dev.chiron.nn.generation.StopTexts;
import dev.chiron.nn.generation.TokenListener;
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
 * @param processor gets the place of a prompt among all of the request
 * @param listener gets that too
 */
record GenerationBatch(
    List<Integer> rows,
    List<String> texts,
    List<int[]> prompts,
    Decoding decoding,
    LogitsProcessor processor,
    TokenListener listener) {

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
    StopTexts stops = new StopTexts(tokenizer, decoding.stops());
    Seeds seeds = new Seeds(decoding.seed());
    GenerationOptions options =
        new GenerationOptions(
            longest,
            new Sampling(decoding.temperature(), decoding.topK(), decoding.topP()),
            endTokens,
            (row, tokens) -> tokens.length >= limits[row] || stops.stops(row, tokens),
            (row, tokens, logits) -> processor.process(rows.get(row), tokens, logits),
            row -> seeds.generator(texts.get(row)),
            (row, tokens) -> listener.next(rows.get(row), tokens));
    List<Generated> generated = continuer.generate(prompts, options);
    List<Completion> completions = new ArrayList<>();
    for (int i = 0; i < generated.size(); i++) {
      completions.add(completion(stops, prompts.get(i).length, generated.get(i), limits[i]));
    }
    return completions;
  }

  private static Completion completion(
      StopTexts stops, int promptTokens, Generated generated, int limit) {
    String text = stops.tokenizer().decode(generated.tokens());
    int stop = stops.find(text);
    boolean ended = stop >= 0 || (generated.stopped() && generated.tokens().length < limit);
    return new Completion(
        stop < 0 ? text : text.substring(0, stop),
        ended ? Completion.Finish.STOP : Completion.Finish.LENGTH,
        new Usage(1, promptTokens, generated.tokens().length));
  }
}
