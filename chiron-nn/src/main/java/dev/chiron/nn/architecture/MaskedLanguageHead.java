package dev.chiron.nn.architecture;

import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.weights.Weights;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Logits over the vocabulary (Devlin et al., 2018, section 3.1): {@code E norm(act(W x + b)) + c},
 * with E the table of tokens.
 */
final class MaskedLanguageHead {
  private final Activation activation;
  private final Projection transform;
  private final Norm norm;
  private final Projection output;

  /**
   * A head.
   *
   * @param table the name of the table of tokens
   */
  MaskedLanguageHead(EncoderConfig config, String table) {
    boolean bert = config.family() == EncoderFamily.BERT;
    int width = config.size().width();
    // RoBERTa's head is GELU whatever the layers have.
    activation = bert ? config.activation() : Activation.GELU;
    transform =
        new Projection(
            Site.HEAD_TRANSFORM,
            bert ? "cls.predictions.transform.dense" : "lm_head.dense",
            width,
            width,
            true);
    norm =
        new Norm(
            NormShape.layer(config.normEpsilon()),
            bert ? "cls.predictions.transform.LayerNorm" : "lm_head.layer_norm",
            width);
    output =
        new Projection(
            Site.HEAD,
            table,
            bert ? "cls.predictions.bias" : "lm_head.bias",
            width,
            config.vocabularySize(),
            true);
  }

  void addShapes(Map<String, long[]> shapes) {
    transform.addShapes(shapes);
    norm.addShapes(shapes);
    shapes.put(output.bias(), new long[] {output.out()});
  }

  List<Projection> projections() {
    return List.of(transform, output);
  }

  /** [..., width] to [..., vocabulary]. */
  Tensor logits(Weights weights, Tensor hidden, Interventions interventions) {
    Tensor transformed = activation.apply(transform.apply(weights, hidden, interventions));
    return output.apply(weights, norm.apply(weights, transformed), interventions);
  }
}
