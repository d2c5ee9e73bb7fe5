package dev.chiron.prompting.ioes;

import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.method.AdaptationContext;
import dev.chiron.core.method.MethodCard;
import dev.chiron.core.task.Task;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.PromptMethod;
import dev.chiron.prompting.search.Workbench;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Instructions by ProTeGi, then exemplars by mutation from the model's own right answers: the pair
 * that the paper found best (arXiv 2406.15708, 32 evaluations for each, three exemplars). All right
 * answers as exemplars, which cost no search, are compared with them on dev.
 *
 * <p>In the run's directory: {@code best-prompt.json}, the prompt with where its exemplars are from
 * and the training examples that its instruction quotes.
 */
public final class IoEs implements PromptMethod {
  private static final int EXEMPLARS = 3;

  /** What is written of the result. */
  private record BestPrompt(
      PromptCandidate prompt,
      String instructionOptimizer,
      String exemplarOptimizer,
      BudgetSplit budget,
      double evaluations,
      List<Integer> quasiExemplars) {}

  @Override
  public MethodCard card() {
    return new MethodCard(
        "io-es",
        "2406.15708",
        "Optimised instructions with optimised exemplars",
        MODULE,
        List.of("training examples", "a model that can write instructions"),
        List.of("predictor"),
        "Rewrites the instruction by criticism of its failures, then evolves three exemplars from"
            + " the inputs that the model itself answers right, with its own answers. Exemplars"
            + " help weak followers of instructions most; rewriting needs a model that can write.");
  }

  @Override
  public int wishedPasses() {
    return BudgetSplit.STANDARD.instructions() + BudgetSplit.STANDARD.exemplars();
  }

  @Override
  public Map<String, PromptCandidate> found(
      PromptCandidate start, Task task, Workbench bench, int passes, AdaptationContext context) {
    BudgetSplit split = BudgetSplit.STANDARD.scaledTo(passes);
    ExemplarStage exemplars = new ExemplarStage(MutationExemplars.STANDARD, EXEMPLARS, 0, true);
    TwoStageOptimizer.Result result =
        new TwoStageOptimizer(
                ProTeGi.STANDARD, exemplars, split, TwoStageOptimizer.Order.INSTRUCTIONS_FIRST)
            .optimize(start, bench);
    BestPrompt best =
        new BestPrompt(
            result.best(),
            ProTeGi.STANDARD.name(),
            exemplars.optimizer().name(),
            split,
            result.evaluations(),
            QuasiExemplars.in(result.best().instruction(), bench.scorer().examples()));
    AtomicFiles.write(context.run().directory().resolve("best-prompt.json"), Json.pretty(best));
    Map<String, PromptCandidate> found = new LinkedHashMap<>();
    found.put("instruction", result.afterFirst());
    // Costs no evaluation, and helps where the model has room for it and reads it all.
    found.put(
        "instruction and all right answers",
        new ExemplarStage(new AllExemplars(), EXEMPLARS, 0, true)
            .improve(result.afterFirst().showing(List.of()), bench, bench.passes(0)));
    found.put("instruction and exemplars", result.best());
    return found;
  }
}
