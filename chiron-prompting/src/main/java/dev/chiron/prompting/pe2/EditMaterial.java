package dev.chiron.prompting.pe2;

import dev.chiron.core.evaluation.Evaluated;
import dev.chiron.prompting.search.SearchHistory;
import java.util.List;

/**
 * What a proposal is made from.
 *
 * @param parent the prompt to revise
 * @param batch examples with what the parent made of them
 * @param layout how prompt and input are joined, with placeholders
 * @param history all candidates so far, for momentum
 * @param draw names the randomness of this proposal
 */
public record EditMaterial(
    SearchHistory.Entry parent,
    List<Evaluated> batch,
    String layout,
    SearchHistory history,
    String draw) {
  public EditMaterial {
    batch = List.copyOf(batch);
  }

  /** The prompt to revise. */
  public String prompt() {
    return parent.candidate().instruction();
  }
}
