package dev.chiron.prompting.pe2;

import dev.chiron.core.evaluation.Evaluated;
import dev.chiron.core.random.Seeds;
import dev.chiron.prompting.search.CandidateScorer;
import dev.chiron.prompting.search.MetaPrompt;
import dev.chiron.prompting.search.PromptEdit;
import dev.chiron.prompting.search.PromptProposer;
import dev.chiron.prompting.search.Proposal;
import dev.chiron.prompting.search.SearchHistory;
import dev.chiron.prompting.search.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One step of the search (Algorithm 1 of the paper): for each of the n best candidates, m
 * revisions, each from a batch of its failures among the training examples.
 *
 * <p>A revision that is empty, equal to its parent or beyond a limit is asked for once more with
 * the reason, then dropped and counted. A batch with fewer failures than examples is filled at
 * random.
 */
final class Pe2Proposer implements PromptProposer {
  private final Pe2Settings settings;
  private final PromptEditor editor;
  private final CandidateScorer train;
  private final Workbench bench;
  private int rejected;
  private int filled;
  private int steps;

  Pe2Proposer(Pe2Settings settings, PromptEditor editor, CandidateScorer train, Workbench bench) {
    this.settings = settings;
    this.editor = editor;
    this.train = train;
    this.bench = bench;
  }

  /** Revisions that were refused twice. */
  int rejected() {
    return rejected;
  }

  /** Batches that had to be filled with examples that the parent gets right. */
  int filled() {
    return filled;
  }

  @Override
  public List<Proposal> propose(SearchHistory history, int room) {
    if (steps++ == settings.steps()) {
      return List.of();
    }
    List<Proposal> proposals = new ArrayList<>();
    for (SearchHistory.Entry parent : parents(history)) {
      List<Evaluated> answered = train.score(parent.candidate()).records();
      boolean perfect = answered.stream().allMatch(record -> record.score() >= 1);
      for (int j = 0; j < settings.proposals() && !(perfect && settings.hardNegatives()); j++) {
        String draw = "step " + steps + " of " + parent.id() + " proposal " + j;
        List<Evaluated> batch = batch(answered, draw);
        revised(
                new EditMaterial(
                    parent, batch, MetaPrompt.layout(train.plain().template()), history, draw))
            .ifPresent(proposals::add);
      }
    }
    return proposals;
  }

  private List<SearchHistory.Entry> parents(SearchHistory history) {
    if (settings.backtracking() || steps == 1) {
      return history.top(settings.parents());
    }
    int last = history.entries().getLast().step();
    return history.top(history.entries().size()).stream()
        .filter(entry -> entry.step() == last)
        .limit(settings.parents())
        .toList();
  }

  private List<Evaluated> batch(List<Evaluated> answered, String draw) {
    List<Evaluated> wanted =
        settings.hardNegatives()
            ? answered.stream().filter(record -> record.score() < 1).toList()
            : answered;
    List<Evaluated> batch =
        new ArrayList<>(
            Seeds.sample(wanted, settings.batch(), bench.seeds().generator("batch " + draw)));
    if (batch.size() < settings.batch()) {
      filled++;
      List<Evaluated> others = answered.stream().filter(each -> !wanted.contains(each)).toList();
      batch.addAll(
          Seeds.sample(
              others, settings.batch() - batch.size(), bench.seeds().generator("filling " + draw)));
    }
    return batch;
  }

  private Optional<Proposal> revised(EditMaterial material) {
    String complaint = "";
    for (int attempt = 0; attempt < 2; attempt++) {
      PromptEditor.Revision revision = editor.revise(material, bench, complaint);
      String text = MetaPrompt.clean(revision.text()).orElse("");
      complaint = fault(text, material.prompt());
      if (complaint.isEmpty()) {
        return Optional.of(
            new Proposal(
                material.parent().candidate().withInstruction(text),
                material.parent().id(),
                revision.reasoning(),
                material.batch().stream().map(Evaluated::index).toList()));
      }
    }
    rejected++;
    return Optional.empty();
  }

  /** Which limit a revision breaks; empty if none. */
  private String fault(String text, String parent) {
    if (text.isEmpty()) {
      return "it was empty.";
    }
    if (text.equals(parent)) {
      return "it was the old prompt.";
    }
    int words = MetaPrompt.words(text);
    if (words > settings.maxWords()) {
      return "it had %d words where %d are allowed.".formatted(words, settings.maxWords());
    }
    int changed = PromptEdit.between(parent, text).changed();
    return settings.stepSize().isPresent() && changed > settings.stepSize().getAsInt()
        ? "it changed %d words where %d are allowed."
            .formatted(changed, settings.stepSize().getAsInt())
        : "";
  }
}
