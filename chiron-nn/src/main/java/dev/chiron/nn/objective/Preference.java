package dev.chiron.nn.objective;

import dev.chiron.nn.training.TrainingExample;

/**
 * Two answers to a prompt, of which one is preferred; the answers' tokens are the learned ones of
 * the examples.
 */
public record Preference(TrainingExample chosen, TrainingExample rejected) {
  /** Of token ids. */
  public static Preference of(int[] prompt, int[] chosen, int[] rejected) {
    return new Preference(
        TrainingExample.response(prompt, chosen), TrainingExample.response(prompt, rejected));
  }
}
