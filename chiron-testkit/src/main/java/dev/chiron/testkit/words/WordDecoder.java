package dev.chiron.testkit.words;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.training.LearningRateSchedule;
import dev.chiron.nn.training.TokenObjective;
import dev.chiron.nn.training.Trainer;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.training.TrainingExample;
import dev.chiron.nn.training.TrainingSet;
import dev.chiron.nn.weights.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** A small decoder whose tokens are numbers of words, with tied embeddings. */
public final class WordDecoder implements AutoCloseable {
  private static final String EMBEDDING = "model.embed_tokens.weight";
  private static final int MOST_ROWS = 512;

  private final Decoder decoder;
  private final Parameters weights;

  private WordDecoder(Decoder decoder, Parameters weights) {
    this.decoder = decoder;
    this.weights = weights;
  }

  /**
   * The size of a decoder and how it is trained.
   *
   * @param batch documents of a step; no document is seen twice
   * @param learningRate after a warm-up of a twentieth of the steps, falling to a tenth by a cosine
   */
  public record Recipe(
      int vocabulary,
      int width,
      int layers,
      int heads,
      int context,
      int steps,
      int batch,
      double learningRate) {}

  /**
   * Trains one.
   *
   * @param document the document of a number; the same number gives the same document
   */
  public static WordDecoder train(
      Recipe recipe, IntFunction<TrainingExample> document, Seeds seeds, Progress progress) {
    Decoder decoder =
        new Decoder(
            DecoderConfig.builder(
                    recipe.vocabulary(), recipe.width(), recipe.layers(), recipe.heads())
                .contextLength(recipe.context())
                .tiedHead(true)
                .build());
    Parameters weights = decoder.initialize(seeds.child("weights"));
    TrainingSet documents = TrainingSet.drawn(recipe.steps() * recipe.batch(), document);
    TrainerConfig config =
        TrainerConfig.builder(
                new LearningRateSchedule.Cosine(
                    recipe.learningRate(), Math.max(1, recipe.steps() / 20), 0.1))
            .steps(recipe.steps())
            .batchSize(recipe.batch())
            .seed(seeds.derive("order"))
            .build();
    weights.trainAll();
    new Trainer(config, weights, new TokenObjective(decoder, weights, documents))
        .tells(progress)
        .train();
    weights.freeze();
    return new WordDecoder(decoder, weights);
  }

  /** The logits after each row, for some words; rows may differ in length. */
  public double[][] next(List<int[]> rows, int[] words) {
    Map<Integer, List<Integer>> byLength = new TreeMap<>();
    for (int i = 0; i < rows.size(); i++) {
      byLength.computeIfAbsent(rows.get(i).length, l -> new ArrayList<>()).add(i);
    }
    double[][] logits = new double[rows.size()][];
    for (List<Integer> same : byLength.values()) {
      for (int from = 0; from < same.size(); from += MOST_ROWS) {
        fill(rows, words, same.subList(from, Math.min(same.size(), from + MOST_ROWS)), logits);
      }
    }
    return logits;
  }

  private void fill(List<int[]> rows, int[] words, List<Integer> chosen, double[][] logits) {
    int[][] batch = chosen.stream().map(rows::get).toArray(int[][]::new);
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      float[] flat =
          Tensors.floats(
              decoder
                  .forwardLast(weights, TokenInput.of(batch), Interventions.NONE)
                  .index_select(1, Tensors.longs(words)));
      for (int i = 0; i < batch.length; i++) {
        double[] row = new double[words.length];
        for (int w = 0; w < words.length; w++) {
          row[w] = flat[i * words.length + w];
        }
        logits[chosen.get(i)] = row;
      }
    }
  }

  /** The embedding of each word: [vocabulary][width]. */
  public float[][] embeddings() {
    int width = decoder.config().width();
    float[] flat = Tensors.floats(weights.get(EMBEDDING));
    float[][] rows = new float[flat.length / width][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
    }
    return rows;
  }

  @Override
  public void close() {
    weights.close();
  }
}
