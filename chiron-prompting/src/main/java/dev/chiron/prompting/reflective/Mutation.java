package dev.chiron.prompting.reflective;

import dev.chiron.core.evaluation.Evaluated;
import dev.chiron.core.model.EmbeddingModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.retrieval.EmbeddingRetriever;
import dev.chiron.core.retrieval.Embeddings;
import dev.chiron.core.retrieval.HashedTfIdfEmbedding;
import dev.chiron.core.retrieval.Retriever;
import dev.chiron.core.task.Example;
import dev.chiron.prompting.search.CandidateScorer;
import dev.chiron.prompting.search.Exemplar;
import dev.chiron.prompting.search.InstructionRequests;
import dev.chiron.prompting.search.MetaPrompt;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.Scored;
import dev.chiron.prompting.search.Workbench;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Changes one part of a candidate by what went wrong on a mini-batch. The instruction is written
 * anew by a model that reads the rollouts. The exemplars, a part that the publication does not
 * have, are changed by retrieval: each failed example brings the labelled example most like it,
 * which takes the place of the exemplar that has stood longest where there is no room.
 */
final class Mutation {
  private final ReflectiveSettings settings;
  private final CandidateScorer feedback;
  private final Workbench bench;

  Mutation(ReflectiveSettings settings, CandidateScorer feedback, Workbench bench) {
    this.settings = settings;
    this.feedback = feedback;
    this.bench = bench;
  }

  /** The changed candidate; empty if nothing came of it. */
  Optional<PromptCandidate> of(Part part, Scored rollouts, List<Integer> batch, String draw) {
    return switch (part) {
      case INSTRUCTION -> reflected(rollouts, draw);
      case EXEMPLARS -> exchanged(rollouts, batch);
    };
  }

  private Optional<PromptCandidate> reflected(Scored rollouts, String draw) {
    PromptCandidate parent = rollouts.candidate();
    int words = Math.max(settings.words(), 3 * MetaPrompt.words(parent.instruction()) / 2);
    InstructionRequests requests = new InstructionRequests(bench, words);
    MetaPrompt question = new MetaPrompt().section(MetaPrompt.CURRENT, parent.instruction());
    if (settings.feedback()) {
      question.rollouts(rollouts.records(), feedback.metric(), feedback.plain().labels());
    }
    return requests
        .asked(
            question,
            "The rollouts show what a model made of inputs under the current prompt, and a remark"
                + " on each. First find out for yourself what the task really asks for, which facts"
                + " and rules the model would have had to know, and which habits of the right"
                + " answers are worth keeping. Then write a prompt that says all of this in general"
                + " terms, so that it also serves inputs that are not shown."
                + requests.only(),
            draw)
        .map(parent::withInstruction);
  }

  private Optional<PromptCandidate> exchanged(Scored rollouts, List<Integer> batch) {
    PromptCandidate parent = rollouts.candidate();
    List<Exemplar> shown = new ArrayList<>(parent.exemplars());
    for (Evaluated failure : rollouts.failures()) {
      nearest(failure.input(), shown, batch).ifPresent(shown::add);
    }
    int surplus = Math.max(0, shown.size() - settings.exemplars());
    PromptCandidate child = parent.showing(shown.subList(surplus, shown.size()));
    return Part.EXEMPLARS.same(parent, child) ? Optional.empty() : Optional.of(child);
  }

  /** The example most like an input that is neither shown nor in the mini-batch. */
  private Optional<Exemplar> nearest(
      String input, List<Exemplar> shown, Collection<Integer> batch) {
    List<String> known = shown.stream().map(Exemplar::input).toList();
    List<Example> all = feedback.examples();
    List<Example> free =
        IntStream.range(0, all.size())
            .filter(place -> !batch.contains(place))
            .mapToObj(all::get)
            .filter(example -> !known.contains(example.input()))
            .filter(example -> !example.input().equals(input))
            .toList();
    if (free.isEmpty()) {
      return Optional.empty();
    }
    List<String> inputs = free.stream().map(Example::input).collect(Collectors.toList());
    try (EmbeddingModel model =
            Embeddings.open(HashedTfIdfEmbedding.NAME, inputs, ModelOptions.DEFAULT);
        Retriever retriever = new EmbeddingRetriever(model, inputs, 0)) {
      Example found = free.get(retriever.search(input, 1).getFirst().index());
      int place = bench.scorer().examples().indexOf(found);
      return Optional.of(new Exemplar(found.input(), found.output(), place, Exemplar.Source.GOLD));
    }
  }
}
