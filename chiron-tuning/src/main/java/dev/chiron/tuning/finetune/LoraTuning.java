package dev.chiron.tuning.finetune;

import dev.chiron.nn.adapter.Lora;
import dev.chiron.nn.adapter.LoraConfig;

/** Trains a low-rank adapter on the task's training examples. */
public final class LoraTuning extends TaskTuning {
  private static final int RANK = 16;

  public LoraTuning() {
    super(
        adapterCard(
            "lora",
            "2106.09685",
            "Low-rank adaptation (LoRA)",
            "Freezes the model and trains an update of rank 16 beside every projection, with the"
                + " loss on the answers; keeps the adapter that does best on the dev examples. The"
                + " adapter is a few per cent of the model's size and is saved in PEFT's layout."),
        rank(RANK),
        FineTuningConfig.LORA);
  }

  /** A LoRA on every projection. */
  static TunedPart rank(int rank) {
    return new TunedPart.Beside(
        "lora",
        (_, base, seeds) -> Lora.create(base.architecture(), LoraConfig.ofRank(rank), seeds));
  }
}
