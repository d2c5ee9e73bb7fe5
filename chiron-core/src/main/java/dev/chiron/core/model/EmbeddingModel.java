package dev.chiron.core.model;

import java.util.List;

/** Maps texts to vectors whose cosine says how alike the texts are. */
public interface EmbeddingModel extends AutoCloseable {
  /** The name that opens it again. */
  String name();

  /** One vector a text, all of one length, of unit length unless the text is empty. */
  float[][] embed(List<String> texts);

  @Override
  default void close() {}
}
