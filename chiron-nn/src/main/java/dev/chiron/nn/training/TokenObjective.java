package dev.chiron.nn.training;

import dev.chiron.core.error.InputException;
import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Weights;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Cross-entropy of the next token, weighted per token. The head is applied only where a prediction
 * counts.
 *
 * <p>An example that is longer than the model reads at once is cut at its beginning, because what
 * is learned of a prompted example stands at its end.
 */
public final class TokenObjective implements Objective {
  /** Who sees whom in a row. */
  public enum Packing {
    /**
     * The documents of a packed row follow each other as if they were one text, as in the
     * pre-training of GPT-3: the cheapest, and causal attention needs no mask.
     */
    JOINED,
    /**
     * The documents of a packed row see only themselves, and their positions begin at 0: as if each
     * had a row of its own.
     */
    ISOLATED,
    /**
     * One document a row, whose tokens before the first learned one are seen from everywhere in it:
     * prefix language modelling (Raffel et al., 2020, arXiv:1910.10683, section 3.2.1).
     */
    PREFIX
  }

  private static final int REDUCE_NONE = 0;
  private static final int REDUCE_SUM = 2;
  private static final int NO_IGNORED_TARGET = -100;

  private final Architecture architecture;
  private final Weights weights;
  private final Interventions interventions;
  private final TrainingSet examples;
  private final Packing packing;

  /**
   * @param weights may be any view, such as a frozen base; what is trained is the trainer's choice
   * @param interventions such as an adapter whose parameters are trained
   */
  public TokenObjective(
      Architecture architecture,
      Weights weights,
      Interventions interventions,
      TrainingSet examples,
      Packing packing) {
    this.architecture = architecture;
    this.weights = weights;
    this.interventions = interventions;
    this.examples = examples;
    this.packing = packing;
    if (examples.size() == 0) {
      throw new InputException("there are no training examples");
    }
  }

  /** All weights of a model on examples, without interventions. */
  public TokenObjective(Architecture architecture, Weights weights, TrainingSet examples) {
    this(architecture, weights, Interventions.NONE, examples, Packing.JOINED);
  }

  @Override
  public int size() {
    return examples.size();
  }

  @Override
  public double weight(int example) {
    return length(example) == examples.length(example)
        ? examples.weight(example)
        : example(example).weight();
  }

  @Override
  public int length(int example) {
    return Math.min(examples.length(example), longest());
  }

  /** The last token of an example is only predicted, so that it takes no place. */
  private int longest() {
    return architecture.config().contextLength() - interventions.virtualTokens() + 1;
  }

  private TrainingExample example(int index) {
    return examples.get(index).last(longest());
  }

  @Override
  public Tensor loss(int[] chosen) {
    TokenBatch batch =
        new TokenBatch(
            Arrays.stream(chosen).mapToObj(this::example).toArray(TrainingExample[]::new), 0);
    if (batch.predictions() == 0) {
      return Tensors.zeros(ScalarType.Float);
    }
    TokenInput input =
        switch (packing) {
          case JOINED -> batch.joined();
          case ISOLATED -> batch.isolated();
          case PREFIX -> batch.prefixed();
        };
    Tensor like = weights.get(weights.names().getFirst());
    Tensor positions = Tensors.onDeviceOf(like, batch.positions());
    Tensor logits = architecture.forwardAt(weights, input, positions, interventions);
    Tensor targets = Tensors.onDeviceOf(logits, batch.targets());
    if (batch.allWeighOne()) {
      return crossEntropy(logits, targets, REDUCE_SUM);
    }
    Tensor shares = Tensors.onDeviceOf(logits, batch.weights());
    return crossEntropy(logits, targets, REDUCE_NONE).mul(shares).sum();
  }

  private static Tensor crossEntropy(Tensor logits, Tensor targets, int reduction) {
    return torch.cross_entropy_loss(
        logits, targets, new TensorOptional(), reduction, NO_IGNORED_TARGET, 0);
  }

  @Override
  public String fingerprint() {
    int last = examples.size() - 1;
    return "%d examples, first %s, last %s"
        .formatted(examples.size(), digest(examples.get(0)), digest(examples.get(last)));
  }

  private static String digest(TrainingExample example) {
    return "%d tokens %08x".formatted(example.length(), Arrays.hashCode(example.tokens()));
  }
}
