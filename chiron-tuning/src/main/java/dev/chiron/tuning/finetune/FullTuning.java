package dev.chiron.tuning.finetune;

import java.util.List;

/** Tunes every weight on the task's training examples. */
public final class FullTuning extends TaskTuning {
  public FullTuning() {
    super(
        card(
            "full",
            "",
            "Full fine-tuning",
            List.of("predictor", "weights"),
            "Trains all weights on the instruction, the inputs and the answers, with the loss on"
                + " the answers, and keeps the weights that do best on the dev examples. The"
                + " strongest on a small model; a large one needs memory for weights, gradients and"
                + " two moments."),
        new TunedPart.AllWeights(),
        FineTuningConfig.FULL);
  }
}
