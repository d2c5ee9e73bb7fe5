package dev.chiron.prompting.dynaicl;

import dev.chiron.core.error.InputException;
import dev.chiron.core.model.EmbeddingModel;
import dev.chiron.core.random.Seeds;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Looks at an input and says how many demonstrations it needs: C(k | input), a softmax over a grid
 * on top of the input's embedding. It sees no demonstration and no label.
 *
 * <p>Stage 1 learns k*, the fewest demonstrations that suffice, by maximum likelihood. Stage 2 goes
 * on by REINFORCE with the measured accuracies as environment, and the reward
 *
 * <pre>
 *   R(k, input) = α · accuracy(k) − (1 − α) · k / K_max
 * </pre>
 */
public final class ShotController {
  private static final int BATCH = 64;

  private final ShotGrid grid;
  private final String embedding;
  private final Perceptron network;

  private ShotController(ShotGrid grid, String embedding, Perceptron network) {
    this.grid = grid;
    this.embedding = embedding;
    this.network = network;
  }

  /**
   * A controller as it is written down.
   *
   * @param embedding name of the embedding model that its inputs come from
   * @param weights by layer, output and input, the bias last
   */
  public record Saved(ShotGrid grid, String embedding, List<List<List<Double>>> weights) {}

  /** Trains one on records. */
  public static ShotController train(
      ShotCounts counts, EmbeddingModel embeddings, ControllerSettings settings, Seeds seeds) {
    List<ShotCounts.Row> rows = counts.rows();
    float[][] inputs = embeddings.embed(rows.stream().map(ShotCounts.Row::input).toList());
    Perceptron network =
        Perceptron.fresh(
            inputs[0].length,
            settings.hidden(),
            counts.grid().size(),
            seeds.generator("controller"));
    RandomGenerator batches = seeds.generator("batches");
    for (int step = 0; step < settings.supervisedSteps(); step++) {
      for (int b = 0; b < BATCH; b++) {
        int i = batches.nextInt(inputs.length);
        double[] byLogits = network.probabilities(inputs[i]);
        byLogits[rows.get(i).needed(counts.grid(), settings.threshold())] -= 1;
        network.accumulate(inputs[i], scaled(byLogits, 1.0 / BATCH));
      }
      network.step(settings.learningRate());
    }
    PolicyGradient policy = new PolicyGradient(seeds.generator("policy"));
    for (int step = 0; step < settings.reinforcedSteps(); step++) {
      for (int b = 0; b < BATCH; b++) {
        int i = batches.nextInt(inputs.length);
        double[] gradient =
            policy.estimate(
                network.probabilities(inputs[i]), rewards(counts, rows.get(i), settings.alpha()));
        network.accumulate(inputs[i], scaled(gradient, -1.0 / BATCH));
      }
      network.step(settings.learningRate());
    }
    return new ShotController(counts.grid(), embeddings.name(), network);
  }

  /**
   * Opens one that was written down.
   *
   * @throws InputException if it was trained on other embeddings
   */
  public static ShotController of(Saved saved, EmbeddingModel embeddings) {
    if (!saved.embedding().equals(embeddings.name())) {
      throw new InputException(
          "the controller reads embeddings of '"
              + saved.embedding()
              + "', not of '"
              + embeddings.name()
              + "': train one for this model");
    }
    return new ShotController(saved.grid(), saved.embedding(), Perceptron.of(saved.weights()));
  }

  /** What is written down of it. */
  public Saved saved() {
    return new Saved(grid, embedding, network.weights());
  }

  public ShotGrid grid() {
    return grid;
  }

  /**
   * The number of demonstrations that each input is expected to need, Σ k · C(k | input).
   *
   * @throws InputException if the embeddings are of another size than those that it was trained on
   */
  public double[] expected(List<String> inputs, EmbeddingModel embeddings) {
    float[][] vectors = inputs.isEmpty() ? new float[0][] : embeddings.embed(inputs);
    double[] needed = new double[vectors.length];
    for (int i = 0; i < needed.length; i++) {
      if (vectors[i].length != network.inputs()) {
        throw new InputException(
            "the controller reads embeddings of "
                + network.inputs()
                + " numbers, not "
                + vectors[i].length
                + ": train one for this model");
      }
      double[] probabilities = network.probabilities(vectors[i]);
      for (int k = 0; k < probabilities.length; k++) {
        needed[i] += probabilities[k] * grid.shots().get(k);
      }
    }
    return needed;
  }

  private static double[] rewards(ShotCounts counts, ShotCounts.Row row, double alpha) {
    double[] rewards = new double[counts.grid().size()];
    for (int k = 0; k < rewards.length; k++) {
      double cost = (double) counts.grid().shots().get(k) / counts.grid().most();
      rewards[k] = alpha * row.accuracy().get(k) - (1 - alpha) * cost;
    }
    return rewards;
  }

  private static double[] scaled(double[] values, double factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return values;
  }
}
