package dev.chiron.nn.probe;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.training.AdamW;
import dev.chiron.nn.training.Gradients;
import dev.chiron.nn.training.ParameterGroup;
import dev.chiron.nn.weights.Parameters;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A classifier of vectors: linear, or {@code ReLU} layers and a linear one. What it reads from
 * hidden states of a model, the model holds there — or the probe has worked out by itself, which is
 * why a deep probe is always to be shown beside a linear one.
 *
 * <p>Trained as in arXiv 2305.11169: inputs standardised, cross-entropy, AdamW with a rate of 0.02
 * that is multiplied by 0.95 at every 150th part of the training, weight decay 0.2 on matrices,
 * batches of 1,024.
 */
public final class Probe implements AutoCloseable {
  private static final int BATCH = 1024;
  private static final double RATE = 0.02;
  private static final double DECAY = 0.2;
  private static final double FALL = 0.95;
  private static final int FALLS = 150;

  /**
   * What a probe is.
   *
   * @param hidden the widths of its hidden layers; none for a linear probe
   * @param steps of training
   */
  public record Shape(List<Integer> hidden, int steps) {
    public Shape {
      hidden = List.copyOf(hidden);
    }

    public static Shape linear(int steps) {
      return new Shape(List.of(), steps);
    }

    public static Shape mlp(int width, int steps) {
      return new Shape(List.of(width), steps);
    }
  }

  private final Parameters weights;
  private final int layers;
  private final float[] mean;
  private final float[] scale;

  private Probe(Parameters weights, int layers, float[] mean, float[] scale) {
    this.weights = weights;
    this.layers = layers;
    this.mean = mean;
    this.scale = scale;
  }

  /**
   * Trains a probe.
   *
   * @param inputs [examples][width]
   * @param labels of the examples, each from 0 to {@code classes} - 1
   */
  public static Probe train(Shape shape, float[][] inputs, int[] labels, int classes, Seeds seeds) {
    if (inputs.length == 0 || inputs.length != labels.length) {
      throw new IllegalArgumentException(
          inputs.length + " inputs with " + labels.length + " labels");
    }
    int width = inputs[0].length;
    float[] mean = new float[width];
    float[] scale = new float[width];
    standardise(inputs, mean, scale);
    Probe probe =
        new Probe(fresh(shape, width, classes, seeds), shape.hidden().size() + 1, mean, scale);
    probe.learn(inputs, labels, shape.steps(), seeds.generator("order"));
    return probe;
  }

  private static void standardise(float[][] inputs, float[] mean, float[] scale) {
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      double squares = 0;
      for (float[] input : inputs) {
        sum += input[i];
        squares += (double) input[i] * input[i];
      }
      double average = sum / inputs.length;
      double variance = Math.max(0, squares / inputs.length - average * average);
      mean[i] = (float) average;
      scale[i] = variance < 1e-12 ? 0 : (float) (1 / Math.sqrt(variance));
    }
  }

  /** Uniform in ±1/sqrt(in), as PyTorch begins a linear map. */
  private static Parameters fresh(Shape shape, int width, int classes, Seeds seeds) {
    LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
    try (Scope _ = Scope.open()) {
      int in = width;
      for (int layer = 0; layer <= shape.hidden().size(); layer++) {
        int out = layer < shape.hidden().size() ? shape.hidden().get(layer) : classes;
        double bound = 1 / Math.sqrt(in);
        RandomGenerator random = seeds.generator("layer " + layer);
        float[] values = new float[out * in];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) random.nextDouble(-bound, bound);
        }
        tensors.put("layers." + layer + ".weight", Tensors.floats(values, out, in));
        tensors.put("layers." + layer + ".bias", Tensors.zeros(ScalarType.Float, out));
        in = out;
      }
      return Parameters.owning(tensors);
    }
  }

  private void learn(float[][] inputs, int[] labels, int steps, RandomGenerator random) {
    weights.trainAll();
    int batch = Math.min(BATCH, inputs.length);
    List<Integer> order = List.of();
    int place = 0;
    try (AdamW optimizer =
        new AdamW(ParameterGroup.decayingMatrices(weights, DECAY), AdamW.Settings.TUNING)) {
      for (int step = 0; step < steps; step++) {
        if (place + batch > order.size()) {
          order = Seeds.shuffled(IntStream.range(0, inputs.length).boxed().toList(), random);
          place = 0;
        }
        int[] chosen = order.subList(place, place + batch).stream().mapToInt(i -> i).toArray();
        place += batch;
        try (Scope _ = Scope.open()) {
          Gradients.clear(weights);
          Tensor logits =
              logits(Arrays.stream(chosen).mapToObj(i -> inputs[i]).toArray(float[][]::new));
          Tensor targets = Tensors.longs(Arrays.stream(chosen).map(i -> labels[i]).toArray());
          torch.cross_entropy_loss(logits, targets).backward();
          int falls = (int) ((long) step * FALLS / steps);
          optimizer.step(RATE * Math.pow(FALL, falls));
        }
      }
      Gradients.clear(weights);
    }
    weights.freeze();
  }

  /** The logits of the classes: [inputs, classes], in the caller's scope. */
  private Tensor logits(float[][] inputs) {
    float[] flat = new float[inputs.length * mean.length];
    for (int r = 0; r < inputs.length; r++) {
      for (int i = 0; i < mean.length; i++) {
        flat[r * mean.length + i] = (inputs[r][i] - mean[i]) * scale[i];
      }
    }
    Tensor hidden = Tensors.floats(flat, inputs.length, mean.length);
    for (int layer = 0; layer < layers; layer++) {
      hidden = layer == 0 ? hidden : torch.relu(hidden);
      Tensor bias = weights.get("layers." + layer + ".bias");
      hidden =
          torch.linear(
              hidden, weights.get("layers." + layer + ".weight"), new TensorOptional(bias));
    }
    return hidden;
  }

  /** The most likely class of each input. */
  public int[] classify(float[][] inputs) {
    if (inputs.length == 0) {
      return new int[0];
    }
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      return Arrays.stream(Tensors.longs(logits(inputs).argmax(new LongOptional(1), false)))
          .mapToInt(Math::toIntExact)
          .toArray();
    }
  }

  @Override
  public void close() {
    weights.close();
  }
}
