package dev.chiron.nn.training;

import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Muon (Jordan et al., 2024): the momentum of each hidden matrix is orthogonalised before it moves
 * the matrix. With gradient g of an n × m matrix:
 *
 * <pre>
 * b ← μ b + g
 * θ ← (1 - η λ) θ - η · 0.2 √max(n, m) · orthogonal(g + μ b)
 * </pre>
 *
 * <p>{@code orthogonal} is five steps of the quintic Newton–Schulz iteration, whose coefficients
 * are the authors'. The factor gives the update the size of AdamW's, so that both take one learning
 * rate (Liu et al., 2025, arXiv 2502.16982, section 2.2). Embeddings, heads and vectors are
 * AdamW's.
 */
public final class Muon implements Optimizer {
  private static final double A = 3.4445;
  private static final double B = -4.7750;
  private static final double C = 2.0315;
  private static final int ITERATIONS = 5;
  private static final double SIZE_OF_ADAM = 0.2;

  /**
   * @param momentum μ
   * @param rest of embeddings, heads and vectors; its weight decay is the matrices' too
   */
  public record Settings(double momentum, AdamW.Settings rest) implements Optimizer.Settings {
    /** μ = 0.95 as the authors have it. */
    public static final Settings PRETRAINING = new Settings(0.95, AdamW.Settings.PRETRAINING);

    @Override
    public double weightDecay() {
      return rest.weightDecay();
    }

    /**
     * Refuses: which tensors are orthogonalised is Muon's own choice.
     *
     * @throws IllegalArgumentException always
     */
    @Override
    public Muon of(List<ParameterGroup> groups) {
      throw new IllegalArgumentException("Muon has groups of its own");
    }

    @Override
    public Muon of(Parameters parameters) {
      return new Muon(parameters, this);
    }
  }

  private final Settings settings;
  private final SequencedMap<String, Tensor> matrices = new LinkedHashMap<>();
  private final Parameters momenta;
  private final AdamW rest;

  private Muon(Parameters parameters, Settings settings) {
    this.settings = settings;
    SequencedMap<String, Tensor> tables = new LinkedHashMap<>();
    SequencedMap<String, Tensor> vectors = new LinkedHashMap<>();
    parameters
        .trained()
        .forEach(
            (name, tensor) ->
                (tensor.dim() != 2 ? vectors : isTable(name) ? tables : matrices)
                    .put(name, tensor));
    double decay = settings.rest.weightDecay();
    this.momenta =
        OptimizerState.zeros(List.of(new ParameterGroup(matrices, decay, 1)), "momentum");
    this.rest =
        new AdamW(
            List.of(new ParameterGroup(tables, decay, 1), new ParameterGroup(vectors, 0, 1)),
            settings.rest);
  }

  /** Whether a matrix is a row per token: what such a row moves by has no common direction. */
  private static boolean isTable(String name) {
    return name.contains("embed") || name.contains("lm_head");
  }

  @Override
  public void step(double learningRate) {
    rest.step(learningRate);
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      matrices.forEach((name, tensor) -> step(name, tensor, learningRate));
    }
  }

  private void step(String name, Tensor tensor, double rate) {
    Tensor gradient = tensor.grad();
    if (!gradient.defined()) {
      return;
    }
    try (Scope _ = Scope.open()) {
      Scalar momentum = new Scalar(settings.momentum);
      Tensor buffer = momenta.get("momentum." + name).mul_(momentum).add_(gradient);
      Tensor direction = orthogonal(gradient.add(buffer, momentum));
      double size = SIZE_OF_ADAM * Math.sqrt((double) Math.max(tensor.size(0), tensor.size(1)));
      tensor
          .mul_(new Scalar(1 - rate * settings.rest.weightDecay()))
          .add_(direction, new Scalar(-rate * size));
    }
  }

  /** A matrix of the same singular vectors whose singular values are all near 1. */
  static Tensor orthogonal(Tensor matrix) {
    boolean tall = matrix.size(0) > matrix.size(1);
    Tensor x = tall ? matrix.t() : matrix;
    x = x.div(x.norm().add(new Scalar(1e-7)));
    for (int i = 0; i < ITERATIONS; i++) {
      Tensor gram = x.matmul(x.t());
      Tensor polynomial = gram.mul(new Scalar(B)).add(gram.matmul(gram), new Scalar(C));
      x = x.mul(new Scalar(A)).add(polynomial.matmul(x));
    }
    return tall ? x.t() : x;
  }

  @Override
  public void forget(String name) {
    if (matrices.containsKey(name)) {
      momenta.get("momentum." + name).zero_();
    } else {
      rest.forget(name);
    }
  }

  @Override
  public Weights state() {
    return momenta.overlay(rest.state());
  }

  @Override
  public void load(Weights state) {
    momenta.load(state);
    rest.load(state);
  }

  @Override
  public void close() {
    momenta.close();
    rest.close();
  }
}
