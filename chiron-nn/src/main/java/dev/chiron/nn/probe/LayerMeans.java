package dev.chiron.nn.probe;

import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.intervention.Taps;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** The state of every token of texts: the mean of the residual stream over all layers. */
public record LayerMeans(Architecture architecture, Weights weights) {
  private static final int MOST_ROWS = 512;

  /**
   * Reads rows of one length.
   *
   * @return [rows][time][width]
   */
  public float[][][] of(int[][] rows) {
    List<Site> sites =
        IntStream.range(0, architecture.config().layers())
            .mapToObj(layer -> new Site(layer, Site.RESIDUAL))
            .toList();
    float[][][] states = new float[rows.length][][];
    for (int from = 0; from < rows.length; from += MOST_ROWS) {
      int[][] some = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + MOST_ROWS));
      fill(states, from, some, sites);
    }
    return states;
  }

  private void fill(float[][][] states, int from, int[][] rows, List<Site> sites) {
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient();
        Taps taps = Taps.at(sites)) {
      architecture.hidden(weights, TokenInput.of(rows), Interventions.of(taps));
      Tensor mean =
          Tensors.stack(sites.stream().map(taps::residual).toList(), 0)
              .sum(0)
              .mul(new Scalar(1.0 / sites.size()));
      float[] flat = Tensors.floats(mean);
      int width = architecture.config().width();
      int place = 0;
      for (int r = 0; r < rows.length; r++) {
        states[from + r] = new float[rows[r].length][width];
        for (float[] state : states[from + r]) {
          System.arraycopy(flat, place, state, 0, width);
          place += width;
        }
      }
    }
  }
}
