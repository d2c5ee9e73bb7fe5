package dev.chiron.testkit;

import dev.chiron.core.model.Decoding;
import dev.chiron.core.prompt.Prompt;

/** What a simulated model says. The same prompt and decoding give the same text. */
@FunctionalInterface
public interface Responder {
  /** The text before stops and the token limit are applied. */
  String respond(Prompt prompt, Decoding decoding);
}
