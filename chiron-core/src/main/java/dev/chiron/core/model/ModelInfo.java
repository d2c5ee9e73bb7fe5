package dev.chiron.core.model;

import java.util.Set;

/**
 * What is known about a model.
 *
 * @param name the name that opens it again through {@link Models}
 * @param contextLength tokens of prompt and completion together; 0 if unknown
 * @param concurrency how many requests it serves well at once, at least 1
 * @param price what its tokens cost
 */
public record ModelInfo(
    String name, int contextLength, int concurrency, Set<Capability> capabilities, Price price) {
  public ModelInfo {
    capabilities = Set.copyOf(capabilities);
  }

  public boolean can(Capability capability) {
    return capabilities.contains(capability);
  }
}
