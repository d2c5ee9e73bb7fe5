package dev.chiron.code.meaning;

import dev.chiron.core.method.Method;
import dev.chiron.core.method.MethodCard;
import java.util.List;

/** The card of the study of meaning in programs. */
public final class MeaningInPrograms implements Method {
  @Override
  public MethodCard card() {
    return new MethodCard(
        "meaning-in-programs",
        "2305.11169",
        "Meaning in models of program text",
        "chiron-code",
        List.of("a small language with its semantics", "weights"),
        List.of("report"),
        "Says whether a model that learned only the text of programs holds the states that they run"
            + " through, ahead of writing them, and whether it is the model or the probe that works"
            + " them out: the same programs are read under permuted meanings. Works on any language"
            + " given as Semantics.");
  }
}
