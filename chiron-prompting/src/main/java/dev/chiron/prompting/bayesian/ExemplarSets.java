package dev.chiron.prompting.bayesian;

import dev.chiron.core.random.Seeds;
import dev.chiron.prompting.search.Exemplar;
import dev.chiron.prompting.search.Scored;
import dev.chiron.prompting.search.SelfGeneratedPool;
import dev.chiron.prompting.search.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The exemplar sets that are searched over: none; labelled examples alone; the first right answers
 * of the model; and random sets of random numbers of right answers, each filled up with labelled
 * examples. The right answers are those under the first instruction, for all instructions: they
 * show what the task is, not what an instruction made of it.
 */
final class ExemplarSets {
  private ExemplarSets() {}

  /**
   * The sets.
   *
   * @param plain the first instruction without exemplars, scored on all examples
   * @return all different; the first is empty
   */
  static List<List<Exemplar>> of(Scored plain, BayesianSettings settings, Workbench bench) {
    List<Exemplar> right = SelfGeneratedPool.of(plain).exemplars();
    List<Exemplar> labelled =
        SelfGeneratedPool.gold(plain.candidate().instruction(), bench.scorer().examples())
            .exemplars();
    List<List<Exemplar>> sets = new ArrayList<>();
    sets.add(List.of());
    for (int i = 1; sets.size() < settings.sets() && i < 3 * settings.sets(); i++) {
      RandomGenerator random = bench.seeds().generator("exemplar set " + i);
      List<Exemplar> shown =
          switch (i) {
            case 1 -> List.<Exemplar>of();
            case 2 -> right.subList(0, Math.min(settings.bootstrapped(), right.size()));
            default -> some(right, settings.bootstrapped(), random);
          };
      List<Exemplar> whole = filled(shown, labelled, settings.exemplars(), random);
      if (!sets.contains(whole)) {
        sets.add(whole);
      }
    }
    return List.copyOf(sets);
  }

  /** A random number of them, at least one. */
  private static List<Exemplar> some(List<Exemplar> right, int most, RandomGenerator random) {
    return right.isEmpty() || most == 0
        ? List.of()
        : Seeds.sample(right, 1 + random.nextInt(most), random);
  }

  private static List<Exemplar> filled(
      List<Exemplar> shown, List<Exemplar> labelled, int size, RandomGenerator random) {
    List<Integer> taken = shown.stream().map(Exemplar::index).toList();
    List<Exemplar> free =
        labelled.stream().filter(exemplar -> !taken.contains(exemplar.index())).toList();
    return Stream.concat(shown.stream(), Seeds.sample(free, size - shown.size(), random).stream())
        .toList();
  }
}
