package dev.chiron.nn.objective;

import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.training.TokenBatch;
import dev.chiron.nn.training.TrainingExample;
import dev.chiron.nn.weights.Weights;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A model as an objective sees it: what it makes of token sequences. */
public record TokenModel(Architecture architecture, Weights weights, Interventions interventions) {
  /** Without interventions. */
  public TokenModel(Architecture architecture, Weights weights) {
    this(architecture, weights, Interventions.NONE);
  }

  /** The tokens of the longest example that fits: the last is only predicted. */
  public int longest() {
    return architecture.config().contextLength() - interventions.virtualTokens() + 1;
  }

  /** The ends of the examples that fit, side by side. */
  TokenBatch batch(List<TrainingExample> examples) {
    return new TokenBatch(
        examples.stream().map(each -> each.last(longest())).toArray(TrainingExample[]::new), 0);
  }

  /** The logits of the predictions that count: [predictions, vocabulary]. */
  Tensor logits(TokenBatch batch) {
    return architecture.forwardAt(weights, batch.joined(), here(batch.positions()), interventions);
  }

  /**
   * What the learned tokens of each example add up to in log-probability, each times its weight:
   * [examples].
   */
  public Tensor logProbabilities(List<TrainingExample> examples) {
    TokenBatch batch = batch(examples);
    Tensor sums = here(Tensors.zeros(ScalarType.Float, examples.size()));
    if (batch.predictions() == 0) {
      return sums;
    }
    Tensor all = torch.log_softmax(logits(batch), -1);
    Tensor chosen = all.gather(1, here(batch.targets()).unsqueeze(1)).squeeze(1);
    Tensor weighted = chosen.mul(here(batch.weights()));
    return sums.to(chosen.scalar_type()).index_add(0, here(batch.rows()), weighted);
  }

  /**
   * The final state of the last token of each text, which has seen all of it: [texts, width]. Texts
   * that are too long are cut at their beginning.
   */
  public Tensor lastHidden(List<int[]> texts) {
    int most = longest() - 1;
    List<int[]> kept =
        texts.stream()
            .map(text -> Arrays.copyOfRange(text, Math.max(0, text.length - most), text.length))
            .toList();
    int width = kept.stream().mapToInt(text -> text.length).max().orElse(0);
    int[][] rows = new int[kept.size()][];
    long[] ends = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOf(kept.get(i), width);
      ends[i] = (long) i * width + kept.get(i).length - 1;
    }
    Tensor hidden = architecture.hidden(weights, TokenInput.of(rows), interventions);
    return hidden.reshape(-1, hidden.size(2)).index_select(0, here(Tensors.longs(ends)));
  }

  /** On the device of the weights. */
  Tensor here(Tensor tensor) {
    return Tensors.onDeviceOf(weights.get(weights.names().getFirst()), tensor);
  }
}
