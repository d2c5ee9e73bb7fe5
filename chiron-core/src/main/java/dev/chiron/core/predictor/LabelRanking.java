package dev.chiron.core.predictor;

import dev.chiron.core.model.Scores;
import dev.chiron.core.model.ScoringModel;
import dev.chiron.core.model.Usage;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.prompt.PromptFitter;
import dev.chiron.core.prompt.PromptTemplate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers by the label that the model finds most likely. */
record LabelRanking(
    ScoringModel model, PromptProgram program, AnswerMode.Normalization normalization) {
  /** The content-free query of contextual calibration (arXiv 2102.09690, section 5). */
  private static final String CONTENT_FREE = "N/A";

  /** What the labels' probabilities are taken of, with the price of it. */
  private record Row(List<Double> logProbabilities, Usage usage) {}

  /**
   * The labels as continuations. Where a label begins another one, all of them get the end of the
   * answer, since the shorter could otherwise never be less likely.
   */
  static List<String> continuations(PromptProgram program) {
    PromptTemplate template = program.template();
    List<String> labels = program.labels();
    boolean nested =
        labels.stream()
            .anyMatch(a -> labels.stream().anyMatch(b -> !a.equals(b) && b.startsWith(a)));
    String end = nested && !template.stops().isEmpty() ? template.stops().getFirst() : "";
    return labels.stream().map(label -> template.continuation(label) + end).toList();
  }

  List<Prediction> rank(List<PromptFitter.Fitted> fitted) {
    List<Prompt> prompts = fitted.stream().map(PromptFitter.Fitted::prompt).toList();
    List<Row> rows =
        normalization == AnswerMode.Normalization.CALIBRATED
            ? calibrated(fitted, prompts)
            : rows(prompts);
    return rows.stream().map(this::prediction).toList();
  }

  /**
   * Each batch asks once for every distinct set of demonstrations, and the first query with the set
   * bears the cost: what a batch costs does not depend on the batches before it, so a resumed
   * evaluation costs what an uninterrupted one does. All go to the model together, because a query
   * and its content-free twin begin with the same demonstrations.
   */
  private List<Row> calibrated(List<PromptFitter.Fitted> fitted, List<Prompt> prompts) {
    Map<Prompt, Integer> distinct = new LinkedHashMap<>();
    List<Integer> which = new ArrayList<>();
    for (PromptFitter.Fitted each : fitted) {
      Prompt prompt =
          program.template().render(program.instruction(), each.demonstrations(), CONTENT_FREE);
      which.add(distinct.computeIfAbsent(prompt, p -> distinct.size()));
    }
    List<Prompt> together = new ArrayList<>(prompts);
    together.addAll(distinct.keySet());
    List<Row> answers = rows(together);
    List<Row> rows = answers.subList(0, prompts.size());
    List<Row> contentFree = answers.subList(prompts.size(), answers.size());
    Map<Integer, Usage> unpaid = new HashMap<>();
    for (int i = 0; i < contentFree.size(); i++) {
      unpaid.put(i, contentFree.get(i).usage());
    }
    List<Row> calibrated = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      List<Double> prior = contentFree.get(which.get(i)).logProbabilities();
      List<Double> moved = new ArrayList<>();
      for (double value : rows.get(i).logProbabilities()) {
        moved.add(value - prior.get(moved.size()));
      }
      Usage extra = unpaid.remove(which.get(i));
      Usage own = rows.get(i).usage();
      calibrated.add(new Row(moved, extra == null ? own : own.plus(extra)));
    }
    return calibrated;
  }

  private List<Row> rows(List<Prompt> prompts) {
    return model.rank(prompts, continuations(program)).stream().map(this::row).toList();
  }

  /** Ranking any number of labels after a prompt is one call, as meters count it. */
  private Row row(List<Scores> scores) {
    List<Double> values = new ArrayList<>();
    Usage usage = Usage.NONE;
    for (Scores each : scores) {
      values.add(normalization == AnswerMode.Normalization.MEAN ? each.mean() : each.sum());
      usage = usage.plus(each.usage());
    }
    return new Row(values, new Usage(1, usage.promptTokens(), usage.completionTokens()));
  }

  /** The label with the largest value, the first of several; probabilities by softmax. */
  private Prediction prediction(Row row) {
    List<Double> values = row.logProbabilities();
    double largest = Collections.max(values);
    int best = values.indexOf(largest);
    double sum = values.stream().mapToDouble(value -> Math.exp(value - largest)).sum();
    Map<String, Double> probabilities = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      probabilities.put(program.labels().get(i), Math.exp(values.get(i) - largest) / sum);
    }
    return new Prediction(program.labels().get(best), probabilities, row.usage());
  }
}
