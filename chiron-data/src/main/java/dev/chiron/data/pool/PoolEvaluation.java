package dev.chiron.data.pool;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.chiron.core.metric.Answered;
import dev.chiron.core.metric.Metric;
import dev.chiron.core.metric.Metrics;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.task.MetricSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** How a model answers the examples of a pool, task by task. Needs text only. */
@JsonIgnoreProperties(
    value = {"exactMatch", "rougeL"}, // follow from the tasks
    allowGetters = true)
public record PoolEvaluation(List<TaskScore> tasks) {
  private static final int BATCH = 256;
  private static final String STOP = "\n\n";
  private static final Metric EXACT = Metrics.of(MetricSpec.EXACT_MATCH);
  private static final Metric ROUGE_L = Metrics.of(MetricSpec.ROUGE_L);

  /** One task; scores from 0 to 1, of the best reference. */
  public record TaskScore(
      String task, String category, int examples, double exactMatch, double rougeL) {}

  public PoolEvaluation {
    tasks = List.copyOf(tasks);
  }

  /**
   * Answers every example greedily.
   *
   * @param maxTokens of an answer
   */
  public static PoolEvaluation of(LanguageModel model, InstructionSet pool, int maxTokens) {
    List<String> answers = answers(model, pool, maxTokens);
    TaskIndex index = TaskIndex.of(pool);
    List<TaskScore> scores = new ArrayList<>();
    for (int task = 0; task < index.tasks().size(); task++) {
      List<Answered> answered = new ArrayList<>();
      for (int i : index.members().get(task)) {
        answered.add(new Answered(i, answers.get(i), pool.get(i).outputs(), Map.of()));
      }
      scores.add(
          new TaskScore(
              index.tasks().get(task).task(),
              index.tasks().get(task).category(),
              answered.size(),
              EXACT.aggregate(answered),
              ROUGE_L.aggregate(answered)));
    }
    return new PoolEvaluation(scores);
  }

  /** The answers to all examples, in order. */
  public static List<String> answers(LanguageModel model, InstructionSet pool, int maxTokens) {
    List<String> answers = new ArrayList<>();
    Decoding decoding = Decoding.greedy(maxTokens, STOP);
    for (int from = 0; from < pool.size(); from += BATCH) {
      List<Prompt> prompts = new ArrayList<>();
      for (int i = from; i < Math.min(pool.size(), from + BATCH); i++) {
        prompts.add(Prompt.plain(pool.get(i).source()));
      }
      model.generate(prompts, decoding).stream()
          .map(Completion::text)
          .map(String::strip)
          .forEach(answers::add);
    }
    return answers;
  }

  /** The mean over tasks, each counting the same. */
  public double mean(ToDoubleFunction<TaskScore> score) {
    return tasks.stream().mapToDouble(score).average().orElse(0);
  }

  @JsonProperty
  public double exactMatch() {
    return mean(TaskScore::exactMatch);
  }

  @JsonProperty
  public double rougeL() {
    return mean(TaskScore::rougeL);
  }
}
