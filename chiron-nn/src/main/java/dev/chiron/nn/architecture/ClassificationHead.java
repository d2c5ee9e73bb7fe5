package dev.chiron.nn.architecture;

import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.weights.Weights;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Logits of labels from the state of a text's first token: {@code C tanh(W x + b) + c} (Devlin et
 * al., 2018, section 4.1).
 */
final class ClassificationHead {
  private final Projection transform;
  private final Projection output;

  ClassificationHead(EncoderConfig config) {
    boolean bert = config.family() == EncoderFamily.BERT;
    int width = config.size().width();
    transform =
        new Projection(
            Site.HEAD_TRANSFORM,
            bert ? config.family().prefix() + "pooler.dense" : "classifier.dense",
            width,
            width,
            true);
    output =
        new Projection(
            Site.HEAD,
            bert ? "classifier" : "classifier.out_proj",
            width,
            config.labels().size(),
            true);
  }

  void addShapes(Map<String, long[]> shapes) {
    projections().forEach(each -> each.addShapes(shapes));
  }

  List<Projection> projections() {
    return List.of(transform, output);
  }

  /** [batch, time, width] to [batch, labels]. */
  Tensor logits(Weights weights, Tensor hidden, Interventions interventions) {
    Tensor first = hidden.select(1, 0);
    return output.apply(
        weights, torch.tanh(transform.apply(weights, first, interventions)), interventions);
  }
}
