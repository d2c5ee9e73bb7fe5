package dev.chiron.app.command;

import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.Usage;
import java.util.Optional;

/**
 * The models of an adaptation.
 *
 * @param model that is adapted
 * @param proposer that writes instructions, if it is another one
 */
record OpenedModels(LanguageModel model, Optional<LanguageModel> proposer)
    implements AutoCloseable {
  /** What services were really sent. */
  Usage paid() {
    return model.paid().plus(proposer.map(LanguageModel::paid).orElse(Usage.NONE));
  }

  @Override
  public void close() {
    try {
      model.close();
    } finally {
      proposer.ifPresent(LanguageModel::close);
    }
  }
}
