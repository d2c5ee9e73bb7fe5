package dev.chiron.init.gstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.init.gstack.MaskSchedule.Shape;
import dev.chiron.init.layers.LayerMap;
import dev.chiron.init.layers.LayerNames;
import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.architecture.DecoderConfigBuilder;
import dev.chiron.nn.architecture.DecoderFamily;
import dev.chiron.nn.architecture.Encoder;
import dev.chiron.nn.architecture.EncoderConfig;
import dev.chiron.nn.architecture.EncoderHead;
import dev.chiron.nn.architecture.StackSize;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.intervention.Intervention;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.intervention.Taps;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.training.LearningRateSchedule.Constant;
import dev.chiron.nn.training.TokenObjective;
import dev.chiron.nn.training.Trainer;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.training.TrainingExample;
import dev.chiron.nn.training.TrainingSet;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GrowthOperatorTest {
  private static final int[][] IDS = {{1, 5, 9, 2, 7, 3}, {4, 4, 8, 0, 6, 10}};
  private static final Seeds SEEDS = new Seeds(7);

  private static DecoderConfigBuilder small() {
    return DecoderConfig.builder(11, 16, 2, 2).contextLength(16).feedForwardWidth(24);
  }

  /** Larger than fresh ones, so that what is lost shows. */
  private static Parameters weights(Decoder decoder) {
    Parameters weights = decoder.initialize(SEEDS);
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      for (String name : weights.names()) {
        Tensor tensor = weights.get(name);
        if (tensor.dim() == 2) {
          tensor.mul_(new Scalar(15.0));
        } else {
          float[] gains = new float[Math.toIntExact(tensor.numel())];
          for (int i = 0; i < gains.length; i++) {
            gains[i] = 0.5f + (i * 7 % 11) / 10f;
          }
          tensor.copy_(Tensors.floats(gains));
        }
      }
    }
    return weights;
  }

  private static Tensor logits(Architecture decoder, Weights weights, Interventions acting) {
    try (Scope scope = Scope.open();
        var _ = Torch.noGradient()) {
      return scope.keep(decoder.forward(weights, TokenInput.of(IDS), acting));
    }
  }

  private static double difference(Tensor one, Tensor other) {
    return Tensors.item(one.sub(other).abs().max());
  }

  private static double functionError(GrowthOperator operator, Decoder base, Weights weights) {
    try (Scope _ = Scope.open();
        Parameters grown = operator.grow(base, weights, SEEDS)) {
      Architecture target = (Architecture) operator.target(base);
      GrowthMask mask = operator.mask(base);
      Tensor now = logits(target, mask.weights(target, grown), mask.interventions(target));
      return difference(logits(base, weights, Interventions.NONE), now);
    }
  }

  @Test
  void stackingAppliesTheBlocksOfTheBaseSeveralTimes() {
    Decoder base = new Decoder(small().build());
    try (Scope _ = Scope.open();
        Parameters weights = weights(base);
        Parameters grown = DepthCopy.stack(base, 2).grow(base, weights, SEEDS)) {
      Architecture target = (Architecture) DepthCopy.stack(base, 2).target(base);
      Tensor stacked = logits(target, grown, Interventions.NONE);
      // The stream that leaves the base's last block is put where its embedding was.
      Site last = Site.parse("layers.1.residual");
      try (Taps taps = Taps.at(List.of(last))) {
        logits(base, weights, Interventions.of(taps));
        Tensor stream = taps.residual(last);
        Tensor twice =
            logits(
                base,
                weights,
                Interventions.of(
                    new Intervention() {
                      @Override
                      public Tensor residual(Site site, Tensor passing) {
                        return site.equals(Site.EMBEDDING) ? stream : passing;
                      }
                    }));
        assertThat(difference(twice, stacked)).isLessThan(1e-5);
      }
      assertThat(difference(logits(base, weights, Interventions.NONE), stacked))
          .isGreaterThan(1e-2);
    }
  }

  static Stream<Arguments> preserving() {
    LayerMap stack = LayerMap.stack(2, 2);
    MaskSchedule schedule = new MaskSchedule(Shape.LINEAR, 10);
    DecoderConfig untied = small().tiedHead(false).build();
    DecoderConfig grouped = small().heads(4).keyValueHeads(2).headSize(4).build();
    DecoderConfig gpt2 =
        DecoderConfig.builder(DecoderFamily.GPT2, 11, 16, 2, 2).contextLength(16).build();
    return Stream.of(
            List.of(new ZeroDepth(stack), small().build()),
            List.of(new ZeroDepth(LayerMap.parse("0,1,0x2")), gpt2),
            List.of(new MaskedDepth(stack, schedule), small().build()),
            List.of(new ZeroWidth(24), small().build()),
            List.of(new ZeroWidth(32), untied),
            List.of(new MaskedWidth(24, schedule), untied),
            List.of(new MaskedWidth(32, schedule), grouped),
            List.of(new SplitWidth(32, true, false), small().build()),
            List.of(new SplitWidth(32, false, false), untied),
            List.of(new SplitWidth(48, true, false), grouped),
            List.of(new SplitWidth(32, true, false), gpt2))
        .map(each -> Arguments.of(each.get(0), new Decoder((DecoderConfig) each.get(1))));
  }

  @ParameterizedTest
  @MethodSource("preserving")
  void whatPreservesTheFunctionGivesTheSameLogits(GrowthOperator operator, Decoder base) {
    assertThat(operator.preservesFunction(base)).isTrue();
    try (Parameters weights = weights(base)) {
      assertThat(functionError(operator, base, weights)).isLessThan(1e-4);
    }
  }

  @Test
  void withoutTheCorrectionOfGainsZeroWidthChangesTheFunction() {
    Decoder base = new Decoder(small().build());
    ZeroWidth operator = new ZeroWidth(32);
    try (Scope _ = Scope.open();
        Parameters weights = weights(base);
        Parameters grown = operator.grow(base, weights, SEEDS)) {
      try (var _ = Torch.noGradient()) {
        grown.names().stream()
            .filter(name -> name.endsWith("norm.weight"))
            .forEach(name -> grown.get(name).mul_(new Scalar(Math.sqrt(2))));
      }
      assertThat(
              difference(
                  logits(base, weights, Interventions.NONE),
                  logits(operator.target(base), grown, Interventions.NONE)))
          .isGreaterThan(1e-2);
    }
  }

  @Test
  void aMaskThatHasRisenIsGone() {
    Decoder base = new Decoder(small().build());
    for (GrowthOperator operator :
        List.of(
            new MaskedWidth(32, new MaskSchedule(Shape.STAGED, 3)),
            new MaskedDepth(LayerMap.stack(2, 2), new MaskSchedule(Shape.SINE, 3)))) {
      try (Scope _ = Scope.open();
          Parameters weights = weights(base);
          Parameters grown = operator.grow(base, weights, SEEDS)) {
        Architecture target = (Architecture) operator.target(base);
        GrowthMask mask = operator.mask(base);
        Tensor plain = logits(target, grown, Interventions.NONE);
        for (int step = 0; step < 4; step++) {
          assertThat(
                  difference(
                      plain,
                      logits(target, mask.weights(target, grown), mask.interventions(target))))
              .isGreaterThan(1e-5);
          mask.advance();
        }
        assertThat(
                difference(
                    plain, logits(target, mask.weights(target, grown), mask.interventions(target))))
            .isZero();
      }
    }
  }

  private static TrainingSet examples() {
    return TrainingSet.of(Stream.of(IDS).map(TrainingExample::causal).toList());
  }

  private static double loss(Architecture architecture, Weights weights) {
    return new TokenObjective(architecture, weights, examples()).mean(2);
  }

  @Test
  void learnedGrowthStartsAsStackingAndGetsBetter() {
    Decoder base = new Decoder(small().build());
    LayerMap map = LayerMap.stack(2, 2);
    try (Scope _ = Scope.open();
        Parameters weights = weights(base);
        Parameters stacked = DepthCopy.partial(map).grow(base, weights, SEEDS);
        Parameters start = learned(map, 16, 0).grow(base, weights, SEEDS);
        Parameters wideStart = learned(map, 32, 0).grow(base, weights, SEEDS);
        Parameters wide = learned(map, 32, 50).grow(base, weights, SEEDS)) {
      for (String name : stacked.names()) {
        assertThat(torch.equal(stacked.get(name), start.get(name))).as(name).isTrue();
      }
      Architecture target = learned(map, 32, 0).target(base);
      assertThat(loss(target, wide)).isLessThan(loss(target, wideStart) - 0.05);
    }
  }

  private static LearnedGrowth learned(LayerMap map, int width, int steps) {
    return new LearnedGrowth(
        map,
        width,
        (architecture, weights) -> new TokenObjective(architecture, weights, examples()),
        steps,
        LearnedGrowth.RATE);
  }

  @Test
  void copiesOfALayerGoTheirOwnWays() {
    Decoder base = new Decoder(small().build());
    GrowthOperator operator = DepthCopy.stack(base, 2);
    try (Scope _ = Scope.open();
        Parameters weights = weights(base);
        Parameters grown = operator.grow(base, weights, SEEDS)) {
      String first = "model.layers.0.mlp.up_proj.weight";
      assertThat(difference(grown.get(first), grown.get(LayerNames.at(first, 2)))).isZero();
      new Trainer(
              TrainerConfig.builder(new Constant(1e-3, 0)).steps(1).build(),
              grown.trainAll(),
              new TokenObjective((Architecture) operator.target(base), grown, examples()))
          .train();
      assertThat(difference(grown.get(first), grown.get(LayerNames.at(first, 2)))).isPositive();
      assertThat(difference(weights.get(first), weights(base).get(first))).isZero();
    }
  }

  @Test
  void noiseMovesMatricesByItsShare() {
    Decoder base = new Decoder(small().build());
    GrowthOperator plain = DepthCopy.stack(base, 2);
    String up = "model.layers.3.mlp.up_proj.weight";
    try (Scope _ = Scope.open();
        Parameters weights = weights(base);
        Parameters grown = plain.grow(base, weights, SEEDS);
        Parameters noised = new Noised(plain, 0.2).grow(base, weights, SEEDS);
        Parameters only = new Noised(plain, 1).grow(base, weights, SEEDS)) {
      assertThat(Tensors.item(only.get(up).std())).isBetween(0.14, 0.18); // √(2 / (5 · 16)) = 0.158
      Tensor expected = grown.get(up).mul(new Scalar(0.8)).add(only.get(up), new Scalar(0.2));
      assertThat(difference(expected, noised.get(up))).isLessThan(1e-6);
    }
  }

  @Test
  void shapesThatCannotBeAreRefusedInOneLine() {
    Decoder base = new Decoder(small().build());
    assertThatThrownBy(() -> new ZeroWidth(20).target(base))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("heads keep their size of 8");
    assertThatThrownBy(() -> DepthCopy.factor(3, 7))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("give 6 or 9");
    assertThatThrownBy(
            () -> DepthCopy.partial(LayerMap.parse("0,1,2")).grow(base, weights(base), SEEDS))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("layer 2");
    Decoder gpt2 = new Decoder(DecoderConfig.builder(DecoderFamily.GPT2, 11, 16, 2, 2).build());
    assertThatThrownBy(() -> new ZeroWidth(32).target(gpt2))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("RMSNorm");
    Encoder bert =
        new Encoder(EncoderConfig.bert(EncoderHead.MASKED_LM, 11, new StackSize(2, 8, 2, 16)));
    assertThatThrownBy(() -> new ZeroDepth(LayerMap.stack(2, 2)).target(bert))
        .isInstanceOf(InputException.class);
    try (Parameters weights = bert.initialize(SEEDS);
        Parameters grown = DepthCopy.stack(bert, 2).grow(bert, weights, SEEDS)) {
      assertThat(grown.names()).contains("bert.encoder.layer.3.output.dense.weight");
    }
  }
}
