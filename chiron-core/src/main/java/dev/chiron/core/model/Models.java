package dev.chiron.core.model;

import dev.chiron.core.error.InputException;
import java.util.List;
import java.util.ServiceLoader;

/** The door to every model: opens one by name through the providers on the class path. */
public final class Models {
  private Models() {}

  public static List<ModelProvider> providers() {
    return ServiceLoader.load(ModelProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /**
   * Opens a model.
   *
   * @throws InputException if no provider knows the name
   */
  public static LanguageModel open(String name, ModelOptions options) {
    List<ModelProvider> providers = providers();
    for (ModelProvider provider : providers) {
      if (provider.handles(name)) {
        return provider.open(name, options);
      }
    }
    throw unknown(name, providers);
  }

  /**
   * Opens a model that embeds texts.
   *
   * @throws InputException if no provider knows the name, or its provider has no such models
   */
  public static EmbeddingModel openEmbedding(String name, ModelOptions options) {
    List<ModelProvider> providers = providers();
    for (ModelProvider provider : providers) {
      if (provider.handles(name)) {
        return provider
            .openEmbedding(name, options)
            .orElseThrow(() -> new InputException("model '" + name + "' gives no embeddings"));
      }
    }
    throw unknown(name, providers);
  }

  private static InputException unknown(String name, List<ModelProvider> providers) {
    List<String> known = providers.stream().flatMap(p -> p.names().stream()).toList();
    return new InputException(
        "unknown model '"
            + name
            + "': give one of "
            + known
            + ", or "
            + String.join(", or ", providers.stream().map(ModelProvider::accepts).toList()));
  }
}
