package dev.chiron.nn.architecture;

/** What stands on an encoder. */
public enum EncoderHead {
  /** Nothing: it gives vectors. */
  NONE("Model"),
  /** Says which token stood where a mask stands (Devlin et al., 2018, arXiv:1810.04805). */
  MASKED_LM("ForMaskedLM"),
  /** Says which label a text has. */
  CLASSIFICATION("ForSequenceClassification");

  private final String suffix;

  EncoderHead(String suffix) {
    this.suffix = suffix;
  }

  /** The end of the class name that {@code architectures} in {@code config.json} has. */
  String suffix() {
    return suffix;
  }
}
