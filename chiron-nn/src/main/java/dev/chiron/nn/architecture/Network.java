package dev.chiron.nn.architecture;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.weights.Parameters;
import java.util.List;
import java.util.SequencedMap;

/**
 * What every model without its weights has, whatever its forward pass takes and gives: the names
 * and shapes of its weights, and the sites of its linear maps.
 */
public interface Network {
  NetworkConfig config();

  /**
   * The shape of every weight by its Hugging Face name, in the order of the forward pass. A linear
   * map has a matrix [out, in] of its own, also where {@link #stored} files join or transpose it.
   */
  SequencedMap<String, long[]> shapes();

  /** The sites of the linear maps, in the order of the pass, each with the name of its matrix. */
  SequencedMap<Site, String> linearSites();

  /** The tensors of its files, which hold every weight once. */
  default List<StoredTensor> stored() {
    return shapes().keySet().stream().map(StoredTensor::plain).toList();
  }

  /**
   * The module that the files of a bare model, without a head, leave out of every name, with its
   * dot; empty if there is none.
   */
  default String baseModule() {
    return "";
  }

  /**
   * Other names that files may have for a tensor that they lack, such as those of an earlier layout
   * or of a tensor that is shared.
   *
   * @param stored the name of a {@link #stored} tensor
   */
  default List<String> alternatives(String stored) {
    return List.of();
  }

  /** Fresh weights on the CPU, float32; the caller closes them. */
  Parameters initialize(Seeds seeds);
}
