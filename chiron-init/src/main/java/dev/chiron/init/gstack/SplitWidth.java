package dev.chiron.init.gstack;

import dev.chiron.core.random.Seeds;
import dev.chiron.init.layers.Resizing;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/**
 * G_direct in width (Net2Net; bert2BERT): new units copy old ones, {@code W' = L · W · R}. L copies
 * rows; R copies columns with shares that add up to 1 over the copies of a unit. Norms, biases and
 * embeddings are copied. Attention grows by whole heads of the same size.
 *
 * <p>The norms see the same mean square, and the function stays, where every unit is copied equally
 * often. A head that is tied to the embedding cannot have shares of its own; then the final norm
 * has them, which comes to the same.
 *
 * @param width of the residual stream
 * @param uneven whether the shares of copies differ, which lets copies learn different things; the
 *     paper's choice
 * @param random whether new units copy units that are drawn, instead of the first ones in order
 */
public record SplitWidth(int width, boolean uneven, boolean random) implements GrowthOperator {
  @Override
  public String name() {
    return "split-width";
  }

  @Override
  public Decoder target(Network base) {
    return Resizing.withWidth(base, width);
  }

  @Override
  public boolean preservesFunction(Network base) {
    return !random && base instanceof Decoder decoder && width % decoder.config().width() == 0;
  }

  @Override
  public Parameters grow(Network base, Weights weights, Seeds seeds) {
    Decoder target = target(base);
    Decoder decoder = (Decoder) base;
    Units units = Units.of(decoder, target, random(random, seeds, "units"));
    Map<String, Tensor> grown = new LinkedHashMap<>();
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      boolean tied = decoder.config().tiedHead();
      Axis.of(target)
          .forEach(
              (name, axes) -> {
                Tensor copied = copied(weights.get(name), axes, units);
                boolean table = name.equals(target.shapes().firstEntry().getKey());
                boolean shared =
                    axes.size() == 2
                        ? isMap(target, name) && !(table && tied)
                        : tied && Axis.isFinalNorm(name, axes);
                grown.put(
                    name,
                    shared
                        ? copied.mul(
                            Tensors.floats(
                                units.shares(axes.getLast(), random(uneven, seeds, name))))
                        : copied);
              });
      return Parameters.copyOf(Weights.of(grown));
    }
  }

  private static boolean isMap(Decoder target, String name) {
    return target.linearSites().containsValue(name);
  }

  private static Optional<RandomGenerator> random(boolean drawn, Seeds seeds, String name) {
    return drawn ? Optional.of(seeds.generator(name)) : Optional.empty();
  }

  private static Tensor copied(Tensor tensor, List<Axis> axes, Units units) {
    Tensor copied = tensor;
    for (int i = 0; i < axes.size(); i++) {
      if (axes.get(i) != Axis.FIXED) {
        copied = copied.index_select(i, units.index(axes.get(i)));
      }
    }
    return copied;
  }
}
