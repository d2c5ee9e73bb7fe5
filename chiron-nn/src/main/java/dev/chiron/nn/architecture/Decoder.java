package dev.chiron.nn.architecture;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.KeyValues;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.tensor.Recomputation;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * A causal decoder as its {@link DecoderConfig} describes it: one class for every {@link
 * DecoderFamily}. Weights have their Hugging Face names ({@code
 * model.layers.0.self_attn.q_proj.weight}, …); matrices are [out, in] and one a linear map, also
 * where the family's files have them transposed or joined: {@link #stored} says how.
 *
 * <pre>{@code
 * Decoder decoder = new Decoder(DecoderConfig.llama(100, 32, 2, 4));
 * Parameters weights = decoder.initialize(new Seeds(1));
 * Tensor logits = decoder.forward(weights, TokenInput.of(new int[][] {{1, 2, 3}}));
 * }</pre>
 */
public final class Decoder implements Architecture {
  private final DecoderConfig config;
  private final DecoderNames names;
  private final DecoderEmbedding embedding;
  private final List<DecoderLayer> layers;
  private final Optional<Norm> finalNorm;
  private final Projection head;
  private final Optional<RotaryTable> rotary;
  private final boolean recomputes;

  public Decoder(DecoderConfig config) {
    this(config, false);
  }

  private Decoder(DecoderConfig config, boolean recomputes) {
    this.config = config;
    this.recomputes = recomputes;
    this.names = config.family().names();
    this.embedding = new DecoderEmbedding(config);
    this.layers =
        IntStream.range(0, config.layers()).mapToObj(i -> new DecoderLayer(i, config)).toList();
    this.finalNorm =
        config.finalNorm()
            ? Optional.of(new Norm(config.norm(), names.finalNorm(), config.width()))
            : Optional.empty();
    this.head =
        new Projection(
            Site.HEAD,
            config.tiedHead() ? embedding.table() : names.head() + ".weight",
            names.head() + ".bias",
            config.embeddingWidth(),
            config.vocabularySize(),
            false);
    this.rotary =
        config.positions() instanceof Positions.Rotary positions
            ? Optional.of(
                new RotaryTable(
                    positions.turned(config.headSize()),
                    positions.base(),
                    positions.scaling(),
                    config.contextLength()))
            : Optional.empty();
  }

  @Override
  public DecoderConfig config() {
    return config;
  }

  /**
   * The same decoder, whose layers are computed again in the backward pass instead of keeping their
   * activations (see {@link Recomputation}), where gradients are recorded and there is no cache and
   * no virtual token. Tuning beside quantised weights, which would be kept whole otherwise, takes
   * little memory only so.
   */
  @Override
  public Decoder recomputing() {
    return new Decoder(config, true);
  }

  @Override
  public SequencedMap<String, long[]> shapes() {
    LinkedHashMap<String, long[]> shapes = new LinkedHashMap<>();
    embedding.addShapes(shapes);
    layers.forEach(layer -> layer.addShapes(shapes));
    finalNorm.ifPresent(norm -> norm.addShapes(shapes));
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
    VirtualTokens virtual = virtual(weights, input.cache(), interventions);
    DecoderPlace place = DecoderPlace.of(input, virtual.count());
    Tensor tokens = embedding.embed(weights, input.ids());
    Tensor embedded =
        interventions.residual(Site.EMBEDDING, embedding.place(weights, tokens, place));
    ResolvedMask mask = ResolvedMask.of(input.mask(), input.past(), input.time(), embedded);
    Tensor stream =
        run(
            embedded,
            new DecoderLayer.Pass(
                weights,
                interventions,
                mask,
                config.window().map(window -> windowed(mask, window, input, embedded)).orElse(mask),
                rotary.map(table -> place.rotation(table, embedded)),
                new AttentionMemory(virtual, input.cache())));
    input.cache().ifPresent(cache -> cache.advance(input.time()));
    return finalNorm.isPresent() ? finalNorm.get().apply(weights, stream) : stream;
  }

  private Tensor run(Tensor embedded, DecoderLayer.Pass pass) {
    boolean again = recomputes && pass.memory().isEmpty();
    Tensor stream = embedded;
    for (DecoderLayer layer : layers) {
      stream =
          again
              ? Recomputation.apply(stream, input -> layer.forward(input, pass))
              : layer.forward(stream, pass);
    }
    return stream;
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
    DecoderPlace place = DecoderPlace.consecutive(prefixes.count() - time, time);
    ResolvedMask mask = ResolvedMask.of(AttentionMask.CAUSAL, 0, time, prompt);
    run(
        embedding.place(weights, prompt.unsqueeze(0), place), // [1, tokens, width]
        new DecoderLayer.Pass(
            weights,
            interventions,
            mask,
            mask,
            rotary.map(table -> place.rotation(table, prompt)),
            memory));
    return memory.seen();
  }

  /** The mask of the layers with a window; the cache knows where its tokens stand. */
  private static ResolvedMask windowed(
      ResolvedMask mask, SlidingWindow window, TokenInput input, Tensor like) {
    Tensor queries =
        Tensors.onDeviceOf(
            like,
            input
                .positions()
                .orElseGet(
                    () ->
                        Tensors.range(input.past() + input.time())
                            .narrow(0, input.past(), input.time())
                            .unsqueeze(0)));
    Tensor keys = input.cache().map(cache -> cache.appendPositions(queries)).orElse(queries);
    // Nothing is further away than there are keys, if positions count on without gaps.
    boolean allNear = keys.size(1) <= window.tokens() && input.positions().isEmpty();
    return allNear ? mask : mask.within(window.tokens(), queries, keys);
  }

  @Override
  public Tensor logits(Weights weights, Tensor hidden, Interventions interventions) {
    return head.apply(weights, embedding.unembed(weights, hidden), interventions);
  }

  @Override
  public KeyValueCache cache(Weights weights, long batch, long capacity) {
    return KeyValueCache.empty(
        config.layers(),
        batch,
        config.keyValueHeads(),
        capacity,
        config.headSize(),
        config.window().isPresent(),
        weights.get(embedding.table()));
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

  @Override
  public List<StoredTensor> stored() {
    return new DecoderFiles(config).stored(shapes().sequencedKeySet());
  }

  @Override
  public String baseModule() {
    return names.base();
  }
}
