package dev.chiron.nn.objective;

import dev.chiron.nn.architecture.AttentionMask;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.training.Objective;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Masked language modelling: the cross-entropy of the tokens that were chosen, each seen from both
 * sides. Every text attends to all of itself, whatever the architecture's own mask is.
 */
public record MaskedLanguageModel(TokenModel model, List<MaskedTokens> texts) implements Objective {
  public MaskedLanguageModel {
    texts = List.copyOf(texts);
    int most = model.longest() - 1;
    for (MaskedTokens text : texts) {
      if (text.input().length > most) {
        throw new IllegalArgumentException(
            "a text of %d tokens does not fit the %d that the model reads at once"
                .formatted(text.input().length, most));
      }
    }
  }

  @Override
  public int size() {
    return texts.size();
  }

  @Override
  public double weight(int example) {
    return texts.get(example).positions().length;
  }

  @Override
  public int length(int example) {
    return texts.get(example).input().length;
  }

  @Override
  public Tensor loss(int[] examples) {
    List<MaskedTokens> some = Arrays.stream(examples).mapToObj(texts::get).toList();
    int width = some.stream().mapToInt(text -> text.input().length).max().orElse(0);
    int[][] rows = new int[some.size()][];
    long[] lengths = new long[rows.length];
    IntStream.Builder positions = IntStream.builder();
    IntStream.Builder targets = IntStream.builder();
    for (int row = 0; row < rows.length; row++) {
      MaskedTokens text = some.get(row);
      rows[row] = Arrays.copyOf(text.input(), width);
      lengths[row] = text.input().length;
      int start = row * width;
      Arrays.stream(text.positions()).forEach(position -> positions.add(start + position));
      Arrays.stream(text.targets()).forEach(targets::add);
    }
    int[] asked = positions.build().toArray();
    if (asked.length == 0) {
      return Tensors.zeros(ScalarType.Float);
    }
    Tensor logits =
        model
            .architecture()
            .forwardAt(
                model.weights(),
                TokenInput.of(rows).withMask(bothSides(lengths, width)),
                model.here(Tensors.longs(asked)),
                model.interventions());
    return Losses.crossEntropy(logits, model.here(Tensors.longs(targets.build().toArray())));
  }

  /** Real tokens are seen from everywhere; a row of filling sees the first token. */
  private static AttentionMask bothSides(long[] lengths, int width) {
    Tensor real = Tensors.longs(lengths).unsqueeze(1).gt(Tensors.range(width).unsqueeze(0));
    return new AttentionMask.Explicit(
        real.unsqueeze(1).unsqueeze(1).expand(lengths.length, 1, width, width));
  }
}
