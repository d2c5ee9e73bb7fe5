package dev.chiron.init.gstack;

import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.init.layers.LayerMap;
import dev.chiron.init.layers.Resizing;
import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.training.AdamW;
import dev.chiron.nn.training.LearningRateSchedule.Constant;
import dev.chiron.nn.training.Objective;
import dev.chiron.nn.training.Trainer;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.function.BiFunction;

/**
 * G_learn: LiGO (Wang et al., 2023, arXiv 2303.00980). The larger network's weights are a linear
 * map of the base's; the base is frozen, and the map is trained to minimise the loss of the grown
 * network.
 *
 * @param map what the mixture of layers starts as
 * @param width of the residual stream; the base's for growth in depth alone
 * @param objective of the grown network on some corpus
 * @param steps of training the map; LiGO's 100
 * @param rate of learning; LiGO's 1e-3
 */
public record LearnedGrowth(
    LayerMap map,
    int width,
    BiFunction<Architecture, Weights, Objective> objective,
    int steps,
    double rate)
    implements GrowthOperator {
  /** How long LiGO's map is trained in its paper. */
  public static final int STEPS = 100;

  /** LiGO's rate of learning. */
  public static final double RATE = 1e-3;

  private static final int BATCH = 16;

  @Override
  public String name() {
    return "learned";
  }

  @Override
  public Decoder target(Network base) {
    if (!(Resizing.withLayers(base, map.size()) instanceof Decoder deeper)) {
      throw new InputException("learned growth needs a decoder");
    }
    return deeper.config().width() == width ? deeper : Resizing.withWidth(deeper, width);
  }

  @Override
  public boolean preservesFunction(Network base) {
    return false;
  }

  @Override
  public Parameters grow(Network base, Weights weights, Seeds seeds) {
    Decoder target = target(base);
    LinearGrowth growth =
        LinearGrowth.start(weights, (Decoder) base, target, map, seeds.child("maps"));
    try (Parameters maps = growth.maps()) {
      if (steps > 0) {
        TrainerConfig config =
            TrainerConfig.builder(new Constant(rate, 0))
                .steps(steps)
                .batchSize(BATCH)
                .optimizer(AdamW.Settings.TUNING)
                .seed(seeds.derive("order"))
                .build();
        new Trainer(config, maps.trainAll(), objective.apply(target, growth)).train();
      }
      try (Scope _ = Scope.open();
          var _ = Torch.noGradient()) {
        return Parameters.copyOf(growth);
      }
    }
  }
}
