package dev.chiron.nn.architecture;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A bidirectional encoder as its {@link EncoderConfig} describes it: BERT, RoBERTa and their kin.
 * Weights have their Hugging Face names ({@code bert.encoder.layer.0.attention.self.query.weight},
 * …).
 *
 * <pre>{@code
 * Encoder encoder = new Encoder(EncoderConfig.read(directory.resolve("config.json")));
 * Tensor states = encoder.hidden(weights, EncoderInput.of(new int[][] {{101, 7592, 102}}), NONE);
 * Tensor logits = encoder.labelLogits(weights, states, NONE);
 * }</pre>
 */
public final class Encoder implements Network {
  private final EncoderConfig config;
  private final String tokens;
  private final String positions;
  private final String types;
  private final Norm embeddingNorm;
  private final Stack stack;
  private final Optional<MaskedLanguageHead> maskedLanguage;
  private final Optional<ClassificationHead> classification;

  public Encoder(EncoderConfig config) {
    this.config = config;
    String embeddings = config.family().prefix() + "embeddings.";
    tokens = embeddings + "word_embeddings.weight";
    positions = embeddings + "position_embeddings.weight";
    types = embeddings + "token_type_embeddings.weight";
    embeddingNorm =
        new Norm(
            NormShape.layer(config.normEpsilon()), embeddings + "LayerNorm", config.size().width());
    StackShape shape =
        StackShape.plain(
            config.size(), config.activation(), config.normEpsilon(), BlockOrder.POST_NORM);
    stack = new Stack(shape, Site.NO_TOWER, config.family()::layer);
    maskedLanguage =
        config.head() == EncoderHead.MASKED_LM
            ? Optional.of(new MaskedLanguageHead(config, tokens))
            : Optional.empty();
    classification =
        config.head() == EncoderHead.CLASSIFICATION
            ? Optional.of(new ClassificationHead(config))
            : Optional.empty();
  }

  @Override
  public EncoderConfig config() {
    return config;
  }

  @Override
  public SequencedMap<String, long[]> shapes() {
    LinkedHashMap<String, long[]> shapes = new LinkedHashMap<>();
    long width = config.size().width();
    shapes.put(tokens, new long[] {config.vocabularySize(), width});
    shapes.put(
        positions, new long[] {config.contextLength() + (long) config.firstPosition(), width});
    shapes.put(types, new long[] {config.types(), width});
    embeddingNorm.addShapes(shapes);
    stack.addShapes(shapes);
    maskedLanguage.ifPresent(head -> head.addShapes(shapes));
    classification.ifPresent(head -> head.addShapes(shapes));
    return shapes;
  }

  @Override
  public SequencedMap<Site, String> linearSites() {
    LinkedHashMap<Site, String> sites = new LinkedHashMap<>();
    stack.addSites(sites);
    maskedLanguage.ifPresent(
        head -> head.projections().forEach(each -> sites.put(each.site(), each.weight())));
    classification.ifPresent(
        head -> head.projections().forEach(each -> sites.put(each.site(), each.weight())));
    return sites;
  }

  @Override
  public String baseModule() {
    return config.family().prefix();
  }

  /** The first published files of BERT call the weights of a norm gamma and beta. */
  @Override
  public List<String> alternatives(String stored) {
    if (stored.endsWith(".LayerNorm.weight")) {
      return List.of(stored.replaceFirst("weight$", "gamma"));
    }
    return stored.endsWith(".LayerNorm.bias")
        ? List.of(stored.replaceFirst("bias$", "beta"))
        : List.of();
  }

  /** Fresh weights: normal with the configured deviation, norms 1, biases 0. */
  @Override
  public Parameters initialize(Seeds seeds) {
    return FreshWeights.of(shapes(), seeds, (_, _) -> config.initialDeviation());
  }

  /**
   * The states of the last layer: [batch, time, width]. Virtual tokens take positions before the
   * text; a soft prompt stands in the place of words.
   *
   * @throws IllegalArgumentException if a text is longer than the model's context
   */
  public Tensor hidden(Weights weights, EncoderInput input, Interventions interventions) {
    EncoderInput prompted = input.behind(SoftPrompt.length(interventions));
    Tensor table = weights.get(tokens);
    Tensor words = torch.embedding(table, Tensors.onDeviceOf(table, input.ids()));
    long start = interventions.virtualTokens() - SoftPrompt.length(interventions);
    Tensor sum =
        SoftPrompt.before(words, interventions)
            .add(kinds(weights, prompted))
            .add(places(weights.get(positions), prompted, start));
    Tensor embedded = embeddingNorm.apply(weights, sum);
    ResolvedMask mask = ResolvedMask.of(prompted.mask(), 0, prompted.time(), embedded);
    Tensor stream =
        stack.forward(
            interventions.residual(Site.EMBEDDING, embedded),
            new StackLayer.Pass(weights, interventions, mask));
    return SoftPrompt.without(stream, interventions);
  }

  private Tensor kinds(Weights weights, EncoderInput input) {
    Tensor table = weights.get(types);
    return input
        .types()
        .map(each -> torch.embedding(table, Tensors.onDeviceOf(table, each)))
        .orElseGet(() -> table.narrow(0, 0, 1));
  }

  /** The vectors of the positions from {@code start}: [1 or batch, time, width]. */
  private Tensor places(Tensor table, EncoderInput input, long start) {
    if (start + input.time() > config.contextLength()) {
      throw new IllegalArgumentException(
          "%d tokens do not fit the %d positions that the model has learned"
              .formatted(start + input.time(), config.contextLength()));
    }
    if (!config.family().positionsFollowPadding() || input.valid().isEmpty()) {
      return table.narrow(0, config.firstPosition() + start, input.time()).unsqueeze(0);
    }
    // Real tokens are counted from the first position; padding has the row of its own token.
    Tensor real = Tensors.onDeviceOf(table, input.valid().get()).to(ScalarType.Long);
    Tensor counted = torch.cumsum(real, 1).add(new Scalar(start)).mul(real);
    return torch.embedding(table, counted.add(new Scalar(config.paddingToken())));
  }

  /**
   * Logits of the tokens that stood where masks stand.
   *
   * @param hidden [..., width]
   * @return [..., vocabulary]
   * @throws IllegalStateException if the model has no such head
   */
  public Tensor tokenLogits(Weights weights, Tensor hidden, Interventions interventions) {
    return maskedLanguage
        .orElseThrow(() -> new IllegalStateException("the model has no masked-LM head"))
        .logits(weights, hidden, interventions);
  }

  /**
   * Logits of the labels.
   *
   * @param hidden [batch, time, width]
   * @return [batch, labels]
   * @throws IllegalStateException if the model has no such head
   */
  public Tensor labelLogits(Weights weights, Tensor hidden, Interventions interventions) {
    return classification
        .orElseThrow(() -> new IllegalStateException("the model has no classification head"))
        .logits(weights, hidden, interventions);
  }
}
