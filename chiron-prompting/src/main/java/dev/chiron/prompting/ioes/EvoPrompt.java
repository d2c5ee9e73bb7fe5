package dev.chiron.prompting.ioes;

import dev.chiron.prompting.search.InstructionRequests;
import dev.chiron.prompting.search.MetaPrompt;
import dev.chiron.prompting.search.PromptProposer;
import dev.chiron.prompting.search.Proposal;
import dev.chiron.prompting.search.SearchHistory;
import dev.chiron.prompting.search.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * EvoPrompt (Guo et al. 2023, arXiv 2309.08532): a model as the operators of an evolutionary
 * algorithm. The population begins with the first prompt and paraphrases of it.
 *
 * @param strategy how the next generation is made
 * @param population N; 10 in the paper
 */
public record EvoPrompt(Strategy strategy, int population) implements InstructionOptimizer {
  /** How the next generation is made. */
  public enum Strategy {
    /**
     * Two parents by roulette on their scores, one child by crossover and mutation; the best N of
     * parents and children go on.
     */
    GENETIC,
    /**
     * Differential evolution: what two random prompts differ in is varied, combined with the best
     * prompt and crossed with the current one, whose place the child takes if it scores better.
     */
    DIFFERENTIAL
  }

  public static final EvoPrompt GENETIC = new EvoPrompt(Strategy.GENETIC, 10);
  public static final EvoPrompt DIFFERENTIAL = new EvoPrompt(Strategy.DIFFERENTIAL, 10);

  @Override
  public String name() {
    return strategy == Strategy.GENETIC ? "evoprompt-ga" : "evoprompt-de";
  }

  @Override
  public PromptProposer proposer(Workbench bench, int passes) {
    return (history, room) -> {
      InstructionRequests requests =
          new InstructionRequests(bench, history.entry(0).candidate().instruction());
      int step = history.entries().getLast().step() + 1;
      RandomGenerator random = bench.seeds().generator("parents " + step);
      if (history.entries().size() < Math.min(population, passes)) {
        return founded(history, requests, Math.min(room, population - 1), step);
      }
      List<SearchHistory.Entry> now =
          strategy == Strategy.GENETIC ? history.top(population) : lineages(history);
      List<Proposal> next = new ArrayList<>();
      for (int i = 0; i < Math.min(room, now.size()); i++) {
        String draw = "step " + step + " child " + i;
        (strategy == Strategy.GENETIC
                ? genetic(now, requests, random, draw)
                : differential(history, now, i, requests, random, draw))
            .ifPresent(next::add);
      }
      return next;
    };
  }

  private static List<Proposal> founded(
      SearchHistory history, InstructionRequests requests, int count, int step) {
    List<Proposal> next = new ArrayList<>();
    SearchHistory.Entry first = history.entry(0);
    for (int i = 0; i < count; i++) {
      String draw = "found " + step + " " + i;
      // There is nothing to paraphrase in an empty prompt: induce one.
      (first.candidate().instruction().isBlank()
              ? requests.induce(Ape.STANDARD.pairs(), draw)
              : requests.paraphrase(first.candidate().instruction(), draw))
          .map(first.candidate()::withInstruction)
          .ifPresent(each -> next.add(Proposal.of(each, 0, "founded")));
    }
    return next;
  }

  private static Optional<Proposal> genetic(
      List<SearchHistory.Entry> now,
      InstructionRequests requests,
      RandomGenerator random,
      String draw) {
    SearchHistory.Entry mother = roulette(now, random);
    SearchHistory.Entry father = roulette(now, random);
    return requests
        .asked(
            new MetaPrompt()
                .section("Parent prompt", mother.candidate().instruction())
                .section("Parent prompt", father.candidate().instruction()),
            "Cross the two parent prompts over into one, then change a part of it to make a better"
                + " prompt."
                + requests.only(),
            draw)
        .map(mother.candidate()::withInstruction)
        .map(each -> Proposal.of(each, mother.id(), "crossed with " + father.id()));
  }

  private static Optional<Proposal> differential(
      SearchHistory history,
      List<SearchHistory.Entry> now,
      int place,
      InstructionRequests requests,
      RandomGenerator random,
      String draw) {
    SearchHistory.Entry current = now.get(place);
    SearchHistory.Entry one = now.get(random.nextInt(now.size()));
    SearchHistory.Entry two = now.get(random.nextInt(now.size()));
    return requests
        .asked(
            new MetaPrompt()
                .section("Parent prompt", one.candidate().instruction())
                .section("Parent prompt", two.candidate().instruction())
                .section("Best prompt", history.best().candidate().instruction())
                .section(MetaPrompt.CURRENT, current.candidate().instruction()),
            "Find where the two parent prompts differ, vary those parts, put them in place of the"
                + " like parts of the best prompt, and cross the result with the current prompt."
                + requests.only(),
            draw)
        .map(current.candidate()::withInstruction)
        .map(
            each -> Proposal.of(each, current.id(), "differs as " + one.id() + " and " + two.id()));
  }

  /** Each founder, or the descendant that took its place: a child does by scoring better. */
  private List<SearchHistory.Entry> lineages(SearchHistory history) {
    List<SearchHistory.Entry> places = new ArrayList<>();
    for (SearchHistory.Entry entry : history.entries()) {
      if (entry.proposal().note().startsWith("differs")) {
        for (int i = 0; i < places.size(); i++) {
          if (places.get(i).id() == entry.proposal().parent()
              && entry.score() > places.get(i).score()) {
            places.set(i, entry);
          }
        }
      } else if (places.size() < population) {
        places.add(entry);
      }
    }
    return places;
  }

  /** An entry with a probability in proportion to its score; uniform where all scores are 0. */
  static SearchHistory.Entry roulette(List<SearchHistory.Entry> entries, RandomGenerator random) {
    double total = entries.stream().mapToDouble(entry -> Math.max(0, entry.score())).sum();
    if (total == 0) {
      return entries.get(random.nextInt(entries.size()));
    }
    double draw = random.nextDouble() * total;
    for (SearchHistory.Entry entry : entries) {
      draw -= Math.max(0, entry.score());
      if (draw < 0) {
        return entry;
      }
    }
    return entries.getLast();
  }
}
