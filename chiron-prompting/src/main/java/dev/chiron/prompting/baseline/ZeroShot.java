package dev.chiron.prompting.baseline;

import dev.chiron.core.adaptation.DevSearch;
import dev.chiron.core.method.MethodCard;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Demonstration;
import dev.chiron.core.task.Task;
import java.util.List;
import java.util.Optional;

/** The plain prompt: the task's instruction and the input. */
public final class ZeroShot implements Baseline {
  @Override
  public MethodCard card() {
    return Baseline.card(
        "zero-shot",
        "The plain prompt without demonstrations",
        List.of("an instruction"),
        "Shows the model the instruction and the input. It is what every other method is compared"
            + " with; for labels, the way to take the answer is chosen on dev as for the others.");
  }

  @Override
  public Optional<String> unsuitable(Task task, LanguageModel model) {
    return Optional.empty();
  }

  @Override
  public List<DevSearch.Candidate> candidates(Plain plain, List<Demonstration> pool, Seeds seeds) {
    return plain.modes().stream()
        .map(mode -> new DevSearch.Candidate(Baseline.name(mode), plain.program(mode)))
        .toList();
  }
}
