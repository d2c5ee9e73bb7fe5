package dev.chiron.prompting.metaprompting;

import dev.chiron.core.model.LanguageModel;
import java.util.function.UnaryOperator;

/** Who answers for an expert's name. */
public sealed interface Expert {
  /** A model, which is told the name and the instruction. */
  record Model(LanguageModel model) implements Expert {}

  /** A function of this program, which is given the instruction; it costs no call. */
  record Function(UnaryOperator<String> answer) implements Expert {}
}
