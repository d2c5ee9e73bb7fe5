package dev.chiron.nn.architecture;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A dual encoder as its {@link DualEncoderConfig} describes it: CLIP, with Hugging Face's names
 * ({@code text_model.encoder.layers.0.self_attn.q_proj.weight}, …).
 *
 * <pre>{@code
 * Tensor texts = clip.texts(weights, EncoderInput.padded(rows, padding), Interventions.NONE);
 * Tensor images = clip.images(weights, pixels, Interventions.NONE);
 * Tensor logits = clip.logits(weights, texts, images); // [texts, images]
 * }</pre>
 */
public final class DualEncoder implements Network {
  private static final String TEXT = "text_model.";
  private static final String VISION = "vision_model.";
  private static final String TOKENS = TEXT + "embeddings.token_embedding.weight";
  private static final String POSITIONS = TEXT + "embeddings.position_embedding.weight";
  private static final String LOGIT_SCALE = "logit_scale";

  /** The end token of early configurations, which is wrong: the largest id ends their texts. */
  private static final int LEGACY_END = 2;

  private final DualEncoderConfig config;
  private final Stack text;
  private final Norm textNorm;
  private final Projection textProjection;
  private final PatchEmbedding patches;
  private final Norm patchNorm;
  private final Stack vision;
  private final Norm visionNorm;
  private final Projection visionProjection;

  public DualEncoder(DualEncoderConfig config) {
    this.config = config;
    DualEncoderConfig.Text words = config.text();
    StackShape textShape =
        StackShape.plain(
            words.size(), words.activation(), words.normEpsilon(), BlockOrder.PRE_NORM);
    int textWidth = words.size().width();
    text = new Stack(textShape, Site.TEXT, index -> layer(TEXT, index));
    textNorm = new Norm(textShape.norm(), TEXT + "final_layer_norm", textWidth);
    textProjection = projection(Site.TEXT, "text_projection", textWidth);
    DualEncoderConfig.Vision pixels = config.vision();
    StackShape shape =
        StackShape.plain(
            pixels.size(), pixels.activation(), pixels.normEpsilon(), BlockOrder.PRE_NORM);
    int width = pixels.size().width();
    patches =
        new PatchEmbedding(
            pixels.image(),
            width,
            new PatchEmbedding.Names(
                VISION + "embeddings.patch_embedding",
                VISION + "embeddings.class_embedding",
                VISION + "embeddings.position_embedding.weight",
                false),
            false);
    patchNorm = new Norm(shape.norm(), VISION + "pre_layrnorm", width); // spelt so in the files
    vision = new Stack(shape, Site.IMAGE, index -> layer(VISION, index));
    visionNorm = new Norm(shape.norm(), VISION + "post_layernorm", width);
    visionProjection = projection(Site.IMAGE, "visual_projection", width);
  }

  private Projection projection(String tower, String module, int width) {
    Site site = new Site(tower, Site.OUTSIDE, Site.HEAD.part());
    return new Projection(site, module, width, config.projectionWidth(), false);
  }

  private static StackLayer.Names layer(String prefix, int index) {
    String layer = prefix + "encoder.layers." + index + ".";
    String self = layer + "self_attn.";
    return new StackLayer.Names(
        new Attention.Names(self + "q_proj", self + "k_proj", self + "v_proj", self + "out_proj"),
        layer + "layer_norm1",
        new FeedForward.Names("", layer + "mlp.fc1", layer + "mlp.fc2"),
        layer + "layer_norm2");
  }

  @Override
  public DualEncoderConfig config() {
    return config;
  }

  @Override
  public SequencedMap<String, long[]> shapes() {
    LinkedHashMap<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(LOGIT_SCALE, new long[] {});
    long width = config.text().size().width();
    shapes.put(TOKENS, new long[] {config.text().vocabularySize(), width});
    shapes.put(POSITIONS, new long[] {config.text().contextLength(), width});
    text.addShapes(shapes);
    textNorm.addShapes(shapes);
    patches.addShapes(shapes);
    patchNorm.addShapes(shapes);
    vision.addShapes(shapes);
    visionNorm.addShapes(shapes);
    visionProjection.addShapes(shapes);
    textProjection.addShapes(shapes);
    return shapes;
  }

