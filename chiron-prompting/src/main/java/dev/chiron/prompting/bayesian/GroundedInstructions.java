package dev.chiron.prompting.bayesian;

import dev.chiron.core.budget.BudgetExhausted;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Demonstration;
import dev.chiron.core.task.Example;
import dev.chiron.prompting.search.Exemplar;
import dev.chiron.prompting.search.MetaPrompt;
import dev.chiron.prompting.search.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes instructions that are grounded: the writer is given a summary of the data that a model has
 * written of it before, what the task is judged by and how its prompts are laid out, the exemplars
 * of one of the sets, and a tip.
 */
final class GroundedInstructions {
  /** Examples that the observer of the data sees at once, and how often it is asked. */
  private static final int VIEW = 10;

  private static final int VIEWS = 3;

  private static final String SUMMARY = "Data summary";
  private static final int SUMMARY_TOKENS = 300;
  private static final int TOKENS_OF_A_WORD = 3;

  /** Pairs that are shown where a set has none. */
  private static final int PAIRS = 3;

  private final BayesianSettings settings;
  private final Workbench bench;

  GroundedInstructions(BayesianSettings settings, Workbench bench) {
    this.settings = settings;
    this.bench = bench;
  }

  /**
   * The instructions that are searched over; where the calls end, those that were written.
   *
   * @return all different; the first is the one that the task has
   */
  List<String> written(String first, List<List<Exemplar>> sets) {
    List<String> all = new ArrayList<>(List.of(first));
    try {
      write(first, sets, all);
    } catch (BudgetExhausted e) {
      // What was written can still be compared where it is known.
    }
    return List.copyOf(all);
  }

  private void write(String first, List<List<Exemplar>> sets, List<String> all) {
    boolean grounded = settings.grounding() == BayesianSettings.Grounding.FULL;
    String summary = grounded && settings.instructions() > 1 ? summary() : "";
    for (int i = 1; all.size() < settings.instructions() && i < 2 * settings.instructions(); i++) {
      MetaPrompt question = new MetaPrompt().section(MetaPrompt.CURRENT, first);
      if (grounded) {
        ground(question, summary, sets.get(i % sets.size()), "instruction " + i);
      }
      write(question, first, "instruction " + i)
          .filter(each -> !all.contains(each))
          .ifPresent(all::add);
    }
  }

  private void ground(MetaPrompt question, String summary, List<Exemplar> set, String draw) {
    List<Demonstration> pairs =
        set.isEmpty()
            ? Seeds.sample(bench.scorer().examples(), PAIRS, bench.seeds().generator(draw)).stream()
                .map(Example::demonstration)
                .toList()
            : set.stream().map(Exemplar::demonstration).toList();
    question.section(SUMMARY, summary).section("Program", program()).pairs(pairs);
    Tip[] tips = Tip.values();
    Tip tip = tips[bench.seeds().generator("tip of " + draw).nextInt(tips.length)];
    if (tip != Tip.NONE) {
      question.section("Tip", tip.text());
    }
  }

  private Optional<String> write(MetaPrompt question, String first, String draw) {
    int words = Math.max(settings.words(), 3 * MetaPrompt.words(first) / 2);
    String text =
        question
            .section(
                MetaPrompt.REQUEST,
                "Write an instruction with which a language model does this task best. Use at most "
                    + words
                    + " words. Answer with the instruction alone.")
            .text();
    long seed = bench.seeds().derive("ask " + draw);
    Decoding decoding = Decoding.sampled(TOKENS_OF_A_WORD * words, settings.temperature(), seed);
    return MetaPrompt.clean(bench.proposals().ask(text, decoding))
        .filter(instruction -> MetaPrompt.words(instruction) <= 2 * words);
  }

  /**
   * What the data is like: observations on parts of it, each adding to the last, then a summary.
   */
  private String summary() {
    List<Example> shown =
        Seeds.shuffled(bench.scorer().examples(), bench.seeds().generator("views"));
    StringBuilder observations = new StringBuilder();
    for (int view = 0; view < VIEWS && view * VIEW < shown.size(); view++) {
      List<Example> part = shown.subList(view * VIEW, Math.min(shown.size(), (view + 1) * VIEW));
      MetaPrompt question =
          new MetaPrompt().pairs(part.stream().map(Example::demonstration).toList());
      if (!observations.isEmpty()) {
        question.section(SUMMARY, observations.toString());
      }
      String request =
          "These are examples of a data set. Say what holds for it: subjects, form and length of"
              + " inputs and outputs, what the output depends on, what is easy to get wrong."
              + (observations.isEmpty() ? "" : " Only add what was not observed yet.");
      observations.append(asked(question, request)).append('\n');
    }
    return asked(
        new MetaPrompt().section(SUMMARY, observations.toString()),
        "Sum this up in two or three sentences that keep all that is told of how"
            + " outputs follow from inputs.");
  }

  private String asked(MetaPrompt question, String request) {
    return bench
        .proposals()
        .ask(question.section(MetaPrompt.REQUEST, request).text(), Decoding.greedy(SUMMARY_TOKENS))
        .strip();
  }

  private String program() {
    List<String> labels = bench.scorer().plain().labels();
    return "One call of a language model for each input, judged by "
        + bench.scorer().metric().name()
        + (labels.isEmpty() ? "" : ", with the outputs " + String.join(", ", labels))
        + ". Its prompt is laid out as:\n```\n"
        + MetaPrompt.layout(bench.scorer().plain().template())
        + "\n```";
  }
}
