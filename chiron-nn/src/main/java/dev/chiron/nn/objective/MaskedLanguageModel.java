package dev.chiron.nn.objective;

import dev.chiron.nn.architecture.AttentionMask;
import dev.chiron.nn.architecture.Encoder;
import dev.chiron.nn.architecture.EncoderInput;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.training.Objective;
import dev.chiron.nn.weights.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Masked language modelling: the cross-entropy of the tokens that were chosen, each seen from both
 * sides.
 */
public record MaskedLanguageModel(Reader reader, List<MaskedTokens> texts) implements Objective {
  /** A model that reads texts from both sides. */
  public interface Reader {
    /** The most tokens of a text. */
    int longest();

    /**
     * The logits at some places.
     *
     * @param positions int64 [n], each {@code row * width + column} for the width of the longest
     *     text
     * @return [n, vocabulary]
     */
    Tensor logits(List<int[]> texts, Tensor positions);
  }

  /**
   * @throws IllegalArgumentException if a text is longer than the model reads
   */
  public MaskedLanguageModel {
    texts = List.copyOf(texts);
    for (MaskedTokens text : texts) {
      if (text.input().length > reader.longest()) {
        throw new IllegalArgumentException(
            "a text of %d tokens does not fit the %d that the model reads at once"
                .formatted(text.input().length, reader.longest()));
      }
    }
  }

  /** By a causal model, every text attending to all of itself. */
  public static MaskedLanguageModel of(TokenModel model, List<MaskedTokens> texts) {
    return new MaskedLanguageModel(new UnmaskedDecoder(model), texts);
  }

  /** By an encoder with a masked-LM head. */
  public static MaskedLanguageModel of(
      Encoder encoder, Weights weights, Interventions interventions, List<MaskedTokens> texts) {
    return new MaskedLanguageModel(new PlainEncoder(encoder, weights, interventions), texts);
  }

  private record UnmaskedDecoder(TokenModel model) implements Reader {
    @Override
    public int longest() {
      return model.longest() - 1;
    }

    @Override
    public Tensor logits(List<int[]> texts, Tensor positions) {
      EncoderInput padded = EncoderInput.padded(texts, 0);
      TokenInput input =
          TokenInput.of(padded.ids()).withMask(new AttentionMask.Bidirectional(padded.valid()));
      return model
          .architecture()
          .forwardAt(model.weights(), input, model.here(positions), model.interventions());
    }
  }

  private record PlainEncoder(Encoder encoder, Weights weights, Interventions interventions)
      implements Reader {
    @Override
    public int longest() {
      return encoder.config().contextLength() - interventions.virtualTokens();
    }

    @Override
    public Tensor logits(List<int[]> texts, Tensor positions) {
      EncoderInput input = EncoderInput.padded(texts, encoder.config().paddingToken());
      Tensor hidden = encoder.hidden(weights, input, interventions);
      Tensor flat = hidden.reshape(-1, hidden.size(2));
      Tensor asked = flat.index_select(0, Tensors.onDeviceOf(flat, positions));
      return encoder.tokenLogits(weights, asked, interventions);
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
    List<int[]> inputs = some.stream().map(MaskedTokens::input).toList();
    int width = inputs.stream().mapToInt(input -> input.length).max().orElse(0);
    IntStream.Builder positions = IntStream.builder();
    IntStream.Builder targets = IntStream.builder();
    for (int row = 0; row < some.size(); row++) {
      int start = row * width;
      Arrays.stream(some.get(row).positions()).forEach(place -> positions.add(start + place));
      Arrays.stream(some.get(row).targets()).forEach(targets::add);
    }
    int[] asked = positions.build().toArray();
    if (asked.length == 0) {
      return Tensors.zeros(ScalarType.Float);
    }
    Tensor logits = reader.logits(inputs, Tensors.longs(asked));
    Tensor answers = Tensors.onDeviceOf(logits, Tensors.longs(targets.build().toArray()));
    return Losses.crossEntropy(logits, answers);
  }
}
