package dev.chiron.nn.architecture;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * An encoder-decoder as its {@link EncoderDecoderConfig} describes it: T5, FLAN-T5, BART. Once a
 * source is {@linkplain #encode encoded}, the decoder {@linkplain #given given} it is an {@link
 * Architecture} like any other: it generates, scores and caches as a plain decoder does.
 *
 * <pre>{@code
 * Encoded source = model.encode(weights, EncoderInput.padded(rows, padding), Interventions.NONE);
 * Tensor logits = model.given(source).forward(weights, TokenInput.of(targets));
 * }</pre>
 */
public final class EncoderDecoder implements Network {
  private static final String HEAD = "lm_head.weight";
  private static final String LOGITS_BIAS = "final_logits_bias";

  private final EncoderDecoderConfig config;
  private final SequenceTower encoder;
  private final SequenceTower decoder;
  private final Projection head;

  public EncoderDecoder(EncoderDecoderConfig config) {
    this.config = config;
    encoder = new SequenceTower(config, Site.ENCODER);
    decoder = new SequenceTower(config, Site.DECODER);
    String headWeight = config.tiedHead() ? config.family().tokens() : HEAD;
    head =
        new Projection(
            Site.HEAD, headWeight, LOGITS_BIAS, config.width(), config.vocabularySize(), false);
  }

  @Override
  public EncoderDecoderConfig config() {
    return config;
  }

  @Override
  public SequencedMap<String, long[]> shapes() {
    LinkedHashMap<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(config.family().tokens(), new long[] {config.vocabularySize(), config.width()});
    encoder.addShapes(shapes);
    decoder.addShapes(shapes);
    if (!config.tiedHead()) {
      head.addShapes(shapes);
    }
    if (config.headBias()) {
      shapes.put(LOGITS_BIAS, new long[] {1, config.vocabularySize()});
    }
    return shapes;
  }

  @Override
  public SequencedMap<Site, String> linearSites() {
    LinkedHashMap<Site, String> sites = new LinkedHashMap<>();
    encoder.addSites(sites);
    decoder.addSites(sites);
    sites.put(Site.HEAD, head.weight());
    return sites;
  }

  @Override
  public String baseModule() {
    return config.family().prefix();
  }

  /** A head that is not in the files is the table of tokens. */
  @Override
  public List<String> alternatives(String stored) {
    return stored.equals(HEAD) ? List.of(config.family().tokens()) : List.of();
  }

  /**
   * Fresh weights: norms 1, biases 0, the others normal. BART has one deviation for all; in T5 that
   * of a matrix is 1/sqrt(in), which for queries also makes up for the unscaled attention, and that
   * of the table of tokens is 1.
   */
  @Override
  public Parameters initialize(Seeds seeds) {
    return FreshWeights.of(
        shapes(), seeds, (name, shape) -> config.initialDeviation() * deviation(name, shape));
  }

  private double deviation(String name, long[] shape) {
    if (config.family() == EncoderDecoderFamily.BART || shape[0] == config.vocabularySize()) {
      return 1;
    }
    double fanIn =
        config.relative().isPresent() && name.endsWith("bias.weight") ? config.width() : shape[1];
    return 1 / Math.sqrt(name.endsWith("Attention.q.weight") ? fanIn * config.headSize() : fanIn);
  }

  /**
   * Reads sources.
   *
   * @throws IllegalArgumentException if a source is longer than the positions that BART has
   *     learned, or an intervention puts virtual tokens before it, which has no meaning here
   */
  public Encoded encode(Weights weights, EncoderInput input, Interventions interventions) {
    VirtualTokens.refuse(interventions, config.modelType());
    ResolvedMask mask =
        ResolvedMask.of(input.mask(), 0, input.time(), weights.get(config.family().tokens()));
    Tensor states =
        encoder.forward(
            TokenInput.of(input.ids()),
            new SequenceTower.Call(weights, interventions, mask, Optional.empty()));
    return new Encoded(states, input.valid());
  }

  /**
   * The decoder given sources, one for each row of its input; its weights are those of the whole
   * model. With a cache the sources are projected in the first pass only.
   */
  public Architecture given(Encoded source) {
    return new ConditionedDecoder(this, source);
  }

  /**
   * Logits of targets, one for each source.
   *
   * @return [batch, target time, vocabulary]
   */
  public Tensor forward(
      Weights weights, EncoderInput source, TokenInput target, Interventions interventions) {
    return given(encode(weights, source, interventions)).forward(weights, target, interventions);
  }

  /** The states of the decoder: [batch, time, width]. */
  Tensor decode(Weights weights, TokenInput input, Encoded source, Interventions interventions) {
    VirtualTokens.refuse(interventions, config.modelType());
    Optional<SourceMemory> memory = input.cache().map(KeyValueCache::source);
    memory.filter(each -> !each.isFilled()).ifPresent(each -> each.keepValid(source.valid()));
    Optional<Tensor> valid = memory.map(SourceMemory::valid).orElse(source.valid());
    Tensor like = source.states();
    ResolvedMask sourceMask =
        ResolvedMask.of(new AttentionMask.Bidirectional(valid), 0, input.time(), like);
    Tensor hidden =
        decoder.forward(
            input,
            new SequenceTower.Call(
                weights,
                interventions,
                ResolvedMask.of(input.mask(), input.past(), input.time(), like),
                Optional.of(new StackLayer.Source(source.states(), sourceMask, memory))));
    input.cache().ifPresent(cache -> cache.advance(input.time()));
    return hidden;
  }

  /** [..., width] to [..., vocabulary]. */
  Tensor logits(Weights weights, Tensor hidden, Interventions interventions) {
    boolean scaled = config.family() == EncoderDecoderFamily.T5 && config.tiedHead();
    Tensor input = scaled ? hidden.mul(new Scalar(1 / Math.sqrt(config.width()))) : hidden;
    Tensor logits = head.apply(weights, input, interventions);
    return config.headBias() ? logits.add(weights.get(LOGITS_BIAS).select(0, 0)) : logits;
  }

  KeyValueCache cache(Weights weights, long batch, long capacity) {
    return KeyValueCache.empty(
        config.decoder().layers(),
        batch,
        config.decoder().heads(),
        capacity,
        config.family() == EncoderDecoderFamily.T5
            ? config.headSize()
            : config.decoder().headSize(),
        false,
        weights.get(config.family().tokens()));
  }
}
