package dev.chiron.prompting.metaprompting;

import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.predictor.Prediction;
import dev.chiron.core.prompt.Prompt;
import java.util.List;

/** The work on one question: asks, is answered, asks again, until there is a prediction. */
interface Session {
  /** A call that is to be made. */
  record Request(LanguageModel model, Prompt prompt, Decoding decoding) {}

  boolean isDone();

  /** What is to be asked now, at least one call; the same until it is answered. */
  List<Request> requests();

  /** The answers to {@link #requests}, in order. */
  void answered(List<Completion> completions);

  /** The result, when it is done. */
  Prediction prediction();
}
