package dev.chiron.init.dualprocess;

import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.training.Optimizer;
import dev.chiron.nn.training.StepAction;
import dev.chiron.nn.weights.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/**
 * Forgets the table of token embeddings between steps, {@code E ~ N(0, σ²)}, with the optimiser's
 * state of it; everything else stays. A head of its own is given the same rows, since otherwise a
 * token that was never trained could not be said. What is drawn follows from the seed and the step,
 * so a resumed training forgets the same.
 */
public final class EmbeddingForgetting implements StepAction {
  private final Forgetting forgetting;
  private final Parameters weights;
  private final List<String> tables;
  private final double deviation;
  private final IntFunction<int[]> tokens;
  private final Seeds seeds;
  private final Map<String, Tensor> saved = new LinkedHashMap<>();

  /**
   * @param tables of the weights; all but the first are given the rows of the first
   * @param deviation σ
   * @param tokens of an example; only {@link Forgetting.Probabilistic} asks for them
   */
  public EmbeddingForgetting(
      Forgetting forgetting,
      Parameters weights,
      List<String> tables,
      double deviation,
      IntFunction<int[]> tokens,
      Seeds seeds) {
    this.forgetting = forgetting;
    this.weights = weights;
    this.tables = List.copyOf(tables);
    this.deviation = deviation;
    this.tokens = tokens;
    this.seeds = seeds;
  }

  /**
   * The tables of a decoder's embeddings: with a head of its own two.
   *
   * @param resetHead whether such a head may be forgotten too
   * @throws InputException if there is such a head and it may not
   */
  public static List<String> tables(Decoder decoder, boolean resetHead) {
    String table = decoder.shapes().firstEntry().getKey();
    if (decoder.config().tiedHead()) {
      return List.of(table);
    }
    if (!resetHead) {
      throw new InputException(
          "forgetting: the model's head is not tied to its embedding, and a token whose embedding is"
              + " forgotten could not be said: give --reset-head to forget the head with it");
    }
    return List.of(table, decoder.linearSites().lastEntry().getValue());
  }

  @Override
  public void beforeGradients(long step, List<int[]> batches) {
    if (!(forgetting instanceof Forgetting.Probabilistic noise) || !noise.isDue(step)) {
      return;
    }
    RandomGenerator random = seeds.generator("noise." + step);
    TreeSet<Integer> present = new TreeSet<>();
    for (int[] batch : batches) {
      for (int example : batch) {
        for (int token : tokens.apply(example)) {
          present.add(token);
        }
      }
    }
    int[] chosen =
        present.stream()
            .filter(_ -> random.nextDouble() < noise.share())
            .mapToInt(Integer::intValue)
            .toArray();
    if (chosen.length == 0) {
      return;
    }
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      int width = Math.toIntExact(weights.get(tables.getFirst()).size(1));
      Tensor fresh = drawn(chosen.length, width, random);
      for (String table : tables) {
        Tensor rows = weights.get(table);
        saved.put(table, Scope.own(rows.detach().clone()));
        rows.index_copy_(
            0, Tensors.onDeviceOf(rows, Tensors.longs(chosen)), Tensors.onDeviceOf(rows, fresh));
      }
    }
  }

  @Override
  public void afterGradients(long step) {
    if (saved.isEmpty()) {
      return;
    }
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      saved.forEach(
          (table, rows) -> {
            weights.get(table).copy_(rows);
            weights.get(table).mutable_grad().reset();
            rows.close();
          });
    }
    saved.clear();
  }

  @Override
  public void afterUpdate(long step, Optimizer optimizer) {
    if (forgetting instanceof Forgetting.Probabilistic || !forgetting.isDue(step)) {
      return;
    }
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      Tensor first = weights.get(tables.getFirst());
      Tensor fresh =
          drawn(
              Math.toIntExact(first.size(0)),
              Math.toIntExact(first.size(1)),
              seeds.generator("reset." + step));
      for (String table : tables) {
        weights.get(table).copy_(fresh);
        optimizer.forget(table);
      }
    }
  }

  private Tensor drawn(int rows, int width, RandomGenerator random) {
    return FreshRows.drawn(rows, width, deviation, random);
  }

  @Override
  public String fingerprint() {
    return "forgetting %s of %s, deviation %s, seed %d"
        .formatted(forgetting, tables, deviation, seeds.seed());
  }
}
