package dev.chiron.prompting.baseline;

import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.predictor.AnswerMode;
import dev.chiron.core.prompt.PromptFitter;
import dev.chiron.core.prompt.PromptTemplate;
import dev.chiron.core.task.Demonstration;
import dev.chiron.core.task.Example;
import java.util.ArrayList;
import java.util.List;

/** How many demonstrations are worth trying: powers of two that fit the model's context. */
final class DemonstrationCounts {
  private static final int MOST = 16;

  /** Examples whose mean length stands for all. */
  private static final int SAMPLE = 50;

  private DemonstrationCounts() {}

  /**
   * 1, 2, 4, 8 and 16, as far as the pool goes and as far as that many demonstrations of mean
   * length fit beside a query of mean length and the answer; 1 in any case.
   */
  static List<Integer> fitting(Baseline.Plain plain, List<Demonstration> pool) {
    int context = plain.model().info().contextLength();
    double free = context == 0 ? Double.POSITIVE_INFINITY : context - emptyPrompt(plain);
    double each = context == 0 ? 0 : demonstrationTokens(plain, pool);
    List<Integer> counts = new ArrayList<>();
    for (int count = 1; count <= Math.min(MOST, pool.size()); count *= 2) {
      if (count == 1 || count * each <= free) {
        counts.add(count);
      }
    }
    return counts;
  }

  private static double emptyPrompt(Baseline.Plain plain) {
    PromptFitter counter = counter(plain);
    double query =
        plain.task().splits().dev().stream()
            .limit(SAMPLE)
            .map(Example::input)
            .mapToInt(
                input ->
                    counter.tokens(
                        plain.template().render(plain.task().instruction(), List.of(), input)))
            .average()
            .orElse(0);
    int answer =
        plain.modes().stream()
            .mapToInt(mode -> mode instanceof AnswerMode.Generation g ? g.maxTokens() : 0)
            .max()
            .orElse(0);
    return query + answer;
  }

  private static double demonstrationTokens(Baseline.Plain plain, List<Demonstration> pool) {
    PromptFitter counter = counter(plain);
    PromptTemplate template = plain.template();
    int none = counter.tokens(template.render("", List.of(), "x"));
    return pool.stream()
        .limit(SAMPLE)
        .mapToInt(shown -> counter.tokens(template.render("", List.of(shown), "x")) - none)
        .average()
        .orElse(0);
  }

  private static PromptFitter counter(Baseline.Plain plain) {
    LanguageModel model = plain.model();
    return new PromptFitter(plain.template(), model::countTokens, PromptFitter.NO_LIMIT);
  }
}
