package dev.chiron.prompting.claps;

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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A model whose answer is known in closed form: an input is {@code plus} or {@code minus}, and the
 * logit of its right label is the sum of the forces of the words before it. A token is a word.
 */
final class SteeredScorer implements ScoringModel {
  private final Map<String, Double> forces;
  private long calls;

  SteeredScorer(Map<String, Double> forces) {
    this.forces = forces;
  }

  long calls() {
    return calls;
  }

  /** The force of a prompt: words act by themselves, and twice the same word no more than once. */
  double force(String text) {
    double sum = 0;
    for (String word : new TreeSet<>(List.of(text.strip().split("\\s+")))) {
      sum += forces.getOrDefault(word, 0.0);
    }
    return sum;
  }

  @Override
  public ModelInfo info() {
    return new ModelInfo("steered", 0, 1, Set.of(Capability.SCORING), Price.FREE);
  }

  @Override
  public List<Completion> generate(List<Prompt> prompts, Decoding decoding) {
    return prompts.stream()
        .map(prompt -> new Completion("dunno", Completion.Finish.STOP, Usage.NONE))
        .toList();
  }

  @Override
  public List<Scores> score(List<Prompt> prompts, List<String> continuations) {
    List<Scores> scores = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      String text = prompts.get(i).messages().getLast().text();
      String words = text.substring(0, text.indexOf("Input: "));
      boolean right = text.contains("Input: plus") == continuations.get(i).strip().equals("yes");
      // A constant below 0, as if most probability were on other words: it must cancel.
      scores.add(new Scores(List.of((right ? force(words) : 0) - 7), Usage.NONE));
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
}
