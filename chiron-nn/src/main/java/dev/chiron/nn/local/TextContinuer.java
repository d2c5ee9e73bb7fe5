package dev.chiron.nn.local;

import dev.chiron.core.error.ModelException;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.Scores;
import dev.chiron.core.model.Usage;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.nn.generation.LogitsProcessor;
import dev.chiron.nn.generation.StopTexts;
import dev.chiron.nn.generation.TextStream;
import dev.chiron.nn.generation.TokenListener;
import dev.chiron.nn.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Texts in, texts out, over a model of tokens: encodes prompts, puts those that begin alike, or are
 * of like length, into one batch, and reads the results.
 *
 * @param name of the model, for messages
 * @param endTokens end a completion
 * @param lane where the model works
 */
record TextContinuer(
    String name, TokenContinuer continuer, TextEncoder encoder, Set<Integer> endTokens, Lane lane) {
  private static final int MAX_ROWS = 64;

  /** Tokens of one pass, padding included: more makes a CPU no faster and costs memory. */
  private static final int MAX_TOKENS = 8192;

  private static final Scores NO_TOKENS = new Scores(List.of(), Usage.NONE);

  /** The same texts over another model of the same tokens. */
  TextContinuer with(TokenContinuer other) {
    return new TextContinuer(name, other, encoder, endTokens, lane);
  }

  Tokenizer tokenizer() {
    return encoder.tokenizer();
  }

  List<Completion> generate(
      List<Prompt> prompts, Decoding decoding, LogitsProcessor processor, TokenListener listener) {
    List<int[]> ids = prompts.stream().map(encoder::prompt).toList();
    ids.forEach(row -> requireRoom(row.length, 1));
    TreeMap<Integer, Completion> answers = new TreeMap<>();
    int more = Math.min(decoding.maxTokens(), continuer.room(0));
    for (List<Integer> rows : batches(ids, more)) {
      GenerationBatch batch =
          new GenerationBatch(
              rows,
              rows.stream().map(row -> TextEncoder.text(prompts.get(row))).toList(),
              rows.stream().map(ids::get).toList(),
              decoding,
              processor,
              listener);
      List<Completion> part = lane.run(() -> batch.run(continuer, tokenizer(), endTokens));
      for (int i = 0; i < rows.size(); i++) {
        answers.put(rows.get(i), part.get(i));
      }
    }
    return List.copyOf(answers.values());
  }

  /** Answers one prompt and tells of the text as it comes. */
  Completion stream(Prompt prompt, Decoding decoding, Consumer<String> piece) {
    TextStream stream = new TextStream(new StopTexts(tokenizer(), decoding.stops()), piece);
    Completion completion =
        generate(List.of(prompt), decoding, LogitsProcessor.NONE, stream).getFirst();
    stream.finish(completion.text());
    return completion;
  }

  List<Scores> score(List<Prompt> prompts, List<String> continuations) {
    List<int[]> left = prompts.stream().map(encoder::prompt).toList();
    List<int[]> right = tokenizer().encodeAll(continuations);
    for (int i = 0; i < left.size(); i++) {
      requireRoom(left.get(i).length, right.get(i).length);
    }
    List<Scores> scores = new ArrayList<>(Collections.nCopies(left.size(), NO_TOKENS));
    for (List<Integer> batch :
        LengthBatches.of(
            left.size(),
            row -> left.get(row).length + right.get(row).length,
            MAX_ROWS,
            MAX_TOKENS)) {
      List<double[]> values =
          lane.run(
              () ->
                  continuer.score(
                      batch.stream().map(left::get).toList(),
                      batch.stream().map(right::get).toList()));
      for (int i = 0; i < batch.size(); i++) {
        int row = batch.get(i);
        scores.set(row, scores(values.get(i), left.get(row).length));
      }
    }
    return scores;
  }

  List<List<Scores>> rank(List<Prompt> prompts, List<String> candidates) {
    List<int[]> left = prompts.stream().map(encoder::prompt).toList();
    List<int[]> right = tokenizer().encodeAll(candidates);
    int longest = right.stream().mapToInt(tokens -> tokens.length).max().orElse(0);
    left.forEach(row -> requireRoom(row.length, longest));
    int packed = Math.min(MAX_TOKENS, right.stream().mapToInt(tokens -> tokens.length).sum());
    List<List<Scores>> ranked = new ArrayList<>(Collections.nCopies(left.size(), List.of()));
    for (List<Integer> batch : batches(left, packed)) {
      List<List<double[]>> values =
          lane.run(() -> continuer.rank(batch.stream().map(left::get).toList(), right));
      for (int i = 0; i < batch.size(); i++) {
        int row = batch.get(i);
        // The prompt is read once for all candidates: the first bears its tokens.
        List<Scores> scores = new ArrayList<>();
        for (double[] each : values.get(i)) {
          scores.add(scores(each, scores.isEmpty() ? left.get(row).length : 0));
        }
        ranked.set(row, List.copyOf(scores));
      }
    }
    return ranked;
  }

  private List<List<Integer>> batches(List<int[]> prompts, int more) {
    return continuer.sharesBeginnings()
        ? PromptBatches.of(prompts, more, MAX_ROWS, MAX_TOKENS)
        : LengthBatches.of(
            prompts.size(), row -> prompts.get(row).length + more, MAX_ROWS, MAX_TOKENS);
  }

  private static Scores scores(double[] values, int promptTokens) {
    List<Double> list = new ArrayList<>();
    for (double value : values) {
      list.add(value);
    }
    return new Scores(list, new Usage(1, promptTokens, values.length));
  }

  private void requireRoom(int promptTokens, int more) {
    if (continuer.room(promptTokens) < more) {
      throw new ModelException(
          "a prompt of %d tokens and %d more do not fit the %d tokens that %s reads at once"
              .formatted(promptTokens, more, continuer.room(0), name));
    }
  }
}
