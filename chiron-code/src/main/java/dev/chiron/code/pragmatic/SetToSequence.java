package dev.chiron.code.pragmatic;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.architecture.Encoder;
import dev.chiron.nn.architecture.EncoderConfig;
import dev.chiron.nn.architecture.EncoderHead;
import dev.chiron.nn.architecture.EncoderInput;
import dev.chiron.nn.architecture.StackSize;
import dev.chiron.nn.intervention.Intervention;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.training.Objective;
import dev.chiron.nn.training.TokenObjective;
import dev.chiron.nn.training.TrainingExample;
import dev.chiron.nn.training.TrainingSet;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A network that reads a set of items and writes a sequence of tokens. Each item, given as the
 * numbers of its features, becomes one vector {@code B relu(A x + a) + b}; an encoder without any
 * order lets the vectors see each other; their mean is added to every token of a causal decoder.
 */
final class SetToSequence {
  private static final String UP = "items.up.weight";
  private static final String UP_BIAS = "items.up.bias";
  private static final String DOWN = "items.down.weight";
  private static final String DOWN_BIAS = "items.down.bias";
  private static final double DEVIATION = 0.1;

  /**
   * The size of a network.
   *
   * @param features how many an item may have
   * @param vocabulary of the written tokens, the end included, which is token 0
   * @param longest tokens of a sequence, the end included
   * @param width of every vector
   * @param layers of the encoder; the decoder has one
   */
  record Shape(int features, int vocabulary, int longest, int width, int layers, int heads) {}

  /**
   * A set and what is to be written of it.
   *
   * @param items an item each: the numbers of its features
   * @param target tokens, without the end
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Pair(List<int[]> items, int[] target) {}

  private final Shape shape;
  private final Encoder encoder;
  private final Decoder decoder;

  SetToSequence(Shape shape) {
    this.shape = shape;
    this.encoder =
        new Encoder(
            EncoderConfig.bert(
                    EncoderHead.NONE,
                    1,
                    new StackSize(shape.layers, shape.width, shape.heads, 2 * shape.width))
                .withInitialDeviation(DEVIATION));
    this.decoder =
        new Decoder(
            DecoderConfig.builder(begin() + 1, shape.width, 1, shape.heads)
                .contextLength(shape.longest + 1)
                .feedForwardWidth(2 * shape.width)
                .tiedHead(true)
                .initialDeviation(DEVIATION)
                .build());
  }

  Shape shape() {
    return shape;
  }

  Decoder decoder() {
    return decoder;
  }

  /** The token before the first. */
  int begin() {
    return shape.vocabulary;
  }

  Parameters initialize(Seeds seeds) {
    LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
    try (Scope _ = Scope.open();
        Parameters ofEncoder = encoder.initialize(seeds.child("encoder"));
        Parameters ofDecoder = decoder.initialize(seeds.child("decoder"))) {
      tensors.put(UP, normal(seeds, UP, shape.width, shape.features));
      tensors.put(UP_BIAS, Tensors.zeros(ScalarType.Float, shape.width));
      tensors.put(DOWN, normal(seeds, DOWN, shape.width, shape.width));
      tensors.put(DOWN_BIAS, Tensors.zeros(ScalarType.Float, shape.width));
      ofEncoder.names().forEach(name -> tensors.put(name, ofEncoder.get(name).clone()));
      ofDecoder.names().forEach(name -> tensors.put(name, ofDecoder.get(name).clone()));
      return Parameters.owning(tensors);
    }
  }

  /** About a dozen features of an item are there at once, so that sums begin near 1. */
  private static Tensor normal(Seeds seeds, String name, int rows, int columns) {
    RandomGenerator random = seeds.generator(name);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() / Math.sqrt(Math.min(columns, 12)));
    }
    return Tensors.floats(values, rows, columns);
  }

  /** The mean vector of each set: [sets, width]. */
  Tensor read(Weights weights, List<List<int[]>> sets) {
    int most = sets.stream().mapToInt(List::size).max().orElseThrow();
    float[] features = new float[sets.size() * most * shape.features];
    boolean[] valid = new boolean[sets.size() * most];
    float[] shares = new float[sets.size() * most];
    for (int s = 0; s < sets.size(); s++) {
      List<int[]> items = sets.get(s);
      for (int i = 0; i < items.size(); i++) {
        int row = s * most + i;
        valid[row] = true;
        shares[row] = 1f / items.size();
        for (int feature : items.get(i)) {
          features[row * shape.features + feature] = 1;
        }
      }
    }
    Tensor x = Tensors.floats(features, sets.size(), most, shape.features);
    Tensor hidden = torch.relu(linear(x, weights, UP, UP_BIAS));
    Tensor vectors = linear(hidden, weights, DOWN, DOWN_BIAS); // [sets, most, width]
    EncoderInput input =
        EncoderInput.of(Tensors.zeros(ScalarType.Long, sets.size(), most))
            .withValid(Tensors.booleans(valid, sets.size(), most));
    Tensor states = encoder.hidden(weights, input, Interventions.of(new Instead(vectors)));
    return states.mul(Tensors.floats(shares, sets.size(), most, 1)).sum(1);
  }

  private static Tensor linear(Tensor x, Weights weights, String matrix, String bias) {
    return torch.linear(x, weights.get(matrix), new TensorOptional(weights.get(bias)));
  }

  /** What makes a decoder write of sets: their means are added to every embedded token. */
  static Interventions about(Tensor means) {
    return Interventions.of(new Added(means.unsqueeze(1)));
  }

  /** Other vectors in the place of embedded tokens. */
  private record Instead(Tensor vectors) implements Intervention {
    @Override
    public Tensor residual(Site site, Tensor stream) {
      return site.equals(Site.EMBEDDING) ? vectors : stream;
    }
  }

  private record Added(Tensor vectors) implements Intervention {
    @Override
    public Tensor residual(Site site, Tensor stream) {
      return site.equals(Site.EMBEDDING) ? stream.add(vectors) : stream;
    }
  }

  /**
   * The cross-entropy of the tokens of targets and of their ends.
   *
   * @param pairs by number; the same number gives the same pair
   */
  Objective objective(Weights weights, int size, IntFunction<Pair> pairs) {
    return new Objective() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public double weight(int example) {
        return pairs.apply(example).target().length + 1.0;
      }

      @Override
      public Tensor loss(int[] examples) {
        List<Pair> batch = Arrays.stream(examples).mapToObj(pairs).toList();
        Tensor means = read(weights, batch.stream().map(Pair::items).toList());
        TrainingSet targets =
            TrainingSet.of(batch.stream().map(SetToSequence.this::framed).toList());
        return new TokenObjective(
                decoder, weights, about(means), targets, TokenObjective.Packing.JOINED)
            .loss(IntStream.range(0, examples.length).toArray());
      }
    };
  }

  private TrainingExample framed(Pair pair) {
    int[] tokens = new int[pair.target().length + 2];
    tokens[0] = begin();
    System.arraycopy(pair.target(), 0, tokens, 1, pair.target().length);
    return TrainingExample.causal(tokens);
  }
}
