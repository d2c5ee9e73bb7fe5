package dev.chiron.prompting.ioes;

import dev.chiron.core.model.Decoding;
import dev.chiron.core.random.Seeds;
import dev.chiron.prompting.search.InstructionRequests;
import dev.chiron.prompting.search.MetaPrompt;
import dev.chiron.prompting.search.PromptProposer;
import dev.chiron.prompting.search.Proposal;
import dev.chiron.prompting.search.SearchHistory;
import dev.chiron.prompting.search.Workbench;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * PromptBreeder (Fernando et al. 2023, arXiv 2309.16797): prompts breed beside the instructions by
 * which they are mutated. In a binary tournament the loser's place is taken by a mutant of the
 * winner; half of the time the winner's mutation instruction is mutated first.
 *
 * @param population of pairs of prompt and mutation instruction
 * @param hyperMutation the probability that the mutation instruction is mutated too
 */
public record PromptBreeder(int population, double hyperMutation) implements InstructionOptimizer {
  public static final PromptBreeder STANDARD = new PromptBreeder(10, 0.5);

  private static final int TOKENS = 120;

  private static final List<String> MUTATIONS =
      List.of(
          "Say the same more exactly.",
          "Add what a beginner would have to be told.",
          "Say it in fewer words.",
          "Name the cases and what to answer in each.",
          "Change one thing that may be wrong.");

  @Override
  public String name() {
    return "promptbreeder";
  }

  @Override
  public PromptProposer proposer(Workbench bench, int passes) {
    Map<Integer, String> mutations = new HashMap<>();
    Map<String, String> pending = new HashMap<>();
    return (history, room) -> {
      for (SearchHistory.Entry entry : history.entries()) {
        mutations.computeIfAbsent(
            entry.id(),
            id ->
                pending.getOrDefault(
                    entry.candidate().key(), MUTATIONS.get(id % MUTATIONS.size())));
      }
      InstructionRequests requests =
          new InstructionRequests(bench, history.entry(0).candidate().instruction());
      int step = history.entries().getLast().step() + 1;
      List<SearchHistory.Entry> winners =
          history.entries().size() < Math.min(population, passes)
              ? founders(history, room)
              : tournaments(history, bench, step, room);
      List<Proposal> next = new ArrayList<>();
      for (int i = 0; i < winners.size(); i++) {
        SearchHistory.Entry winner = winners.get(i);
        String draw = "step " + step + " mutant " + i;
        RandomGenerator random = bench.seeds().generator(draw);
        String old = mutations.getOrDefault(winner.id(), MUTATIONS.getFirst());
        String mutation = random.nextDouble() < hyperMutation ? mutated(bench, old, draw) : old;
        requests
            .asked(
                new MetaPrompt()
                    .section("Mutation instruction", mutation)
                    .section(MetaPrompt.CURRENT, winner.candidate().instruction())
                    .pairs(requests.sample(Ape.STANDARD.pairs(), draw)),
                "Change the current prompt as the mutation instruction says." + requests.only(),
                draw)
            .map(winner.candidate()::withInstruction)
            .ifPresent(
                each -> {
                  pending.put(each.key(), mutation);
                  next.add(Proposal.of(each, winner.id(), mutation));
                });
      }
      return next;
    };
  }

  private List<SearchHistory.Entry> founders(SearchHistory history, int room) {
    List<SearchHistory.Entry> first = new ArrayList<>();
    for (int i = 0; i < Math.min(room, population - 1); i++) {
      first.add(history.entry(0));
    }
    return first;
  }

  /** The winners of one round in which everyone of the population meets one other. */
  private List<SearchHistory.Entry> tournaments(
      SearchHistory history, Workbench bench, int step, int room) {
    List<SearchHistory.Entry> living =
        Seeds.shuffled(survivors(history), bench.seeds().generator("tournament " + step));
    List<SearchHistory.Entry> winners = new ArrayList<>();
    for (int i = 0; i + 1 < living.size() && winners.size() < room; i += 2) {
      SearchHistory.Entry one = living.get(i);
      SearchHistory.Entry two = living.get(i + 1);
      winners.add(two.score() > one.score() ? two : one);
    }
    return winners;
  }

  /** As many as the population holds: a child is in the place of the worst that lived then. */
  private List<SearchHistory.Entry> survivors(SearchHistory history) {
    List<SearchHistory.Entry> living = new ArrayList<>();
    for (SearchHistory.Entry entry : history.entries()) {
      if (living.size() == population) {
        living.remove(
            living.stream()
                .min(java.util.Comparator.comparingDouble(SearchHistory.Entry::score))
                .orElseThrow());
      }
      living.add(entry);
    }
    return living;
  }

  private static String mutated(Workbench bench, String mutation, String draw) {
    String text =
        new MetaPrompt()
            .section("Mutation instruction", mutation)
            .section(MetaPrompt.REQUEST, "Write a better mutation instruction, in one sentence.")
            .text();
    Decoding decoding = Decoding.sampled(TOKENS, 1, bench.seeds().derive("hyper " + draw));
    return MetaPrompt.clean(bench.proposals().ask(text, decoding)).orElse(mutation);
  }
}
