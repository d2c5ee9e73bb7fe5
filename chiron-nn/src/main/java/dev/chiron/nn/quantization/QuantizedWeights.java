package dev.chiron.nn.quantization;

import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;

/**
 * Frozen weights whose matrices are kept in few bits and made whole each time they are asked for,
 * in the caller's scope: the base that QLoRA (Dettmers et al., 2023, arXiv:2305.14314) trains an
 * adapter beside. The linear maps of the layers are quantised; embeddings, the head, norms and
 * biases are few or touchy and stay as they are.
 *
 * <pre>{@code
 * QuantizedWeights base = QuantizedWeights.of(decoder, weights, Quantization.NF4);
 * Lora lora = Lora.create(decoder, LoraConfig.ofRank(8), seeds);
 * decoder.forward(base, input, Interventions.of(lora));
 * }</pre>
 */
public final class QuantizedWeights implements Weights, AutoCloseable {
  private final Map<String, Quantized> matrices;
  private final Parameters rest;
  private final SequencedSet<String> names;

  private QuantizedWeights(
      Map<String, Quantized> matrices, Parameters rest, SequencedSet<String> names) {
    this.matrices = matrices;
    this.rest = rest;
    this.names = names;
  }

  /** Copies of weights, on the device where they are; the caller closes them. */
  public static QuantizedWeights of(Network network, Weights weights, Quantization quantization) {
    SequencedSet<String> chosen =
        network.linearSites().entrySet().stream()
            .filter(entry -> entry.getKey().layer() != Site.OUTSIDE)
            .map(Map.Entry::getValue)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    LinkedHashMap<String, Quantized> matrices = new LinkedHashMap<>();
    LinkedHashMap<String, Tensor> rest = new LinkedHashMap<>();
    for (String name : weights.names()) {
      if (chosen.contains(name)) {
        matrices.put(name, quantization.quantize(weights.get(name)));
      } else {
        rest.put(name, weights.get(name));
      }
    }
    return new QuantizedWeights(
        matrices,
        Parameters.copyOf(Weights.of(rest)),
        Collections.unmodifiableSequencedSet(new LinkedHashSet<>(weights.names())));
  }

  @Override
  public Tensor get(String name) {
    Quantized matrix = matrices.get(name);
    if (matrix == null) {
      return rest.get(name);
    }
    try (var _ = Torch.noGradient()) {
      return matrix.dequantized();
    }
  }

  @Override
  public SequencedSet<String> names() {
    return names;
  }

  @Override
  public boolean has(String name) {
    return names.contains(name);
  }

  /** Bytes of all tensors. */
  public long bytes() {
    return matrices.values().stream().mapToLong(Quantized::bytes).sum()
        + rest.toMap().values().stream().mapToLong(Tensor::nbytes).sum();
  }

  @Override
  public void close() {
    matrices.values().forEach(Quantized::close);
    rest.close();
  }
}
