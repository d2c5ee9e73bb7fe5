package dev.chiron.prompting.baseline;

import dev.chiron.core.adaptation.DevSearch;
import dev.chiron.core.method.MethodCard;
import dev.chiron.core.predictor.DemonstrationSelector;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Demonstration;
import java.util.List;

/** Demonstrations whose inputs BM25 finds most like the query. */
public final class Bm25Demonstrations implements Baseline {
  @Override
  public MethodCard card() {
    return Baseline.card(
        "bm25-demonstrations",
        "Demonstrations retrieved by BM25",
        List.of("training examples"),
        "Shows the training examples whose inputs share the most telling words with the input, the"
            + " most similar last; how many is chosen on dev. It pays where like inputs have like"
            + " answers, and costs no more calls than random demonstrations.");
  }

  @Override
  public List<DevSearch.Candidate> candidates(Plain plain, List<Demonstration> pool, Seeds seeds) {
    return Baseline.countsAndModes(
        plain,
        pool,
        (program, count) ->
            program.withDemonstrations(pool, new DemonstrationSelector.Bm25(count)));
  }
}
