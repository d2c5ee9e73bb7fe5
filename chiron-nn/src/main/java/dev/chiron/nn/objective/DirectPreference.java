package dev.chiron.nn.objective;

import dev.chiron.nn.adapter.Adapter;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.training.Objective;
import dev.chiron.nn.training.TrainingExample;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Direct preference optimisation (Rafailov et al., 2023, arXiv:2305.18290, equation 7): {@code -log
 * σ(β (log π(w)/ρ(w) - log π(l)/ρ(l)))} for the preferred answer w and the other l, with the policy
 * π and its reference ρ.
 *
 * <p>The reference is the policy with its adapter switched off, so that it costs no second model;
 * since it does not change, each pair's is computed once.
 */
public final class DirectPreference implements Objective {
  private final TokenModel policy;
  private final Adapter adapter;
  private final List<Preference> pairs;
  private final double beta;
  private final double[] reference;

  /**
   * @param policy with the adapter among its interventions; its weights stay as they are
   * @param adapter what is trained
   * @param beta how much a distance from the reference costs; the paper's experiments use 0.1
   */
  public DirectPreference(TokenModel policy, Adapter adapter, List<Preference> pairs, double beta) {
    if (!policy.interventions().list().contains(adapter)) {
      throw new IllegalArgumentException("the adapter is not among the policy's interventions");
    }
    this.policy = policy;
    this.adapter = adapter;
    this.pairs = List.copyOf(pairs);
    this.beta = beta;
    this.reference = new double[pairs.size()];
    Arrays.fill(reference, Double.NaN);
  }

  @Override
  public int size() {
    return pairs.size();
  }

  @Override
  public int length(int example) {
    return pairs.get(example).chosen().length() + pairs.get(example).rejected().length();
  }

  @Override
  public Tensor loss(int[] chosen) {
    double[] margins = Arrays.stream(chosen).mapToDouble(this::reference).toArray();
    Tensor margin = margins(Arrays.stream(chosen).mapToObj(pairs::get).toList());
    Tensor before =
        Tensors.onDeviceOf(margin, Tensors.floats(narrowed(margins))).to(margin.scalar_type());
    return torch.log_sigmoid(margin.sub(before).mul(new Scalar(beta))).sum().neg();
  }

  private static float[] narrowed(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  /** log ρ(w) - log ρ(l) of a pair. */
  private double reference(int pair) {
    if (Double.isNaN(reference[pair])) {
      adapter.enable(false);
      try (Scope _ = Scope.open();
          var _ = Torch.noGradient()) {
        reference[pair] = Tensors.item(margins(List.of(pairs.get(pair))).select(0, 0));
      } finally {
        adapter.enable(true);
      }
    }
    return reference[pair];
  }

  /** log π(w) - log π(l) of each pair: [pairs]. */
  private Tensor margins(List<Preference> some) {
    List<TrainingExample> rows =
        Stream.concat(
                some.stream().map(Preference::chosen), some.stream().map(Preference::rejected))
            .toList();
    Tensor sums = policy.logProbabilities(rows);
    return sums.narrow(0, 0, some.size()).sub(sums.narrow(0, some.size(), some.size()));
  }

  /** The share of pairs whose preferred answer the policy favours more than its reference does. */
  public double accuracy() {
    int right = 0;
    for (int i = 0; i < pairs.size(); i++) {
      try (Scope _ = Scope.open();
          var _ = Torch.noGradient()) {
        double margin = Tensors.item(margins(List.of(pairs.get(i))).select(0, 0));
        right += margin > reference(i) ? 1 : 0;
      }
    }
    return (double) right / pairs.size();
  }
}
