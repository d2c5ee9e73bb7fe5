package dev.chiron.testkit.process;

import dev.chiron.core.method.AdaptationContext;
import dev.chiron.core.method.AdaptationMethod;
import dev.chiron.core.method.MethodCard;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.predictor.AnswerMode;
import dev.chiron.core.predictor.DemonstrationSelector;
import dev.chiron.core.predictor.Prediction;
import dev.chiron.core.predictor.Predictor;
import dev.chiron.core.predictor.PromptProgram;
import dev.chiron.core.predictor.PromptedPredictor;
import dev.chiron.core.prompt.PromptTemplate;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Demonstration;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.Task;
import java.util.List;
import java.util.stream.IntStream;

/** A search that is simple to follow: the best on dev of a few random sets of four exemplars. */
record ExemplarTrials(String id, int trials) implements AdaptationMethod {
  @Override
  public MethodCard card() {
    return new MethodCard(id, "", id, "chiron-testkit", List.of(), List.of("predictor"), id);
  }

  @Override
  public Predictor adapt(Task task, LanguageModel model, AdaptationContext context) {
    PromptProgram plain =
        PromptProgram.zeroShot(
            task.instruction(), PromptTemplate.CHAT, task.labels(), new AnswerMode.Generation(8));
    PromptProgram best = plain;
    long most = -1;
    for (int trial = 0; trial < trials; trial++) {
      List<Demonstration> shown =
          Seeds.sample(task.splits().train(), 4, context.seeds().generator("exemplars " + trial))
              .stream()
              .map(Example::demonstration)
              .toList();
      PromptProgram program = plain.withDemonstrations(shown, new DemonstrationSelector.Fixed());
      context.progress().update("trials", trial, trials, "");
      long right = right(new PromptedPredictor(model, program), task.splits().dev());
      if (right > most) {
        most = right;
        best = program;
      }
    }
    return new PromptedPredictor(model, best);
  }

  private static long right(Predictor predictor, List<Example> examples) {
    List<Prediction> answers = predictor.predict(examples.stream().map(Example::input).toList());
    return IntStream.range(0, examples.size())
        .filter(i -> answers.get(i).output().equals(examples.get(i).output()))
        .count();
  }
}
