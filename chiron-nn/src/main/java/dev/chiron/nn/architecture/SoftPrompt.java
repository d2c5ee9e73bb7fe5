package dev.chiron.nn.architecture;

import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** The soft prompt of interventions in front of each row of a bidirectional model. */
final class SoftPrompt {
  private SoftPrompt() {}

  /** How many vectors it has; 0 without one. */
  static long length(Interventions interventions) {
    return interventions.prompt().map(prompt -> prompt.size(0)).orElse(0L);
  }

  /** [batch, time, width] to [batch, prompt + time, width]. */
  static Tensor before(Tensor rows, Interventions interventions) {
    return interventions
        .prompt()
        .map(
            prompt ->
                Tensors.concatenate(
                    List.of(
                        prompt.unsqueeze(0).expand(rows.size(0), prompt.size(0), prompt.size(1)),
                        rows),
                    1))
        .orElse(rows);
  }

  /** The rows without what stood for the prompt. */
  static Tensor without(Tensor rows, Interventions interventions) {
    long length = length(interventions);
    return length == 0 ? rows : rows.narrow(1, length, rows.size(1) - length);
  }
}