  @Override
  public SequencedMap<Site, String> linearSites() {
    LinkedHashMap<Site, String> sites = new LinkedHashMap<>();
    text.addSites(sites);
    sites.put(textProjection.site(), textProjection.weight());
    vision.addSites(sites);
    sites.put(visionProjection.site(), visionProjection.weight());
    return sites;
  }

  /** Fresh weights: normal with the configured deviation, norms 1, biases 0. */
  @Override
  public Parameters initialize(Seeds seeds) {
    return FreshWeights.of(shapes(), seeds, (_, _) -> config.initialDeviation());
  }

  /**
   * Texts as unit vectors: the state of the end token, projected. A causal pass needs no mask for
   * what is filled up on the right.
   *
   * @return [batch, projection]
   * @throws IllegalArgumentException if a text is longer than the model's context
   */
  public Tensor texts(Weights weights, EncoderInput input, Interventions interventions) {
    VirtualTokens.refuse(interventions, DualEncoderConfig.CLIP);
    if (input.time() > config.text().contextLength()) {
      throw new IllegalArgumentException(
          "%d tokens do not fit the %d positions that the model has learned"
              .formatted(input.time(), config.text().contextLength()));
    }
    Tensor table = weights.get(TOKENS);
    Tensor ids = Tensors.onDeviceOf(table, input.ids());
    Tensor positions = weights.get(POSITIONS).narrow(0, 0, input.time()).unsqueeze(0);
    Tensor embedded = torch.embedding(table, ids).add(positions);
    StackLayer.Pass pass =
        new StackLayer.Pass(
            weights,
            interventions,
            ResolvedMask.of(AttentionMask.CAUSAL, 0, input.time(), embedded));
    Tensor stream =
        interventions.residual(new Site(Site.TEXT, Site.OUTSIDE, "embedding"), embedded);
    Tensor states = textNorm.apply(weights, text.forward(stream, pass));
    Tensor rows = Tensors.onDeviceOf(table, Tensors.range(input.batch()));
    Tensor flat = rows.mul(new Scalar(input.time())).add(ends(ids));
    Tensor last = states.reshape(-1, states.size(2)).index_select(0, flat);
    return unit(textProjection.apply(weights, last, interventions));
  }

  /** The column of the first end token of each row: int64 [batch]. */
  private Tensor ends(Tensor ids) {
    int end = config.text().endToken();
    Tensor marks = end == LEGACY_END ? ids : ids.eq(new Scalar(end)).to(ScalarType.Long);
    return marks.argmax(new LongOptional(1), false);
  }

  /**
   * Images as unit vectors.
   *
   * @param images [batch, channels, side, side], normalised as the model takes them
   * @return [batch, projection]
   * @throws IllegalArgumentException if the images have another size
   */
  public Tensor images(Weights weights, Tensor images, Interventions interventions) {
    VirtualTokens.refuse(interventions, DualEncoderConfig.CLIP);
    Tensor embedded =
        patchNorm.apply(weights, patches.embed(weights, interventions.pixels(images)));
    StackLayer.Pass pass =
        new StackLayer.Pass(
            weights,
            interventions,
            ResolvedMask.of(AttentionMask.BIDIRECTIONAL, 0, embedded.size(1), embedded));
    Tensor stream =
        interventions.residual(new Site(Site.IMAGE, Site.OUTSIDE, "embedding"), embedded);
    Tensor first = vision.forward(stream, pass).select(1, 0);
    Tensor normed = visionNorm.apply(weights, first);
    return unit(visionProjection.apply(weights, normed, interventions));
  }

  private static Tensor unit(Tensor vectors) {
    return vectors.div(
        torch.sqrt(vectors.mul(vectors).sum(new long[] {1}, true, new ScalarTypeOptional())));
  }

  /**
   * How well texts and images fit: their cosine times the learned scale. The contrastive loss
   * (section 2.3) is the cross-entropy of its diagonal, by rows and by columns.
   *
   * @param texts [texts, projection], unit vectors
   * @param images [images, projection], unit vectors
   * @return [texts, images]
   */
  public Tensor logits(Weights weights, Tensor texts, Tensor images) {
    return texts.matmul(images.t()).mul(torch.exp(weights.get(LOGIT_SCALE)));
  }
}
