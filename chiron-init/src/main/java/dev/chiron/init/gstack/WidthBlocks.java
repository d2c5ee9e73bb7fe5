package dev.chiron.init.gstack;

import dev.chiron.core.error.InputException;
import dev.chiron.init.layers.Resizing;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.architecture.NormShape;
import dev.chiron.nn.weights.Weights;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Wider weights that hold the old ones in their first rows and columns. */
final class WidthBlocks {
  private WidthBlocks() {}

  /**
   * The wider network. What its norms add to the mean square is smaller by d / D, as the mean of
   * the old units over all is, so that the function stays exactly.
   *
   * @throws InputException if its norms do not take new units of value 0 as if they were not there
   */
  static Decoder target(Network base, int width, String operator) {
    Decoder target = Resizing.withWidth(base, width);
    if (target.config().norm().kind() != NormShape.Kind.RMS) {
      throw new InputException(
          operator
              + ": needs a decoder with RMSNorm, since layer norms move units that are 0; "
              + base.config().modelType()
              + " grows by split-width");
    }
    double share = (double) ((Decoder) base).config().width() / width;
    return new Decoder(
        target.config().toBuilder().normEpsilon(target.config().norm().epsilon() * share).build());
  }

  /** Writes the old weight into the first rows and columns of the new one. */
  static void embed(Weights old, String name, Tensor grown) {
    Tensor source = old.get(name);
    Tensor corner = grown;
    for (int i = 0; i < source.dim(); i++) {
      corner = corner.narrow(i, 0, source.size(i));
    }
    corner.copy_(source);
  }

  /** Whether a weight is the gain of a norm over the residual stream. */
  static boolean isGain(String name, List<Axis> axes) {
    return axes.equals(List.of(Axis.RESIDUAL)) && name.endsWith("weight");
  }

  /** Fills what is new of a matrix's rows on the old columns with zeros. */
  static void silenceNewRows(Tensor grown, Tensor old) {
    if (grown.size(0) > old.size(0)) {
      grown.narrow(0, old.size(0), grown.size(0) - old.size(0)).narrow(1, 0, old.size(1)).zero_();
    }
  }

  /** 1 for each old unit, {@code c} for each new one. */
  static float[] mask(int old, int now, double c) {
    float[] mask = new float[now];
    Arrays.fill(mask, 0, old, 1);
    Arrays.fill(mask, old, now, (float) c);
    return mask;
  }
}
