package dev.chiron.nn.architecture;

import java.util.List;

/**
 * A tensor of a Hugging Face file and the weights that it holds.
 *
 * @param name in the file
 * @param weights their names in the model, of one shape
 * @param packing how they lie in the tensor
 */
public record StoredTensor(String name, List<String> weights, Packing packing) {
  public StoredTensor {
    weights = List.copyOf(weights);
  }

  /** A tensor that is a weight, under the same name. */
  public static StoredTensor plain(String name) {
    return new StoredTensor(name, List.of(name), Packing.PLAIN);
  }
}
