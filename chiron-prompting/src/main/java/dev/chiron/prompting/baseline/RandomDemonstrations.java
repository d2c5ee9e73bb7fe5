package dev.chiron.prompting.baseline;

import dev.chiron.core.adaptation.DevSearch;
import dev.chiron.core.method.MethodCard;
import dev.chiron.core.predictor.DemonstrationSelector;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Demonstration;
import java.util.List;

/** Demonstrations drawn at random for each input. */
public final class RandomDemonstrations implements Baseline {
  @Override
  public MethodCard card() {
    return Baseline.card(
        "random-demonstrations",
        "Random demonstrations for each input",
        List.of("training examples"),
        "Shows a random sample of the training examples with each input; how many is chosen on dev."
            + " What it gains over the plain prompt is what showing examples gains at all; what"
            + " searched or retrieved demonstrations gain over it is what choosing them gains.");
  }

  @Override
  public List<DevSearch.Candidate> candidates(Plain plain, List<Demonstration> pool, Seeds seeds) {
    long seed = seeds.derive("samples");
    return Baseline.countsAndModes(
        plain,
        pool,
        (program, count) ->
            program.withDemonstrations(pool, new DemonstrationSelector.Random(count, seed)));
  }
}
