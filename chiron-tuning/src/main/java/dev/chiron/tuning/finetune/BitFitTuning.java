package dev.chiron.tuning.finetune;

import dev.chiron.nn.adapter.BitFit;

/** Trains biases only on the task's training examples. */
public final class BitFitTuning extends NamedTuning {
  public BitFitTuning() {
    super(
        adapterCard(
            "bitfit",
            "2106.10199",
            "Tuning of biases (BitFit)",
            "Freezes the model and trains a bias for every linear map, also where the model has"
                + " none. A tenth of a per cent of the weights; competitive on few examples, behind"
                + " LoRA on many."),
        (_, base, _) -> BitFit.create(base.architecture()),
        FineTuningConfig.FACTORS);
  }
}
