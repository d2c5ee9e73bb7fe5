package dev.chiron.core.adaptation;

import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ScoringModel;
import dev.chiron.core.predictor.AnswerMode;
import dev.chiron.core.prompt.PromptTemplate;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ways of taking an answer that a method may choose among on dev, the same for every method:
 * for a classification task and a model that scores, ranking as it is, ranking with contextual
 * calibration, and generation; else generation alone.
 */
public final class AnswerModes {
  private static final int MOST_TOKENS = 256;
  private static final int WITHOUT_EXAMPLES = 64;

  /** Examples that are looked at to see how long answers are. */
  private static final int SAMPLE = 500;

  private AnswerModes() {}

  /** The modes, in the order in which they are tried. */
  public static List<AnswerMode> of(Task task, LanguageModel model, PromptTemplate template) {
    List<AnswerMode> modes = new ArrayList<>();
    if (task.isClassification() && model.as(ScoringModel.class).isPresent()) {
      modes.add(new AnswerMode.Ranking(AnswerMode.Normalization.SUM));
      modes.add(new AnswerMode.Ranking(AnswerMode.Normalization.CALIBRATED));
    }
    modes.add(generation(task, model, template));
    return modes;
  }

  /**
   * Generation with room for the longest known answer and half as much again, since a model may say
   * it in more tokens; at most {@value #MOST_TOKENS}, and {@value #WITHOUT_EXAMPLES} if no answer
   * is known.
   */
  public static AnswerMode.Generation generation(
      Task task, LanguageModel model, PromptTemplate template) {
    Stream<String> answers =
        Stream.concat(
            task.labels().stream(),
            Stream.concat(task.splits().train().stream(), task.splits().dev().stream())
                .limit(SAMPLE)
                .map(Example::output));
    int longest =
        answers
            .mapToInt(answer -> model.countTokens(template.continuation(answer)))
            .max()
            .orElse(0);
    int roomy = longest == 0 ? WITHOUT_EXAMPLES : longest + longest / 2 + 2;
    return new AnswerMode.Generation(Math.min(MOST_TOKENS, roomy));
  }
}
