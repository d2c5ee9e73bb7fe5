package dev.chiron.prompting.baseline;

import dev.chiron.core.adaptation.DevSearch;
import dev.chiron.core.method.MethodCard;
import dev.chiron.core.predictor.AnswerMode;
import dev.chiron.core.predictor.DemonstrationSelector;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Demonstration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Random search over sets of demonstrations that every input is shown. */
public final class RandomSearch implements Baseline {
  /** About what the methods that choose a number of demonstrations try. */
  private static final int SETS = 16;

  @Override
  public MethodCard card() {
    return Baseline.card(
        "random-search",
        "Random search over sets of demonstrations",
        List.of("training examples"),
        "Draws "
            + SETS
            + " sets of training examples of several sizes and finds the best on dev by successive"
            + " halving: all on a few examples, the better half on twice as many, and so on. The"
            + " prompt is the same for every input, which suits services that cache it.");
  }

  @Override
  public List<DevSearch.Candidate> candidates(Plain plain, List<Demonstration> pool, Seeds seeds) {
    List<Integer> counts = plain.counts(pool);
    List<DevSearch.Candidate> candidates = new ArrayList<>();
    for (int set = 0; set < SETS; set++) {
      RandomGenerator random = seeds.generator("set " + set);
      int count = counts.get(random.nextInt(counts.size()));
      AnswerMode mode = plain.modes().get(set % plain.modes().size());
      List<Demonstration> shown = Seeds.sample(pool, count, random);
      candidates.add(
          new DevSearch.Candidate(
              "set " + set + " of " + count + ", " + Baseline.name(mode),
              plain.program(mode).withDemonstrations(shown, new DemonstrationSelector.Fixed())));
    }
    return candidates;
  }
}
