package dev.chiron.prompting.claps;

import dev.chiron.core.budget.BudgetExhausted;
import dev.chiron.core.error.InputException;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.Scores;
import dev.chiron.core.model.ScoringModel;
import dev.chiron.core.predictor.PromptProgram;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.run.Steps;
import dev.chiron.core.task.Example;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a prompt of words is worth on some examples:
 *
 * <pre>
 *   r(prompt) = mean over i of log p(yᵢ | xᵢ, prompt)
 * </pre>
 *
 * with p over the label words only. The words stand before the task's instruction. An evaluation is
 * one pass over the examples; each is a remembered step under its words, and equal words cost
 * nothing again.
 */
public final class PromptReward {
  private final String name;
  private final ScoringModel model;
  private final PromptProgram plain;
  private final List<Example> examples;
  private final Steps steps;
  private final Map<String, List<List<Double>>> known = new HashMap<>();
  private long budget = Long.MAX_VALUE;
  private long evaluations;

  /**
   * A reward.
   *
   * @param name of the examples, unique in the run
   * @param plain the prompt without words, with the labels
   * @throws InputException if the model gives no log-probabilities, or a label is no single token
   */
  public PromptReward(
      String name, LanguageModel model, PromptProgram plain, List<Example> examples, Steps steps) {
    this.name = name;
    this.model =
        model
            .as(ScoringModel.class)
            .orElseThrow(
                () ->
                    new InputException(
                        "claps needs label probabilities, which model '"
                            + model.info().name()
                            + "' does not give: use pe2 or io-es"));
    this.plain = plain;
    this.examples = List.copyOf(examples);
    this.steps = steps;
    List<String> split = splitLabels(model, plain);
    if (!split.isEmpty()) {
      throw new InputException(
          "claps needs labels of one token each, and the model splits "
              + split
              + ": give them single words that it knows whole");
    }
  }

  /** The labels that the model reads as several tokens. */
  static List<String> splitLabels(LanguageModel model, PromptProgram plain) {
    return plain.labels().stream()
        .filter(label -> model.countTokens(plain.template().continuation(label)) != 1)
        .toList();
  }

  /** Limits the evaluations from now on. */
  public void allow(long more) {
    budget = evaluations + more;
  }

  /** Evaluations that are left. */
  public long room() {
    return budget - evaluations;
  }

  /** Evaluations so far, without those that were known. */
  public long evaluations() {
    return evaluations;
  }

  /** r of a prompt. */
  public double of(List<String> words) {
    List<List<Double>> rows = logProbabilities(words);
    double sum = 0;
    for (int i = 0; i < rows.size(); i++) {
      sum += rows.get(i).get(plain.labels().indexOf(examples.get(i).output()));
    }
    return sum / rows.size();
  }

  /** The share of examples whose right label is the likeliest. */
  public double accuracy(List<String> words) {
    List<List<Double>> rows = logProbabilities(words);
    int right = 0;
    for (int i = 0; i < rows.size(); i++) {
      List<Double> row = rows.get(i);
      int best = 0;
      for (int label = 1; label < row.size(); label++) {
        best = row.get(label) > row.get(best) ? label : best;
      }
      right += plain.labels().get(best).equals(examples.get(i).output()) ? 1 : 0;
    }
    return (double) right / rows.size();
  }

  /** KL(words) = Σᵢ Σ_c p(c | xᵢ, words) log( p(c | xᵢ, words) / p(c | xᵢ, no words) ). */
  public double divergence(List<String> words) {
    List<List<Double>> with = logProbabilities(words);
    List<List<Double>> without = logProbabilities(List.of());
    double sum = 0;
    for (int i = 0; i < with.size(); i++) {
      for (int label = 0; label < with.get(i).size(); label++) {
        double p = with.get(i).get(label);
        sum += Math.exp(p) * (p - without.get(i).get(label));
      }
    }
    return sum;
  }

  /** Whether a prompt has been evaluated, so that it costs nothing. */
  public boolean knows(List<String> words) {
    return known.containsKey(String.join(" ", words));
  }

  /**
   * log p of each label after each example: [examples][labels].
   *
   * @throws BudgetExhausted if no evaluation is left for a prompt that is not known
   */
  public List<List<Double>> logProbabilities(List<String> words) {
    String text = String.join(" ", words);
    List<List<Double>> rows = known.get(text);
    if (rows == null) {
      if (room() <= 0) {
        throw new BudgetExhausted("the evaluations are spent");
      }
      rows = steps.step(name + " words " + text, Rows.class, () -> asked(text)).rows();
      known.put(text, rows);
      evaluations++;
    }
    return rows;
  }

  /** What is remembered of an evaluation. */
  private record Rows(List<List<Double>> rows) {}

  private Rows asked(String words) {
    String instruction = instruction(words, plain.instruction());
    List<Prompt> prompts =
        examples.stream()
            .map(e -> plain.template().render(instruction, plain.pool(), e.input()))
            .toList();
    List<String> labels = plain.labels().stream().map(plain.template()::continuation).toList();
    return new Rows(model.rank(prompts, labels).stream().map(PromptReward::normalised).toList());
  }

  /** An instruction with words before it. */
  static String instruction(String words, String instruction) {
    return words.isEmpty() ? instruction : (words + " " + instruction).strip();
  }

  /** log softmax over the labels. */
  private static List<Double> normalised(List<Scores> scores) {
    double most = scores.stream().mapToDouble(Scores::sum).max().orElse(0);
    double total = 0;
    for (Scores each : scores) {
      total += Math.exp(each.sum() - most);
    }
    double all = most + Math.log(total);
    List<Double> row = new ArrayList<>();
    scores.forEach(each -> row.add(each.sum() - all));
    return row;
  }
}
