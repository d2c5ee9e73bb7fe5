package dev.chiron.prompting.ioes;

import dev.chiron.prompting.search.EvaluationBudget;
import dev.chiron.prompting.search.Exemplar;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.PromptStage;
import dev.chiron.prompting.search.Scored;
import dev.chiron.prompting.search.Screening;
import dev.chiron.prompting.search.SelfGeneratedPool;
import dev.chiron.prompting.search.Workbench;
import java.util.List;
import java.util.Optional;

/**
 * A search for exemplars as a stage: the pool is what the model answers right under the instruction
 * that it is given, whose evaluation is free where an earlier stage has paid for it.
 *
 * @param k the most exemplars; 3 in the paper
 * @param poolSamples tries at temperature 1 for each example that is not answered right greedily; 0
 *     for none
 * @param goldWhenEmpty whether the task's own answers serve when the model is right on nothing;
 *     otherwise that is the user's matter
 */
public record ExemplarStage(
    ExemplarOptimizer optimizer, int k, int poolSamples, boolean goldWhenEmpty)
    implements PromptStage {
  @Override
  public PromptCandidate improve(PromptCandidate start, Workbench bench, EvaluationBudget passes) {
    PromptCandidate plain = PromptCandidate.of(start.instruction());
    Workbench own = bench.part("exemplars");
    Scored scored = bench.scorer().score(plain, passes, Screening.NONE, Optional.empty());
    SelfGeneratedPool pool = SelfGeneratedPool.of(scored);
    if (poolSamples > 0) {
      pool = pool.sampled(poolSamples, own);
    }
    if (pool.exemplars().isEmpty() && goldWhenEmpty) {
      pool = SelfGeneratedPool.gold(plain.instruction(), bench.scorer().examples());
    }
    if (optimizer instanceof NoExemplars) {
      return plain;
    }
    List<Exemplar> exemplars = pool.forInstruction(plain.instruction());
    return optimizer.choose(plain, exemplars, k, own, passes);
  }
}
