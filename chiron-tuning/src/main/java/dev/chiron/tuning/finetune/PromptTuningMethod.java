package dev.chiron.tuning.finetune;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Task;
import dev.chiron.nn.adapter.Adapter;
import dev.chiron.nn.adapter.PromptTuning;
import dev.chiron.nn.local.LocalLanguageModel;

/** Trains vectors in the place of a prompt's embedded tokens on the task's training examples. */
public final class PromptTuningMethod extends NamedTuning {
  /** The paper's gain flattens beyond 20 (Lester et al., 2021, section 3.2). */
  private static final int TOKENS = 20;

  public PromptTuningMethod() {
    super(
        adapterCard(
            "prompt-tuning",
            "2104.08691",
            "Prompt tuning",
            "Freezes the model and trains 20 vectors that stand before the text like embedded"
                + " tokens, starting from the instruction and the labels. A few kilobytes a task,"
                + " but as good as full tuning only on models of billions of weights. Saved in"
                + " PEFT's layout."),
        PromptTuningMethod::prompt,
        FineTuningConfig.VIRTUAL_TOKENS);
  }

  /**
   * Starts from what the task says of itself, over and over (section 3.2: class labels do best).
   */
  private static Adapter prompt(Task task, LocalLanguageModel base, Seeds seeds) {
    String text = (task.instruction() + " " + String.join(" ", task.labels())).strip();
    int[] ids = text.isEmpty() ? new int[0] : base.tokenizer().encode(text);
    if (ids.length == 0) {
      return PromptTuning.ofVocabulary(base.architecture(), base.weights(), TOKENS, seeds);
    }
    int[] start = new int[TOKENS];
    for (int i = 0; i < TOKENS; i++) {
      start[i] = ids[i % ids.length];
    }
    return PromptTuning.ofText(base.architecture(), base.weights(), start);
  }
}
