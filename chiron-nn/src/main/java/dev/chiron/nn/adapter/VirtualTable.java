package dev.chiron.nn.adapter;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * One row for each virtual token: trained directly, or as what a small network makes of trained
 * embeddings. Only the rows are stored, as PEFT does; the network is for training.
 *
 * @param layers how many linear maps the network has; 0 for none
 * @param activation between them
 */
record VirtualTable(Parameters parameters, int layers, UnaryOperator<Tensor> activation) {
  private static final String ROWS = "prompt_embeddings";
  private static final String EMBEDDING = "embedding.weight";

  /** Rows that are trained themselves, from some values in the caller's scope. */
  static VirtualTable direct(Tensor rows) {
    return stored(Parameters.owning(Map.of(ROWS, rows)).trainAll());
  }

  /** Rows that {@link #shapes} names. */
  static VirtualTable stored(Parameters parameters) {
    return new VirtualTable(parameters, 0, UnaryOperator.identity());
  }

  static Map<String, long[]> shapes(long tokens, long columns) {
    return Map.of(ROWS, new long[] {tokens, columns});
  }

  /**
   * Rows by a network, whose weights begin as PyTorch has them and whose biases begin at zero.
   *
   * @param embeddings [tokens, widths[0]], where training starts, in the caller's scope
   * @param widths of the input, between the maps, and of the output
   */
  static VirtualTable network(
      Tensor embeddings, List<Integer> widths, UnaryOperator<Tensor> activation, Seeds seeds) {
    FreshTensors fresh = new FreshTensors(seeds);
    LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(EMBEDDING, embeddings);
    for (int i = 0; i + 1 < widths.size(); i++) {
      tensors.put(weight(i), fresh.uniform(weight(i), widths.get(i + 1), widths.get(i)));
      tensors.put(bias(i), FreshTensors.filled(0, widths.get(i + 1)));
    }
    return new VirtualTable(Parameters.owning(tensors).trainAll(), widths.size() - 1, activation);
  }

  private static String weight(int layer) {
    return "network." + layer + ".weight";
  }

  private static String bias(int layer) {
    return "network." + layer + ".bias";
  }

  /** The rows: [tokens, columns]. */
  Tensor rows() {
    if (layers == 0) {
      return parameters.get(ROWS);
    }
    Tensor value = parameters.get(EMBEDDING);
    for (int i = 0; i < layers; i++) {
      Tensor before = i == 0 ? value : activation.apply(value);
      value =
          torch.linear(
              before, parameters.get(weight(i)), new TensorOptional(parameters.get(bias(i))));
    }
    return value;
  }

  Weights toStore() {
    return Weights.of(Map.of(ROWS, rows().contiguous()));
  }
}
