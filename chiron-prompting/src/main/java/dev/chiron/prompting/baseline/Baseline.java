package dev.chiron.prompting.baseline;

import dev.chiron.core.adaptation.AnswerModes;
import dev.chiron.core.adaptation.DevSearch;
import dev.chiron.core.method.AdaptationContext;
import dev.chiron.core.method.AdaptationMethod;
import dev.chiron.core.method.MethodCard;
import dev.chiron.core.model.Capability;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.predictor.AnswerMode;
import dev.chiron.core.predictor.Predictor;
import dev.chiron.core.predictor.PromptProgram;
import dev.chiron.core.predictor.PromptedPredictor;
import dev.chiron.core.prompt.PromptTemplate;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Demonstration;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A method that lists prompts and takes the best of them on dev. */
interface Baseline extends AdaptationMethod {
  /** Where the methods of this package live. */
  String MODULE = "chiron-prompting";

  /** The most training examples that demonstrations are taken from: a random sample of them. */
  int LARGEST_POOL = 2000;

  /** The prompts to try; where the budget ends early, the first ones are what was tried. */
  List<DevSearch.Candidate> candidates(Plain plain, List<Demonstration> pool, Seeds seeds);

  @Override
  default Optional<String> unsuitable(Task task, LanguageModel model) {
    return task.splits().train().isEmpty()
        ? Optional.of("the task has no training examples to show")
        : Optional.empty();
  }

  @Override
  default Predictor adapt(Task task, LanguageModel model, AdaptationContext context) {
    List<Demonstration> pool =
        Seeds.sample(task.splits().train(), LARGEST_POOL, context.seeds().generator("pool"))
            .stream()
            .map(Example::demonstration)
            .toList();
    List<DevSearch.Candidate> candidates = candidates(Plain.of(task, model), pool, context.seeds());
    return new PromptedPredictor(model, new DevSearch(task, model, context).best(candidates));
  }

  /**
   * The plain prompt of a task and the ways to vary it.
   *
   * @param modes how answers may be taken
   */
  record Plain(Task task, LanguageModel model, PromptTemplate template, List<AnswerMode> modes) {
    static Plain of(Task task, LanguageModel model) {
      PromptTemplate template = PromptTemplate.suited(model.info().can(Capability.CHAT));
      return new Plain(task, model, template, AnswerModes.of(task, model, template));
    }

    PromptProgram program(AnswerMode mode) {
      return PromptProgram.zeroShot(task.instruction(), template, task.labels(), mode);
    }

    /** The numbers of demonstrations that may be shown. */
    List<Integer> counts(List<Demonstration> pool) {
      return DemonstrationCounts.fitting(this, pool);
    }
  }

  /** What is shown for a number of demonstrations. */
  @FunctionalInterface
  interface Showing {
    PromptProgram of(PromptProgram plain, int count);
  }

  /** Every number of demonstrations with every answer mode, the largest numbers first. */
  static List<DevSearch.Candidate> countsAndModes(
      Plain plain, List<Demonstration> pool, Showing showing) {
    List<DevSearch.Candidate> candidates = new ArrayList<>();
    for (int count : plain.counts(pool).reversed()) {
      for (AnswerMode mode : plain.modes()) {
        candidates.add(
            new DevSearch.Candidate(
                count + " demonstrations, " + name(mode), showing.of(plain.program(mode), count)));
      }
    }
    return candidates;
  }

  /** An answer mode in a word. */
  static String name(AnswerMode mode) {
    return switch (mode) {
      case AnswerMode.Generation generation -> "generation";
      case AnswerMode.Ranking(AnswerMode.Normalization normalization) ->
          switch (normalization) {
            case SUM -> "ranking";
            case MEAN -> "ranking by mean";
            case CALIBRATED -> "calibrated ranking";
          };
    };
  }

  /** The card of a method of this package. */
  static MethodCard card(String id, String title, List<String> needs, String summary) {
    return new MethodCard(id, "", title, MODULE, needs, List.of("predictor"), summary);
  }
}
