package dev.chiron.prompting.baseline;

import dev.chiron.core.adaptation.DevSearch;
import dev.chiron.core.method.MethodCard;
import dev.chiron.core.predictor.DemonstrationSelector;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Demonstration;
import java.util.List;

/** Demonstrations whose inputs have the nearest embeddings. */
public final class EmbeddingDemonstrations implements Baseline {
  @Override
  public MethodCard card() {
    return Baseline.card(
        "embedding-demonstrations",
        "Demonstrations retrieved by embeddings",
        List.of("training examples"),
        "Shows the training examples whose inputs are nearest to the input by the cosine of"
            + " embeddings, the nearest last; how many is chosen on dev. The embedding is the"
            + " offline one, which sees parts of words, so that forms and misspellings meet.");
  }

  @Override
  public List<DevSearch.Candidate> candidates(Plain plain, List<Demonstration> pool, Seeds seeds) {
    return Baseline.countsAndModes(
        plain,
        pool,
        (program, count) ->
            program.withDemonstrations(pool, DemonstrationSelector.Nearest.offline(count)));
  }
}
