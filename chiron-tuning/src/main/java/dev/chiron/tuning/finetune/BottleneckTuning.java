package dev.chiron.tuning.finetune;

import dev.chiron.nn.adapter.Bottleneck;
import dev.chiron.nn.adapter.BottleneckConfig;

/** Trains bottleneck adapters on the task's training examples. */
public final class BottleneckTuning extends NamedTuning {
  private static final int SIZE = 32;

  public BottleneckTuning() {
    super(
        adapterCard(
            "bottleneck-adapter",
            "1902.00751",
            "Bottleneck adapters",
            "Freezes the model and trains two small networks in every layer, behind attention and"
                + " behind the feed-forward block. About as good as LoRA; it cannot be merged, and"
                + " PEFT has no layout for it."),
        (_, base, seeds) ->
            Bottleneck.create(base.architecture(), BottleneckConfig.houlsby(SIZE), seeds),
        FineTuningConfig.LORA);
  }
}
