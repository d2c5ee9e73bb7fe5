package dev.chiron.code.pragmatic;

import dev.chiron.core.method.Method;
import dev.chiron.core.method.MethodCard;
import java.util.List;

/** The card of programs from examples. */
public final class PragmaticExamples implements Method {
  @Override
  public MethodCard card() {
    return new MethodCard(
        "pragmatic-examples",
        "2311.05740",
        "Programs from examples, as they are meant",
        "chiron-code",
        List.of("examples that match, and better some that do not"),
        List.of("regular expression", "ranked alternatives"),
        "Finds the regular expressions that agree with examples and ranks them by what a person who"
            + " chose these examples means: rational speech acts over a listener and a speaker."
            + " Needs no model; a listener that learned by self-play answers at once.");
  }
}
