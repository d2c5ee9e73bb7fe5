package dev.chiron.prompting.search;

import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.predictor.AnswerMode;
import dev.chiron.core.predictor.PromptProgram;
import dev.chiron.core.prompt.Message;
import dev.chiron.core.prompt.PromptTemplate;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Steps;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.testkit.Responder;
import dev.chiron.testkit.ResponderModel;
import dev.chiron.testkit.rules.BayesianResponder;
import dev.chiron.testkit.rules.Item;
import dev.chiron.testkit.rules.RuleProposer;
import dev.chiron.testkit.rules.RuleWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A rule world to search in, whose models write down all that they are asked. */
public final class Ground {
  public static final PromptProgram PLAIN =
      PromptProgram.zeroShot(
          "", PromptTemplate.PLAIN, RuleWorld.LABELS, new AnswerMode.Generation(8));

  public final RuleWorld world;
  public final List<String> asked = new ArrayList<>();
  public final List<String> requests = new ArrayList<>();
  public final LanguageModel reader;
  public final LanguageModel writer;
  private final List<Example> items;
  private final Seeds seeds;

  public Ground(long seed) {
    this(seed, new BayesianResponder.Skill(2, 1, 0.05));
  }

  public Ground(long seed, BayesianResponder.Skill skill) {
    this.seeds = new Seeds(seed);
    this.world = new RuleWorld(seeds);
    this.items =
        Seeds.shuffled(
                IntStream.range(0, Item.COUNT).mapToObj(Item::new).toList(),
                seeds.generator("items"))
            .stream()
            .map(world::example)
            .toList();
    this.reader = model(new BayesianResponder(world, skill, seeds.child("reader")), asked);
    this.writer =
        model(new RuleProposer(RuleProposer.Skill.OPTIMIZER, seeds.child("writer")), requests);
  }

  /** A model that writes its prompts down. */
  public static LanguageModel model(Responder responder, List<String> log) {
    return new ResponderModel(
        "simulated",
        (prompt, decoding) -> {
          log.add(prompt.messages().stream().map(Message::text).collect(Collectors.joining("\n")));
          return responder.respond(prompt, decoding);
        });
  }

  /** The first forty items. */
  public List<Example> dev() {
    return items.subList(0, 40);
  }

  /** All other items. */
  public List<Example> test() {
    return items.subList(40, items.size());
  }

  public CandidateScorer scorer(Steps steps) {
    return new CandidateScorer("dev", reader, PLAIN, dev(), MetricSpec.ACCURACY, steps);
  }

  public Workbench bench(CandidateScorer scorer, Steps steps) {
    return Workbench.of(
        scorer,
        new ProposalModel(writer, steps),
        Screening.NONE,
        seeds.child("search"),
        Progress.SILENT);
  }

  /** A bench that remembers nothing. */
  public Workbench bench() {
    return bench(scorer(Steps.FORGOTTEN), Steps.FORGOTTEN);
  }
}
