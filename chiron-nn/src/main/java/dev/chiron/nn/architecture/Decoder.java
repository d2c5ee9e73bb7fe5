package dev.chiron.nn.architecture;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.KeyValues;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A causal decoder as its {@link DecoderConfig} describes it. Weights have their Hugging Face names
 * ({@code model.layers.0.self_attn.q_proj.weight}, …).
 *
 * <pre>{@code
 * Decoder decoder = new Decoder(DecoderConfig.llama(100, 32, 2, 4));
 * Parameters weights = decoder.initialize(new Seeds(1));
 * Tensor logits = decoder.forward(weights, TokenInput.of(new int[][] {{1, 2, 3}}));
 * }</pre>
 */
public final class Decoder implements Architecture {
  private static final String EMBEDDING = "model.embed_tokens.weight";
  private static final String HEAD = "lm_head";

  private final DecoderConfig config;
  private final List<DecoderLayer> layers;
  private final Norm finalNorm;
  private final Projection head;
  private final RotaryTable rotary;

  public Decoder(DecoderConfig config) {
    this.config = config;
    this.layers = new ArrayList<>();
    for (int i = 0; i < config.layers(); i++) {
      layers.add(new DecoderLayer(i, config));
    }
    this.finalNorm = new Norm("model.norm.weight", config.width(), config.normEpsilon());
    String headWeight = config.tiedHead() ? EMBEDDING : HEAD + ".weight";
    this.head =
        new Projection(
            Site.HEAD, headWeight, HEAD + ".bias", config.width(), config.vocabularySize(), false);
    this.rotary = new RotaryTable(config.headSize(), config.rotaryBase(), config.contextLength());
  }

  @Override
  public DecoderConfig config() {
    return config;
  }

  @Override
  public SequencedMap<String, long[]> shapes() {
    LinkedHashMap<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(EMBEDDING, new long[] {config.vocabularySize(), config.width()});
    layers.forEach(layer -> layer.addShapes(shapes));
    finalNorm.addShapes(shapes);
    if (!config.tiedHead()) {
      head.addShapes(shapes);
    }
    return shapes;
  }

  /**
   * Fresh weights: matrices from a normal distribution of the configured deviation, those that
   * write to the residual stream scaled by 1/sqrt(2 layers) (Radford et al., 2019), norms 1, biases
   * 0. Each weight has its own random stream.
   */
  @Override
  public Parameters initialize(Seeds seeds) {
    LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
    try (Scope _ = Scope.open()) {
      shapes()
          .forEach(
              (name, shape) -> tensors.put(name, Tensors.floats(fresh(name, shape, seeds), shape)));
      return Parameters.owning(tensors);
    }
  }

  private float[] fresh(String name, long[] shape, Seeds seeds) {
    long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    float[] values = new float[Math.toIntExact(count)];
    if (shape.length == 1) {
      Arrays.fill(values, name.endsWith(".bias") ? 0 : 1);
      return values;
    }
    boolean residual = layers.stream().anyMatch(layer -> layer.writesToResidual(name));
    double deviation =
        config.initialDeviation() / (residual ? Math.sqrt(2.0 * config.layers()) : 1);
    RandomGenerator random = seeds.generator(name);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }

  @Override
  public Tensor hidden(Weights weights, TokenInput input, Interventions interventions) {
    Tensor table = weights.get(EMBEDDING);
    Tensor ids = Tensors.onDeviceOf(table, input.ids());
    long past = input.cache().map(KeyValueCache::length).orElse(0L);
    long time = input.time();
    VirtualTokens virtual = virtual(weights, input.cache(), interventions);
    RotaryTable.Rotation rotation =
        input
            .positions()
            .map(given -> rotary.at(behind(virtual, given), table))
            .orElseGet(() -> rotary.consecutive(virtual.count() + past, time, table));
    DecoderLayer.Pass pass =
        new DecoderLayer.Pass(
            weights,
            interventions,
            ResolvedMask.of(input.mask(), past, time, table),
            rotation,
            new AttentionMemory(virtual, input.cache()));
    Tensor stream = interventions.residual(Site.EMBEDDING, torch.embedding(table, ids));
    for (DecoderLayer layer : layers) {
      stream = layer.forward(stream, pass);
    }
    input.cache().ifPresent(cache -> cache.advance(time));
    return finalNorm.apply(weights, stream);
  }

  private static Tensor behind(VirtualTokens virtual, Tensor positions) {
    return virtual.count() == 0 ? positions : positions.add(new Scalar(virtual.count()));
  }

  /** From the cache if it has them; a cache that is begun keeps them. */
  private VirtualTokens virtual(
      Weights weights, Optional<KeyValueCache> cache, Interventions interventions) {
    if (interventions.virtualTokens() == 0) {
      return VirtualTokens.NONE;
    }
    Optional<VirtualTokens> known =
        cache.filter(each -> each.length() > 0).flatMap(KeyValueCache::virtual);
    if (known.isPresent()) {
      return known.get();
    }
    VirtualTokens virtual = virtual(weights, interventions);
    cache.ifPresent(each -> each.virtual(virtual));
    return virtual;
  }

  /** Runs a soft prompt behind the prefixes; without one these are all. */
  private VirtualTokens virtual(Weights weights, Interventions interventions) {
    int count = interventions.virtualTokens();
    VirtualTokens prefixes = new VirtualTokens(count, interventions.prefixes());
    return interventions
        .prompt()
        .map(prompt -> new VirtualTokens(count, seen(weights, prompt, prefixes, interventions)))
        .orElse(prefixes);
  }

  private Map<Integer, KeyValues> seen(
      Weights weights, Tensor prompt, VirtualTokens prefixes, Interventions interventions) {
    long time = prompt.size(0);
    AttentionMemory memory = new AttentionMemory(prefixes, Optional.empty());
    DecoderLayer.Pass pass =
        new DecoderLayer.Pass(
            weights,
            interventions,
            ResolvedMask.of(AttentionMask.CAUSAL, 0, time, prompt),
            rotary.consecutive(prefixes.count() - time, time, prompt),
            memory);
    Tensor stream = prompt.unsqueeze(0); // [1, tokens, width]
    for (DecoderLayer layer : layers) {
      stream = layer.forward(stream, pass);
    }
    return memory.seen();
  }

  @Override
  public Tensor logits(Weights weights, Tensor hidden, Interventions interventions) {
    return head.apply(weights, hidden, interventions);
  }

  @Override
  public KeyValueCache cache(Weights weights, long batch, long capacity) {
    return KeyValueCache.empty(
        config.layers(),
        batch,
        config.keyValueHeads(),
        capacity,
        config.headSize(),
        weights.get(EMBEDDING));
  }

  @Override
  public SequencedMap<Site, String> linearSites() {
    LinkedHashMap<Site, String> sites = new LinkedHashMap<>();
    for (DecoderLayer layer : layers) {
      layer.projections().forEach(each -> sites.put(each.site(), each.weight()));
    }
    sites.put(Site.HEAD, head.weight());
    return sites;
  }
}
