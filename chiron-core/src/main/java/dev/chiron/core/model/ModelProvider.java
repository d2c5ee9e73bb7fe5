package dev.chiron.core.model;

import java.util.List;
import java.util.Optional;

/**
 * Opens models by name; found by {@link java.util.ServiceLoader}. A module that brings models (the
 * local engine, the remote services, the test kit) registers one.
 */
public interface ModelProvider {
  /** What names it takes, for help and errors, such as {@code a Hugging Face directory}. */
  String accepts();

  /** Whether a name is one of its own: decided from the name and the file system, at no cost. */
  boolean handles(String name);

  /**
   * Opens the model.
   *
   * @throws dev.chiron.core.error.InputException if what the name points to cannot be used
   */
  LanguageModel open(String name, ModelOptions options);

  /**
   * Opens the model as one that embeds texts; empty if this provider has no such models.
   *
   * @throws dev.chiron.core.error.InputException if what the name points to cannot be used
   */
  default Optional<EmbeddingModel> openEmbedding(String name, ModelOptions options) {
    return Optional.empty();
  }

  /** The names that can be listed, such as shipped models; others may exist. */
  default List<String> names() {
    return List.of();
  }
}
