package dev.chiron.init.gstack;

import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.random.Seeds;
import dev.chiron.init.layers.LayerMap;
import dev.chiron.init.layers.Resizing;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.checkpoint.ElementType;
import dev.chiron.nn.local.ModelDirectory;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** Grows a Hugging Face directory into a larger one. */
public final class ModelGrowth {
  private static final int PROBES = 4;
  private static final int PROBE_LENGTH = 16;

  private final GrowthOperator operator;
  private final Optional<LayerMap> map;
  private final long seed;

  /**
   * @param map of a growth in depth, for the report
   * @param seed of what is drawn
   */
  public ModelGrowth(GrowthOperator operator, Optional<LayerMap> map, long seed) {
    this.operator = operator;
    this.map = map;
    this.seed = seed;
  }

  /**
   * Grows a model; the tokenizer is the base's.
   *
   * @param base of the model
   * @param out where the larger one is written, with {@code growth.json}; appears whole or not at
   *     all
   * @throws dev.chiron.core.error.InputException if the model cannot be grown so; says why
   */
  public GrowthReport grow(Path base, Path out) {
    ModelDirectory directory = ModelDirectory.of(base);
    Network network = directory.network();
    Network target = operator.target(network);
    try (Parameters weights = directory.weights(network);
        Parameters grown = operator.grow(network, weights, new Seeds(seed))) {
      GrowthReport report =
          new GrowthReport(
              base.toString(),
              operator.name(),
              (double) Resizing.layers(target) / Resizing.layers(network),
              Resizing.layers(target),
              target instanceof Decoder decoder ? decoder.config().width() : null,
              map.map(LayerMap::sources).orElse(null),
              map.map(LayerMap::connectionRate).orElse(null),
              operator.preservesFunction(network) && operator.mask(network).equals(GrowthMask.NONE),
              functionError(network, weights, target, grown),
              weights.count(),
              grown.count(),
              seed);
      ModelDirectory.write(out, target, grown, base, ElementType.F32);
      AtomicFiles.write(out.resolve("growth.json"), Json.pretty(report));
      return report;
    }
  }

  /** On random tokens, for decoders; null for other networks. */
  private @Nullable Double functionError(
      Network network, Weights weights, Network target, Weights grown) {
    if (!(network instanceof Decoder before) || !(target instanceof Decoder after)) {
      return null;
    }
    RandomGenerator random = new Seeds(seed).generator("probe");
    int length = Math.min(PROBE_LENGTH, before.config().contextLength());
    int[][] rows = new int[PROBES][length];
    for (int[] row : rows) {
      for (int i = 0; i < length; i++) {
        row[i] = random.nextInt(before.config().vocabularySize());
      }
    }
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      Tensor difference =
          before
              .forward(weights, TokenInput.of(rows))
              .sub(after.forward(grown, TokenInput.of(rows)));
      return Tensors.item(difference.abs().max());
    }
  }
}
