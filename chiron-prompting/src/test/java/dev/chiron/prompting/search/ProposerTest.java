package dev.chiron.prompting.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.adaptation.Adaptation;
import dev.chiron.core.adaptation.AdaptationResult;
import dev.chiron.core.adaptation.AdaptationSettings;
import dev.chiron.core.budget.Budget;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import dev.chiron.core.task.Task;
import dev.chiron.prompting.bayesian.Bayesian;
import dev.chiron.prompting.ioes.IoEs;
import dev.chiron.prompting.pe2.Pe2;
import dev.chiron.prompting.reflective.Reflective;
import dev.chiron.testkit.rules.Rule;
import dev.chiron.testkit.rules.RuleWorld;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProposerTest {
  private static final long CALLS = 500;

  @Test
  void anotherModelWritesTheInstructionsOnTheSameBudget(@TempDir Path directory) {
    for (PromptMethod method : List.of(new IoEs(), new Pe2(), new Reflective(), new Bayesian())) {
      String id = method.card().id();
      Ground ground = new Ground(81);
      AdaptationResult result =
          adapted(ground, method, directory.resolve(id), Optional.of(ground.writer));
      assertThat(ground.requests).as(id).hasSizeGreaterThan(2);
      assertThat(ground.asked).as(id).noneMatch(prompt -> prompt.contains("### Request"));
      assertThat(result.method(id).calls())
          // A question that is asked again is answered from memory, and counts.
          .as(id)
          .isBetween((long) ground.asked.size() + ground.requests.size(), CALLS);
    }
  }

  @Test
  void withoutOneTheModelItselfIsAsked(@TempDir Path directory) {
    Ground ground = new Ground(81);
    adapted(ground, new Reflective(), directory, Optional.empty());
    assertThat(ground.requests).isEmpty();
    assertThat(ground.asked).anyMatch(prompt -> prompt.contains("### Request"));
  }

  private static AdaptationResult adapted(
      Ground ground, PromptMethod method, Path directory, Optional<LanguageModel> proposer) {
    Task task = ground.world.wholeTask("wrong", RuleWorld.instruction(Rule.ALL.get(500)), 163, 40);
    AdaptationSettings settings =
        AdaptationSettings.of(Budget.ofCalls(CALLS), 0, ModelOptions.DEFAULT)
            .withProposer(proposer);
    return new Adaptation(task, ground.reader, List.of(method), settings)
        .run(new Run(directory, InstantSource.system()), Progress.SILENT);
  }
}
