package dev.chiron.data.instruct;

import dev.chiron.core.metric.Answered;
import dev.chiron.core.metric.Metric;
import dev.chiron.core.metric.Metrics;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Steps;
import dev.chiron.core.task.Demonstration;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import dev.chiron.data.encoding.SourceEncoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Measures a model on tasks by their encoded instructions, beside the two baselines that need no
 * model: to copy the input, and to copy the first demonstration's answer. Needs text only, so any
 * model will do.
 *
 * @param encoding how a source is written
 * @param perTask instances of a task: the first ones of its test split, or, if it has none, of all
 *     its examples; 100 in version 2 of Natural Instructions
 * @param maxTokens of an answer; 128 for Tk-Instruct
 */
public record CrossTask(SourceEncoding encoding, int perTask, int maxTokens) {
  private static final String STOP = "\n\n";

  private static final Metric EXACT = Metrics.of(MetricSpec.EXACT_MATCH);
  private static final Metric ROUGE_L = Metrics.of(MetricSpec.ROUGE_L);

  /** What one task's answers are, as they are remembered. */
  private record Answers(List<String> texts) {}

  /**
   * Measures.
   *
   * @param steps where each task's answers are remembered
   */
  public CrossTaskReport report(
      LanguageModel model, TaskCollection tasks, Seeds seeds, Steps steps, Progress progress) {
    List<CrossTaskReport.TaskScore> scores = new ArrayList<>();
    for (Task task : tasks.tasks()) {
      List<Example> examples = instances(task);
      List<String> answers =
          steps
              .step(
                  "answers of " + task.name() + " to " + examples.size(),
                  Answers.class,
                  () -> new Answers(answers(model, task, examples, seeds)))
              .texts();
      scores.add(score(task, examples, answers));
      progress.update("tasks", scores.size(), tasks.tasks().size(), task.name());
    }
    return new CrossTaskReport(scores);
  }

  /** The instances of a task that are measured. */
  public List<Example> instances(Task task) {
    List<Example> test = task.splits().test();
    List<Example> all = test.isEmpty() ? task.splits().all() : test;
    return all.subList(0, Math.min(perTask, all.size()));
  }

  private List<String> answers(
      LanguageModel model, Task task, List<Example> examples, Seeds seeds) {
    RandomGenerator random = seeds.generator("encoding of " + task.name());
    List<Prompt> prompts =
        examples.stream()
            .map(each -> encoding.encode(task, each.input(), model::countTokens, random).text())
            .map(Prompt::plain)
            .toList();
    return model.generate(prompts, Decoding.greedy(maxTokens, STOP)).stream()
        .map(Completion::text)
        .map(String::strip)
        .toList();
  }

  private static CrossTaskReport.TaskScore score(
      Task task, List<Example> examples, List<String> answers) {
    List<String> inputs = examples.stream().map(Example::input).toList();
    String shown = task.positives().stream().map(Demonstration::output).findFirst().orElse("");
    List<String> copies = examples.stream().map(_ -> shown).toList();
    return new CrossTaskReport.TaskScore(
        task.name(),
        task.info().category(),
        examples.size(),
        mean(EXACT, examples, answers),
        mean(ROUGE_L, examples, answers),
        mean(ROUGE_L, examples, inputs),
        mean(ROUGE_L, examples, copies),
        mean(EXACT, examples, inputs),
        mean(EXACT, examples, copies));
  }

  private static double mean(Metric metric, List<Example> examples, List<String> answers) {
    List<Answered> answered = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      answered.add(new Answered(i, answers.get(i), examples.get(i).outputs(), Map.of()));
    }
    return metric.aggregate(answered);
  }
}
