package dev.chiron.tuning.finetune;

import dev.chiron.nn.adapter.Ia3;

/** Trains factors of keys, values and inner activations on the task's training examples. */
public final class Ia3Tuning extends NamedTuning {
  public Ia3Tuning() {
    super(
        adapterCard(
            "ia3",
            "2205.05638",
            "Learned factors on activations (IA)³",
            "Freezes the model and trains one factor for each dimension of the keys, the values and"
                + " the inner activations. The smallest adapter, for many tasks beside one model; it"
                + " merges into the weights. Saved in PEFT's layout."),
        (_, base, _) -> Ia3.create(base.architecture()),
        FineTuningConfig.FACTORS);
  }
}
