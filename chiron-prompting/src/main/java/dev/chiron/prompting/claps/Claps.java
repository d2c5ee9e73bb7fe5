package dev.chiron.prompting.claps;

import dev.chiron.core.adaptation.DevSearch;
import dev.chiron.core.budget.Budget;
import dev.chiron.core.budget.BudgetExhausted;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.method.AdaptationContext;
import dev.chiron.core.method.AdaptationMethod;
import dev.chiron.core.method.MethodCard;
import dev.chiron.core.model.Capability;
import dev.chiron.core.model.EmbeddingModel;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ScoringModel;
import dev.chiron.core.predictor.AnswerMode;
import dev.chiron.core.predictor.Predictor;
import dev.chiron.core.predictor.PromptProgram;
import dev.chiron.core.predictor.PromptedPredictor;
import dev.chiron.core.prompt.PromptTemplate;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.Task;
import dev.chiron.prompting.search.PromptMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * ClaPS as a method of adaptation (arXiv 2310.12774): words before the task's instruction, found
 * with 16 training examples a class, chosen among what the search remembered with as many others,
 * and compared with no words on dev. The vocabulary is that of the task's own texts.
 *
 * <p>In the run's directory: {@code influence.json}, every measured word with its influence.
 */
public final class Claps implements AdaptationMethod {
  private static final int PER_CLASS = 16;
  private static final int EVALUATIONS = 600;
  private static final int MOST_WORDS = 1000;
  private static final int FEWEST_EVALUATIONS = 20;

  /** Of the calls that are left, the part that the search may spend. */
  private static final double PART = 0.7;

  @Override
  public MethodCard card() {
    return new MethodCard(
        "claps",
        "2310.12774",
        "Prompts of the most influential words",
        PromptMethod.MODULE,
        List.of("a classification task", "training examples", "log-probabilities of the labels"),
        List.of("predictor"),
        "Measures which words the model reacts to when they stand alone before an input, keeps the"
            + " most influential tenth, and searches for five of them that raise the probability of"
            + " the right labels. The prompts often read oddly. It pays for small models that score"
            + " labels and do not follow instructions.");
  }

  @Override
  public boolean isAutomatic() {
    return false;
  }

  @Override
  public Optional<String> unsuitable(Task task, LanguageModel model) {
    if (!task.isClassification()) {
      return Optional.of("the task has no labels");
    }
    if (model.as(ScoringModel.class).isEmpty()) {
      return Optional.of("the model gives no label probabilities: use pe2 or io-es");
    }
    if (task.splits().train().size() < 2 * task.labels().size()) {
      return Optional.of("the task has fewer than two training examples a label");
    }
    List<String> split = PromptReward.splitLabels(model, plain(task, model));
    return split.isEmpty()
        ? Optional.empty()
        : Optional.of("the model splits these labels into several tokens: " + split);
  }

  @Override
  public Predictor adapt(Task task, LanguageModel model, AdaptationContext context) {
    PromptProgram plain = plain(task, model);
    List<Example> train =
        Seeds.shuffled(task.splits().train(), context.seeds().generator("order of train"));
    List<Example> few = perClass(train, task.labels());
    List<Example> others = train.stream().filter(each -> !few.contains(each)).toList();
    List<Example> chosenBy = others.isEmpty() ? few : perClass(others, task.labels());
    PromptReward reward = new PromptReward("few", model, plain, few, context.metered());
    reward.allow(evaluations(context.budget().remainingCalls(), few.size()));
    PromptReward validation = new PromptReward("others", model, plain, chosenBy, context.metered());
    ClapsSearch.Result found =
        ClapsSearch.STANDARD.run(
            new TokenSpace(words(task)),
            model.as(EmbeddingModel.class),
            reward,
            validation,
            context.seeds());
    found
        .influence()
        .ifPresent(
            map ->
                AtomicFiles.write(
                    context.run().directory().resolve("influence.json"), Json.pretty(map)));
    PromptProgram worded =
        plain.withInstruction(
            PromptReward.instruction(String.join(" ", found.words()), task.instruction()));
    return new PromptedPredictor(model, better(task, model, worded, plain, context));
  }

  private static PromptProgram better(
      Task task,
      LanguageModel model,
      PromptProgram worded,
      PromptProgram plain,
      AdaptationContext context) {
    if (worded.equals(plain)) {
      return plain;
    }
    try {
      return new DevSearch(task, model, context)
          .best(
              List.of(
                  new DevSearch.Candidate("words", worded),
                  new DevSearch.Candidate("no words", plain)));
    } catch (BudgetExhausted e) {
      return worded;
    }
  }

  private static PromptProgram plain(Task task, LanguageModel model) {
    return PromptProgram.zeroShot(
        task.instruction(),
        PromptTemplate.suited(model.info().can(Capability.CHAT)),
        task.labels(),
        new AnswerMode.Ranking(AnswerMode.Normalization.SUM));
  }

  private static long evaluations(long calls, int examples) {
    long possible =
        calls == Budget.UNLIMITED ? EVALUATIONS : (long) (PART * calls / Math.max(1, examples));
    if (possible < FEWEST_EVALUATIONS) {
      throw new BudgetExhausted(
          "a search for words takes at least %d calls, and %d are left"
              .formatted((long) Math.ceil(FEWEST_EVALUATIONS * examples / PART), calls));
    }
    return Math.min(EVALUATIONS, possible);
  }

  private static List<Example> perClass(List<Example> examples, List<String> labels) {
    List<Example> chosen = new ArrayList<>();
    for (String label : labels) {
      examples.stream()
          .filter(example -> example.output().equals(label))
          .limit(PER_CLASS)
          .forEach(chosen::add);
    }
    return chosen;
  }

  /** The commonest words of the training inputs and the instruction, as they are written. */
  private static List<String> words(Task task) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    count(counts, task.instruction());
    task.splits().train().forEach(example -> count(counts, example.input()));
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(MOST_WORDS)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static void count(Map<String, Integer> counts, String text) {
    for (String word : text.split("[^\\p{L}\\p{N}']+")) {
      if (!word.isBlank()) {
        counts.merge(word, 1, Integer::sum);
      }
    }
  }
}
