package dev.chiron.prompting.baseline;

import dev.chiron.core.model.Capability;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.ModelInfo;
import dev.chiron.core.model.Price;
import dev.chiron.core.model.Scores;
import dev.chiron.core.model.ScoringModel;
import dev.chiron.core.model.Usage;
import dev.chiron.core.prompt.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A learner from context whose behaviour is known: a label is as likely as the demonstration with
 * that label that shares most words with the query, and {@code hot} is likelier by a bias. It
 * cannot generate: it answers {@code dunno}. A token is a word.
 */
final class BiasedLearner implements ScoringModel {
  private static final Pattern PIECE = Pattern.compile("Input: (.*)\nOutput:(?: (.*))?");

  private final int context;
  private final double bias;
  private long calls;

  BiasedLearner(int context, double bias) {
    this.context = context;
    this.bias = bias;
  }

  long calls() {
    return calls;
  }

  @Override
  public ModelInfo info() {
    return new ModelInfo("biased", context, 1, Set.of(Capability.SCORING), Price.FREE);
  }

  @Override
  public List<Completion> generate(List<Prompt> prompts, Decoding decoding) {
    calls += prompts.size();
    return prompts.stream()
        .map(prompt -> new Completion("dunno", Completion.Finish.STOP, usage(prompt)))
        .toList();
  }

  @Override
  public List<Scores> score(List<Prompt> prompts, List<String> continuations) {
    List<Scores> scores = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      String label = continuations.get(i).strip();
      double value = 2 * overlap(text(prompts.get(i)), label) + (label.equals("hot") ? bias : 0);
      scores.add(new Scores(List.of(value - 20), usage(prompts.get(i))));
    }
    return scores;
  }

  @Override
  public List<List<Scores>> rank(List<Prompt> prompts, List<String> candidates) {
    calls += prompts.size();
    return ScoringModel.super.rank(prompts, candidates);
  }

  @Override
  public int countTokens(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }

  private Usage usage(Prompt prompt) {
    return new Usage(1, countTokens(text(prompt)), 1);
  }

  private static long overlap(String prompt, String label) {
    List<List<String>> pieces = new ArrayList<>();
    Matcher matcher = PIECE.matcher(prompt);
    while (matcher.find()) {
      pieces.add(List.of(matcher.group(1), String.valueOf(matcher.group(2))));
    }
    Set<String> query = words(pieces.removeLast().getFirst());
    return pieces.stream()
        .filter(piece -> piece.getLast().equals(label))
        .mapToLong(piece -> words(piece.getFirst()).stream().filter(query::contains).count())
        .max()
        .orElse(0);
  }

  private static Set<String> words(String text) {
    return new HashSet<>(Arrays.asList(text.split(" ")));
  }

  private static String text(Prompt prompt) {
    return prompt.messages().getLast().text();
  }
}
