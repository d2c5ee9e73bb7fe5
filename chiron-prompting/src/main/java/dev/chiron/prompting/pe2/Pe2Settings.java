package dev.chiron.prompting.pe2;

import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The choices of a PE2 search. Defaults are those of section 4 of the paper: three steps, four
 * parents, four proposals for each, batches of two, at most 50 words.
 *
 * @param steps T
 * @param parents n, the best of all candidates so far
 * @param proposals m for each parent
 * @param batch examples that a proposal is made from
 * @param maxWords of a proposal
 * @param stepSize words that a proposal may change; no limit if empty
 * @param momentum whether proposals see what was changed before and with what effect
 * @param backtracking whether parents may come from earlier steps
 * @param hardNegatives whether batches are failures of the parent; else random examples
 * @param components parts of the meta-prompt that are in
 */
public record Pe2Settings(
    int steps,
    int parents,
    int proposals,
    int batch,
    int maxWords,
    OptionalInt stepSize,
    boolean momentum,
    boolean backtracking,
    boolean hardNegatives,
    Set<Component> components) {
  public static final Pe2Settings STANDARD =
      new Pe2Settings(
          3,
          4,
          4,
          2,
          50,
          OptionalInt.empty(),
          false,
          true,
          true,
          EnumSet.of(Component.TWO_STEP, Component.CONTEXT, Component.REASONING));

  public Pe2Settings {
    components = Set.copyOf(components);
    if (steps < 1 || parents < 1 || proposals < 1 || batch < 1 || maxWords < 1) {
      throw new IllegalArgumentException("steps, parents, proposals, batch and words are positive");
    }
  }

  public Pe2Settings withBatch(int other) {
    return new Pe2Settings(
        steps,
        parents,
        proposals,
        other,
        maxWords,
        stepSize,
        momentum,
        backtracking,
        hardNegatives,
        components);
  }

  public Pe2Settings withMaxWords(int other) {
    return new Pe2Settings(
        steps,
        parents,
        proposals,
        batch,
        other,
        stepSize,
        momentum,
        backtracking,
        hardNegatives,
        components);
  }

  public Pe2Settings withStepSize(int words) {
    return new Pe2Settings(
        steps,
        parents,
        proposals,
        batch,
        maxWords,
        OptionalInt.of(words),
        momentum,
        backtracking,
        hardNegatives,
        components);
  }

  public Pe2Settings withMomentum(boolean on) {
    return new Pe2Settings(
        steps,
        parents,
        proposals,
        batch,
        maxWords,
        stepSize,
        on,
        backtracking,
        hardNegatives,
        components);
  }

  public Pe2Settings withSampling(boolean backtrackingOn, boolean hardNegativesOn) {
    return new Pe2Settings(
        steps,
        parents,
        proposals,
        batch,
        maxWords,
        stepSize,
        momentum,
        backtrackingOn,
        hardNegativesOn,
        components);
  }

  /** Without one part of the meta-prompt. */
  public Pe2Settings without(Component component) {
    EnumSet<Component> rest = EnumSet.copyOf(components);
    rest.remove(component);
    return new Pe2Settings(
        steps,
        parents,
        proposals,
        batch,
        maxWords,
        stepSize,
        momentum,
        backtracking,
        hardNegatives,
        rest);
  }

  /** Candidates scored at most, from one first prompt: 1 + m · Σ min(n, candidates so far). */
  public int mostCandidates() {
    int candidates = 1;
    for (int step = 0; step < steps; step++) {
      candidates += proposals * Math.min(parents, candidates);
    }
    return candidates;
  }
}
