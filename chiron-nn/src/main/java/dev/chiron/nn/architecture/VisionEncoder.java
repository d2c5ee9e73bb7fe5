package dev.chiron.nn.architecture;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;

/**
 * A vision transformer as its {@link VisionConfig} describes it, with Hugging Face's names ({@code
 * vit.encoder.layer.0.attention.attention.query.weight}, …).
 *
 * <pre>{@code
 * Tensor states = vit.hidden(weights, images, Interventions.NONE); // images [batch, 3, 224, 224]
 * Tensor logits = vit.labelLogits(weights, states, Interventions.NONE);
 * }</pre>
 */
public final class VisionEncoder implements Network {
  private static final String PREFIX = "vit.";

  private final VisionConfig config;
  private final PatchEmbedding patches;
  private final Stack stack;
  private final Norm finalNorm;
  private final Optional<Projection> classifier;

  public VisionEncoder(VisionConfig config) {
    this.config = config;
    int width = config.size().width();
    String embeddings = PREFIX + "embeddings.";
    patches =
        new PatchEmbedding(
            config.image(),
            width,
            new PatchEmbedding.Names(
                embeddings + "patch_embeddings.projection",
                embeddings + "cls_token",
                embeddings + "position_embeddings",
                true),
            true);
    StackShape shape =
        StackShape.plain(
                config.size(), config.activation(), config.normEpsilon(), BlockOrder.PRE_NORM)
            .withInputBias(config.inputBias());
    stack = new Stack(shape, Site.NO_TOWER, VisionEncoder::layer);
    finalNorm = new Norm(shape.norm(), PREFIX + "layernorm", width);
    classifier =
        config.labels().isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Projection(Site.HEAD, "classifier", width, config.labels().size(), true));
  }

  private static StackLayer.Names layer(int index) {
    String layer = PREFIX + "encoder.layer." + index + ".";
    String self = layer + "attention.attention.";
    return new StackLayer.Names(
        new Attention.Names(
            self + "query", self + "key", self + "value", layer + "attention.output.dense"),
        layer + "layernorm_before",
        new FeedForward.Names("", layer + "intermediate.dense", layer + "output.dense"),
        layer + "layernorm_after");
  }

  @Override
  public VisionConfig config() {
    return config;
  }

  @Override
  public SequencedMap<String, long[]> shapes() {
    LinkedHashMap<String, long[]> shapes = new LinkedHashMap<>();
    patches.addShapes(shapes);
    stack.addShapes(shapes);
    finalNorm.addShapes(shapes);
    classifier.ifPresent(each -> each.addShapes(shapes));
    return shapes;
  }

  @Override
  public SequencedMap<Site, String> linearSites() {
    LinkedHashMap<Site, String> sites = new LinkedHashMap<>();
    stack.addSites(sites);
    classifier.ifPresent(each -> sites.put(each.site(), each.weight()));
    return sites;
  }

  @Override
  public String baseModule() {
    return PREFIX;
  }

  /** Fresh weights: normal with the configured deviation, norms 1, biases 0. */
  @Override
  public Parameters initialize(Seeds seeds) {
    return FreshWeights.of(shapes(), seeds, (_, _) -> config.initialDeviation());
  }

  /**
   * The states after the final norm: [batch, 1 + patches, width]; the first stands for the image.
   *
   * @param images [batch, channels, side, side], normalised as the model takes them
   * @throws IllegalArgumentException if the images have another size
   */
  public Tensor hidden(Weights weights, Tensor images, Interventions interventions) {
    Tensor embedded = patches.embed(weights, interventions.pixels(images));
    Tensor prompted = SoftPrompt.before(embedded, interventions);
    StackLayer.Pass pass =
        new StackLayer.Pass(
            weights,
            interventions,
            ResolvedMask.of(AttentionMask.BIDIRECTIONAL, 0, prompted.size(1), embedded));
    Tensor stream = stack.forward(interventions.residual(Site.EMBEDDING, prompted), pass);
    return finalNorm.apply(weights, SoftPrompt.without(stream, interventions));
  }

  /**
   * Logits of the labels.
   *
   * @param hidden [batch, 1 + patches, width]
   * @return [batch, labels]
   * @throws IllegalStateException if the model has no head
   */
  public Tensor labelLogits(Weights weights, Tensor hidden, Interventions interventions) {
    return classifier
        .orElseThrow(() -> new IllegalStateException("the model has no classification head"))
        .apply(weights, hidden.select(1, 0), interventions);
  }
}
