package dev.chiron.nn.architecture;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What is fixed about any model before its weights, as {@code config.json} has it. */
public interface NetworkConfig {
  /** The Hugging Face {@code model_type}, such as {@code bert}. */
  String modelType();

  /** The document that {@code config.json} holds. */
  ObjectNode toJson();
}
