package dev.chiron.nn.architecture;

import java.util.Arrays;
import java.util.Optional;

/** Encoders that differ in names, in how positions are counted, and in their heads. */
public enum EncoderFamily {
  /** Devlin et al., 2018, arXiv:1810.04805. */
  BERT("bert", "Bert", "bert."),
  /** Liu et al., 2019, arXiv:1907.11692. */
  ROBERTA("roberta", "Roberta", "roberta."),
  /** RoBERTa in 100 languages (Conneau et al., 2019, arXiv:1911.02116). */
  XLM_ROBERTA("xlm-roberta", "XLMRoberta", "roberta.");

  private final String modelType;
  private final String className;
  private final String prefix;

  EncoderFamily(String modelType, String className, String prefix) {
    this.modelType = modelType;
    this.className = className;
    this.prefix = prefix;
  }

  public String modelType() {
    return modelType;
  }

  /** The start of the class name that {@code architectures} in {@code config.json} has. */
  String className() {
    return className;
  }

  /** The module of the encoder below its head, with its dot. */
  String prefix() {
    return prefix;
  }

  /** Whether positions are counted from the padding token's id + 1, as in fairseq. */
  boolean positionsFollowPadding() {
    return this != BERT;
  }

  static Optional<EncoderFamily> of(String modelType) {
    return Arrays.stream(values()).filter(each -> each.modelType.equals(modelType)).findFirst();
  }

  StackLayer.Names layer(int index) {
    String layer = prefix + "encoder.layer." + index + ".";
    String self = layer + "attention.self.";
    return new StackLayer.Names(
        new Attention.Names(
            self + "query", self + "key", self + "value", layer + "attention.output.dense"),
        layer + "attention.output.LayerNorm",
        new FeedForward.Names("", layer + "intermediate.dense", layer + "output.dense"),
        layer + "output.LayerNorm");
  }
}
