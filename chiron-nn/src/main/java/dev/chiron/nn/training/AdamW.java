package dev.chiron.nn.training;

import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, 2019). At step t, with gradient g:
 *
 * <pre>
 * m ← β₁ m + (1 - β₁) g
 * v ← β₂ v + (1 - β₂) g²
 * θ ← (1 - η λ) θ - η m / (1 - β₁ᵗ) / (√(v / (1 - β₂ᵗ)) + ε)
 * </pre>
 *
 * <p>Each tensor costs seven native calls, all in place but for one temporary of its size.
 */
public final class AdamW implements Optimizer {
  private static final String STEPS = "steps";
  private static final String RESTART = "restart.";

  /**
   * @param beta1 decay of the mean of gradients
   * @param beta2 decay of the mean of their squares
   * @param epsilon added to the divisor
   * @param weightDecay of matrices
   */
  public record Settings(double beta1, double beta2, double epsilon, double weightDecay)
      implements Optimizer.Settings {
    /** β₂ = 0.95 and decay 0.1 as in GPT-3 (Brown et al., 2020, appendix B): for pre-training. */
    public static final Settings PRETRAINING = new Settings(0.9, 0.95, 1e-8, 0.1);

    /** β₂ = 0.999 as in Adam's paper, and no decay: for tuning on little data. */
    public static final Settings TUNING = new Settings(0.9, 0.999, 1e-8, 0);

    @Override
    public AdamW of(List<ParameterGroup> groups) {
      return new AdamW(groups, this);
    }
  }

  private final List<ParameterGroup> groups;
  private final Settings settings;
  private final Parameters moments;
  private final Map<String, Long> restarts = new TreeMap<>();
  private long steps;

  /** With groups of the caller's own, whose weight decay is used instead of the settings'. */
  public AdamW(List<ParameterGroup> groups, Settings settings) {
    this.groups = List.copyOf(groups);
    this.settings = settings;
    this.moments = OptimizerState.zeros(groups, "mean", "square");
  }

  @Override
  public void step(double learningRate) {
    steps++;
    for (ParameterGroup group : groups) {
      try (Scope _ = Scope.open();
          var _ = Torch.noGradient()) {
        Factors usual = factors(group, learningRate, steps);
        group
            .tensors()
            .forEach(
                (name, tensor) -> {
                  Long restart = restarts.get(name);
                  step(
                      name,
                      tensor,
                      restart == null ? usual : factors(group, learningRate, steps - restart));
                });
      }
    }
  }

  private Factors factors(ParameterGroup group, double learningRate, long gathered) {
    // √(v / c₂) + ε = (√v + ε √c₂) / √c₂, which saves a pass over the tensor.
    double correction1 = 1 - Math.pow(settings.beta1, (double) gathered);
    double correction2 = Math.sqrt(1 - Math.pow(settings.beta2, (double) gathered));
    double rate = learningRate * group.learningRateScale();
    return new Factors(
        new Scalar(1 - rate * group.weightDecay()),
        new Scalar(1 - settings.beta1),
        new Scalar(settings.beta2),
        new Scalar(1 - settings.beta2),
        new Scalar(settings.epsilon * correction2),
        new Scalar(-rate * correction2 / correction1));
  }

  private record Factors(
      Scalar keep,
      Scalar meanShare,
      Scalar decay,
      Scalar squareShare,
      Scalar epsilon,
      Scalar move) {}

  private void step(String name, Tensor tensor, Factors factors) {
    Tensor gradient = tensor.grad();
    if (!gradient.defined()) {
      return;
    }
    Tensor mean = moments.get("mean." + name);
    Tensor square = moments.get("square." + name);
    try (Scope _ = Scope.open()) {
      mean.lerp_(gradient, factors.meanShare);
      square.mul_(factors.decay).addcmul_(gradient, gradient, factors.squareShare);
      Tensor divisor = square.sqrt().add_(factors.epsilon);
      tensor.mul_(factors.keep).addcdiv_(mean, divisor, factors.move);
    }
  }

  /** Its moments become 0, and their correction begins anew. */
  @Override
  public void forget(String name) {
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      moments.get("mean." + name).zero_();
      moments.get("square." + name).zero_();
    }
    restarts.put(name, steps);
  }

  @Override
  public Weights state() {
    Map<String, Tensor> counts = new LinkedHashMap<>();
    counts.put(STEPS, OptimizerState.count(steps));
    restarts.forEach((name, step) -> counts.put(RESTART + name, OptimizerState.count(step)));
    return moments.overlay(Weights.of(counts));
  }

  @Override
  public void load(Weights state) {
    moments.load(state);
    steps = Tensors.longs(state.get(STEPS))[0];
    restarts.clear();
    for (String name : state.names()) {
      if (name.startsWith(RESTART)) {
        restarts.put(name.substring(RESTART.length()), Tensors.longs(state.get(name))[0]);
      }
    }
  }

  @Override
  public void close() {
    moments.close();
  }
}
