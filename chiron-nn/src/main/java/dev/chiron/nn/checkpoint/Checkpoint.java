package dev.chiron.nn.checkpoint;

import dev.chiron.core.error.InputException;
import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.architecture.StoredTensor;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.bytedeco.pytorch.Tensor;

/** The weights of a model on disk: {@code model.safetensors}, or shards with an index. */
public final class Checkpoint {
  public static final String SINGLE = "model.safetensors";
  public static final String INDEX = "model.safetensors.index.json";

  private Checkpoint() {}

  /**
   * Reads every tensor of a safetensors file as it is named there.
   *
   * @return float32 on the CPU; the caller closes them
   * @throws InputException if the file is missing or corrupt
   */
  public static Parameters read(Path file) {
    LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
    try (Scope _ = Scope.open();
        SafetensorsFile open = SafetensorsFile.open(file)) {
      open.names().forEach(name -> tensors.put(name, open.read(name)));
      return Parameters.owning(tensors);
    }
  }

  /**
   * Reads the weights of an architecture from a directory. Tensors that the architecture does not
   * have, such as a tied head that is stored once more, are left out. The files of a bare model,
   * whose names lack the {@linkplain Network#baseModule base module}, are read too.
   *
   * @return float32 on the CPU, in the order of the architecture; the caller closes them
   * @throws InputException if a file is missing or corrupt, or a tensor is missing or of another
   *     shape
   */
  public static Parameters read(Path directory, Network network) {
    SequencedMap<String, long[]> shapes = network.shapes();
    LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
    try (Scope scope = Scope.open();
        Shards shards = Shards.open(directory, network.baseModule())) {
      for (StoredTensor stored : network.stored()) {
        try (Scope _ = Scope.open()) {
          List<String> names = stored.weights();
          long[] shape = stored.packing().storedShape(shape(shapes, names.getFirst()));
          List<Tensor> weights =
              stored
                  .packing()
                  .unpack(shards.read(stored.name(), network.alternatives(stored.name()), shape));
          for (int i = 0; i < names.size(); i++) {
            tensors.put(names.get(i), scope.keep(weights.get(i)));
          }
        }
      }
      LinkedHashMap<String, Tensor> ordered = new LinkedHashMap<>();
      shapes.keySet().forEach(name -> ordered.put(name, tensors.get(name)));
      return Parameters.owning(ordered);
    }
  }

  private static long[] shape(SequencedMap<String, long[]> shapes, String name) {
    long[] shape = shapes.get(name);
    if (shape == null) {
      throw new IllegalArgumentException("the architecture has no weight '" + name + "'");
    }
    return shape;
  }

  /**
   * The tensors of an architecture's files, made of its weights when they are asked for.
   *
   * @param weights of the architecture
   */
  public static Weights files(Network network, Weights weights) {
    LinkedHashMap<String, StoredTensor> stored = new LinkedHashMap<>();
    network.stored().forEach(each -> stored.put(each.name(), each));
    return new Weights() {
      @Override
      public Tensor get(String name) {
        StoredTensor tensor = stored.get(name);
        if (tensor == null) {
          throw new IllegalArgumentException("there is no stored tensor named '" + name + "'");
        }
        return tensor.packing().pack(tensor.weights().stream().map(weights::get).toList());
      }

      @Override
      public SequencedSet<String> names() {
        return Collections.unmodifiableSequencedSet(stored.sequencedKeySet());
      }
    };
  }

  /**
   * Writes the weights of an architecture under the names and in the layout of its files.
   *
   * @param type F32, BF16 or F16
   */
  public static void write(Path file, Network network, Weights weights, ElementType type) {
    SafetensorsWriter.write(file, files(network, weights), type, Map.of("format", "pt"));
  }
}
