package dev.chiron.nn.training;

import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Adafactor (Shazeer and Stern, 2018, arXiv:1804.04235, algorithms 4 and 5): Adam without a mean of
 * gradients, whose mean of squares of an n × m matrix is kept as n + m numbers. At step t:
 *
 * <pre>
 * β ← 1 - t^(-decay)
 * r ← β r + (1 - β) mean over columns of (g² + ε₁)
 * c ← β c + (1 - β) mean over rows of (g² + ε₁)
 * u ← g / √(r c / mean(r)),  u ← u / max(1, rms(u) / d)
 * θ ← (1 - η λ) θ - η max(ε₂, rms(θ)) u
 * </pre>
 *
 * <p>A vector keeps its whole mean of squares. Of a tensor of more dimensions the last two are its
 * matrices.
 */
public final class Adafactor implements Optimizer {
  private static final String STEPS = "steps";

  /**
   * @param epsilon1 added to each squared gradient
   * @param epsilon2 least size of a tensor that its steps are relative to
   * @param clip d: the largest root mean square of an update
   * @param decay how fast β goes to 1
   * @param relative whether steps are relative to the size of the tensor; otherwise η is absolute
   * @param weightDecay of matrices
   */
  public record Settings(
      double epsilon1,
      double epsilon2,
      double clip,
      double decay,
      boolean relative,
      double weightDecay)
      implements Optimizer.Settings {
    /** The values of the paper's section 9, without weight decay. */
    public static final Settings PAPER = new Settings(1e-30, 1e-3, 1, 0.8, true, 0);

    @Override
    public Adafactor of(List<ParameterGroup> groups) {
      return new Adafactor(groups, this);
    }
  }

  private final List<ParameterGroup> groups;
  private final Settings settings;
  private final Parameters squares;
  private long steps;

  private Adafactor(List<ParameterGroup> groups, Settings settings) {
    this.groups = List.copyOf(groups);
    this.settings = settings;
    this.squares = zeros(groups);
  }

  private static Parameters zeros(List<ParameterGroup> groups) {
    Map<String, Tensor> state = new LinkedHashMap<>();
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      for (ParameterGroup group : groups) {
        group
            .tensors()
            .forEach(
                (name, tensor) -> {
                  if (tensor.dim() < 2) {
                    state.put("square." + name, torch.zeros_like(tensor));
                  } else {
                    state.put("row." + name, torch.zeros_like(tensor.select(-1, 0)));
                    state.put("column." + name, torch.zeros_like(tensor.select(-2, 0)));
                  }
                });
      }
      return Parameters.owning(state);
    }
  }

  @Override
  public void step(double learningRate) {
    steps++;
    double fresh = Math.pow((double) steps, -settings.decay);
    for (ParameterGroup group : groups) {
      double rate = learningRate * group.learningRateScale();
      try (var _ = Torch.noGradient()) {
        group
            .tensors()
            .forEach((name, tensor) -> step(name, tensor, rate, group.weightDecay(), fresh));
      }
    }
  }

  private void step(String name, Tensor tensor, double rate, double weightDecay, double fresh) {
    Tensor gradient = tensor.grad();
    if (!gradient.defined()) {
      return;
    }
    try (Scope _ = Scope.open()) {
      Tensor update = update(name, gradient, new Scalar(fresh));
      Tensor excess =
          torch.clamp_min(rms(update).mul_(new Scalar(1 / settings.clip)), new Scalar(1.0));
      Tensor move = update.div_(excess).mul_(new Scalar(-rate));
      if (settings.relative) {
        move.mul_(torch.clamp_min(rms(tensor), new Scalar(settings.epsilon2)));
      }
      tensor.mul_(new Scalar(1 - rate * weightDecay)).add_(move);
    }
  }

  /** The gradient over the root of the mean of squares. */
  private Tensor update(String name, Tensor gradient, Scalar fresh) {
    Tensor squared = gradient.mul(gradient).add_(new Scalar(settings.epsilon1));
    if (gradient.dim() < 2) {
      return gradient.mul(squares.get("square." + name).lerp_(squared, fresh).rsqrt());
    }
    Tensor rows = squares.get("row." + name).lerp_(mean(squared, -1), fresh);
    Tensor columns = squares.get("column." + name).lerp_(mean(squared, -2), fresh);
    Tensor rowShare = rows.div(mean(rows, -1).unsqueeze(-1)).rsqrt_().unsqueeze(-1);
    return gradient.mul(rowShare).mul_(columns.rsqrt().unsqueeze(-2));
  }

  private static Tensor mean(Tensor tensor, long dimension) {
    return torch.mean(tensor, dimension);
  }

  private static Tensor rms(Tensor tensor) {
    return tensor.norm().mul_(new Scalar(1 / Math.sqrt((double) tensor.numel())));
  }

  @Override
  public Weights state() {
    return squares.overlay(Weights.of(Map.of(STEPS, OptimizerState.count(steps))));
  }

  @Override
  public void load(Weights state) {
    squares.load(state);
    steps = Tensors.longs(state.get(STEPS))[0];
  }

  @Override
  public void close() {
    squares.close();
  }
}
