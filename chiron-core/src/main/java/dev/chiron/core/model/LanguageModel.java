package dev.chiron.core.model;

import dev.chiron.core.prompt.Prompt;
import java.util.List;
import java.util.Optional;

/** Anything that answers prompts: local weights, or a remote service. */
public interface LanguageModel extends AutoCloseable {
  ModelInfo info();

  /**
   * Answers every prompt; the order of the answers is the order of the prompts.
   *
   * @throws dev.chiron.core.error.ModelException if the model cannot answer
   */
  List<Completion> generate(List<Prompt> prompts, Decoding decoding);

  default Completion generate(Prompt prompt, Decoding decoding) {
    return generate(List.of(prompt), decoding).getFirst();
  }

  /** Tokens of a text: exact for local models, an upper estimate where the tokenizer is unknown. */
  default int countTokens(String text) {
    return TokenEstimate.of(text);
  }

  /**
   * This model as something more specific, such as one whose weights can be trained; a decorator
   * asks what it decorates, so a caller sees through meters and caches.
   */
  default <T> Optional<T> as(Class<T> type) {
    return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
  }

  /**
   * What a service was really sent since this model was opened: every attempt counts, a retried one
   * too, an answer from a cache does not. Nothing for a model that asks no service.
   */
  default Usage paid() {
    return Usage.NONE;
  }

  @Override
  default void close() {}
}
