package dev.chiron.nn.objective;

import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.architecture.EncoderDecoder;
import dev.chiron.nn.architecture.EncoderInput;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.objective.SpanCorruption.Corrupted;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.training.Objective;
import dev.chiron.nn.training.TokenBatch;
import dev.chiron.nn.training.TrainingExample;
import dev.chiron.nn.weights.Weights;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Cross-entropy of a target's tokens given a source, by an encoder-decoder: span corruption as T5
 * is trained on it, or any task of texts to texts. A target follows the model's own start tokens,
 * and ends as the caller's tokens do.
 */
public final class SequenceToSequence implements Objective {
  private final EncoderDecoder model;
  private final Weights weights;
  private final Interventions interventions;
  private final List<Corrupted> pairs;
  private final List<TrainingExample> targets;

  /**
   * @param pairs sources with their targets; what is too long is refused by the model
   */
  public SequenceToSequence(
      EncoderDecoder model, Weights weights, Interventions interventions, List<Corrupted> pairs) {
    this.model = model;
    this.weights = weights;
    this.interventions = interventions;
    this.pairs = List.copyOf(pairs);
    int[] start = model.config().prefix();
    this.targets =
        pairs.stream().map(pair -> TrainingExample.response(start, pair.target())).toList();
  }

  @Override
  public int size() {
    return pairs.size();
  }

  @Override
  public double weight(int example) {
    return targets.get(example).weight();
  }

  @Override
  public int length(int example) {
    return pairs.get(example).input().length + targets.get(example).length();
  }

  @Override
  public Tensor loss(int[] examples) {
    List<int[]> sources = Arrays.stream(examples).mapToObj(i -> pairs.get(i).input()).toList();
    int padding = model.config().paddingToken();
    TokenBatch batch =
        new TokenBatch(
            Arrays.stream(examples).mapToObj(targets::get).toArray(TrainingExample[]::new),
            padding);
    if (batch.predictions() == 0) {
      return Tensors.zeros(ScalarType.Float);
    }
    Architecture given =
        model.given(model.encode(weights, EncoderInput.padded(sources, padding), interventions));
    Tensor like = weights.get(weights.names().getFirst());
    Tensor logits =
        given.forwardAt(
            weights, batch.joined(), Tensors.onDeviceOf(like, batch.positions()), interventions);
    return Losses.crossEntropy(logits, Tensors.onDeviceOf(logits, batch.targets()));
  }
}
