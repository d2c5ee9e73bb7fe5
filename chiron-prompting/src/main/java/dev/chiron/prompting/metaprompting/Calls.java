package dev.chiron.prompting.metaprompting;

import dev.chiron.core.model.Capability;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.LanguageModel;
import java.util.List;

/**
 * How a model is asked: temperature 0.1, top-p 0.95, at most 1024 tokens, for conductor and experts
 * alike (section 4.2).
 */
final class Calls {
  private static final double TEMPERATURE = 0.1;
  private static final double TOP_P = 0.95;
  private static final int MOST_TOKENS = 1024;

  /** Of a small context a reply gets an eighth, so that several rounds fit. */
  private static final int PARTS = 8;

  private Calls() {}

  static Decoding decoding(LanguageModel model, long seed) {
    // A model that only continues text would go on with the next turn of the other side.
    List<String> stops =
        model.info().can(Capability.CHAT) ? List.of() : List.of("\n\nUser:", "\n\nAssistant:");
    return new Decoding(mostTokens(model), TEMPERATURE, 0, TOP_P, stops, seed);
  }

  static int mostTokens(LanguageModel model) {
    int context = model.info().contextLength();
    return context == 0 ? MOST_TOKENS : Math.clamp(context / PARTS, 1, MOST_TOKENS);
  }

  /** Tokens that a prompt may have; without a limit where the context is unknown. */
  static int room(LanguageModel model) {
    int context = model.info().contextLength();
    return context == 0 ? Integer.MAX_VALUE : context - mostTokens(model);
  }
}
