package dev.chiron.nn.architecture;

import java.util.List;

/**
 * What is fixed about a model before its weights: sizes and choices, as {@code config.json} has
 * them.
 */
public interface ArchitectureConfig extends NetworkConfig {
  int vocabularySize();

  /** The most positions that the model was made for. */
  int contextLength();

  /** The size of the residual stream. */
  int width();

  int layers();

  /** Heads of keys and values in self-attention. */
  int keyValueHeads();

  /** The size of a head. */
  int headSize();

  /** The ids of the tokens that end a text. */
  List<Integer> endTokens();
}
