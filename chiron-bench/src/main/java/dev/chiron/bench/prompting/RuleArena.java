package dev.chiron.bench.prompting;

import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.predictor.AnswerMode;
import dev.chiron.core.predictor.PromptProgram;
import dev.chiron.core.prompt.PromptTemplate;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Steps;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.prompting.search.CandidateScorer;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.ProposalModel;
import dev.chiron.prompting.search.Screening;
import dev.chiron.prompting.search.Workbench;
import dev.chiron.testkit.ResponderModel;
import dev.chiron.testkit.rules.BayesianResponder;
import dev.chiron.testkit.rules.Item;
import dev.chiron.testkit.rules.RuleProposer;
import dev.chiron.testkit.rules.RuleWorld;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A rule world set up for a search: disjoint parts of its 243 items, a reader, a writer. Nothing is
 * remembered, since a world is measured in seconds.
 */
record RuleArena(
    RuleWorld world, LanguageModel reader, LanguageModel writer, List<Example> items, Seeds seeds) {
  static final PromptProgram PLAIN =
      PromptProgram.zeroShot(
          "", PromptTemplate.PLAIN, RuleWorld.LABELS, new AnswerMode.Generation(8));

  static RuleArena of(Seeds seeds, BayesianResponder.Skill reading, RuleProposer.Skill writing) {
    RuleWorld world = new RuleWorld(seeds);
    return new RuleArena(
        world,
        new ResponderModel("reader", new BayesianResponder(world, reading, seeds.child("reader"))),
        new ResponderModel("writer", new RuleProposer(writing, seeds.child("writer"))),
        Seeds.shuffled(
                IntStream.range(0, Item.COUNT).mapToObj(Item::new).toList(),
                seeds.generator("items"))
            .stream()
            .map(world::example)
            .toList(),
        seeds);
  }

  /** Some of the items; parts that do not overlap have no item in common. */
  CandidateScorer scorer(String name, int from, int to) {
    return new CandidateScorer(
        name, reader, PLAIN, items.subList(from, to), MetricSpec.ACCURACY, Steps.FORGOTTEN);
  }

  Workbench bench(CandidateScorer scorer) {
    return Workbench.of(
        scorer,
        new ProposalModel(writer, Steps.FORGOTTEN),
        Screening.NONE,
        seeds.child("search"),
        Progress.SILENT);
  }

  /** Accuracy in points. */
  static double points(CandidateScorer scorer, PromptCandidate candidate) {
    return 100 * scorer.score(candidate).score();
  }
}
