package dev.chiron.tuning.finetune;

import dev.chiron.nn.adapter.PrefixConfig;
import dev.chiron.nn.adapter.PrefixTuning;

/** Trains keys and values of virtual tokens in every layer on the task's training examples. */
public final class PrefixTuningMethod extends NamedTuning {
  /** P-tuning v2 does best with short prefixes on simple tasks (Liu et al., 2022, section 4.3). */
  private static final int TOKENS = 16;

  public PrefixTuningMethod() {
    super(
        adapterCard(
            "prefix-tuning",
            "2101.00190",
            "Prefix tuning (P-tuning v2)",
            "Freezes the model and trains the keys and values of 16 virtual tokens, which every"
                + " layer's attention sees before the text. Wants more steps than LoRA, and takes"
                + " some room of the context. Saved in PEFT's layout."),
        (_, base, seeds) ->
            PrefixTuning.create(base.architecture(), PrefixConfig.of(TOKENS), seeds),
        FineTuningConfig.VIRTUAL_TOKENS);
  }
}
