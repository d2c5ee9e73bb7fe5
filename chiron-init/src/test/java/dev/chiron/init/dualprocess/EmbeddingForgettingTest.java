package dev.chiron.init.dualprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Run;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.training.AdamW;
import dev.chiron.nn.training.LearningRateSchedule.Constant;
import dev.chiron.nn.training.Optimizer;
import dev.chiron.nn.training.StepAction;
import dev.chiron.nn.training.TokenObjective;
import dev.chiron.nn.training.Trainer;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.training.TrainingExample;
import dev.chiron.nn.training.TrainingInterrupted;
import dev.chiron.nn.training.TrainingSet;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingForgettingTest {
  private static final Seeds SEEDS = new Seeds(5);
  private static final double DEVIATION = 0.5;

  private static final Decoder TIED =
      new Decoder(DecoderConfig.builder(200, 32, 1, 2).contextLength(16).build());
  private static final Decoder UNTIED =
      new Decoder(DecoderConfig.builder(200, 32, 1, 2).contextLength(16).tiedHead(false).build());

  private static final TrainingSet EXAMPLES =
      TrainingSet.of(
          IntStream.range(0, 12)
              .mapToObj(
                  i -> TrainingExample.causal(new int[] {i, i + 20, i + 40, (7 * i) % 50, i + 1}))
              .toList());

  private static StepAction forgetting(Forgetting mode, Decoder decoder, Parameters weights) {
    return new EmbeddingForgetting(
        mode,
        weights,
        EmbeddingForgetting.tables(decoder, true),
        DEVIATION,
        example -> EXAMPLES.get(example).tokens(),
        SEEDS);
  }

  private static Trainer trainer(Decoder decoder, Parameters weights, long steps) {
    TrainerConfig config =
        TrainerConfig.builder(new Constant(1e-2, 0))
            .steps(steps)
            .batchSize(4)
            .optimizer(AdamW.Settings.PRETRAINING)
            .checkpointEvery(2)
            .build();
    return new Trainer(config, weights.trainAll(), new TokenObjective(decoder, weights, EXAMPLES));
  }

  private static Parameters trained(
      Decoder decoder, long steps, Function<Parameters, StepAction> action) {
    Parameters weights = decoder.initialize(SEEDS);
    trainer(decoder, weights, steps).acting(action.apply(weights)).train();
    return weights;
  }

  private static void assertSame(Weights one, Weights other) {
    for (String name : one.names()) {
      assertThat(torch.equal(one.get(name), other.get(name))).as(name).isTrue();
    }
  }

  /** Keeps what stood before and after a forgetting. */
  private static final class Watching implements StepAction {
    private final StepAction watched;
    private final Parameters weights;
    private Parameters before;
    private Parameters momentsBefore;
    private Parameters momentsAfter;

    Watching(StepAction watched, Parameters weights) {
      this.watched = watched;
      this.weights = weights;
      before = Parameters.copyOf(weights);
      momentsBefore = before;
      momentsAfter = before;
    }

    @Override
    public void afterUpdate(long step, Optimizer optimizer) {
      before = Parameters.copyOf(weights);
      momentsBefore = Parameters.copyOf(optimizer.state());
      watched.afterUpdate(step, optimizer);
      momentsAfter = Parameters.copyOf(optimizer.state());
    }
  }

  @Test
  void aResetChangesTheEmbeddingAndItsMomentsAndNothingElse() {
    for (Decoder decoder : List.of(TIED, UNTIED)) {
      try (Scope _ = Scope.open();
          Parameters weights = decoder.initialize(SEEDS)) {
        Watching watching =
            new Watching(forgetting(new Forgetting.Active(3), decoder, weights), weights);
        trainer(decoder, weights, 3).acting(watching).train();
        List<String> tables = EmbeddingForgetting.tables(decoder, true);
        assertThat(tables).hasSize(decoder == TIED ? 1 : 2);
        for (String name : weights.names()) {
          boolean table = tables.contains(name);
          assertThat(torch.equal(weights.get(name), watching.before.get(name)))
              .as(name)
              .isEqualTo(!table);
          for (String moment : List.of("mean.", "square.")) {
            double after = Tensors.item(watching.momentsAfter.get(moment + name).abs().sum());
            double then = Tensors.item(watching.momentsBefore.get(moment + name).abs().sum());
            assertThat(after).as(moment + name).isEqualTo(table ? 0 : then);
            assertThat(then).isPositive();
          }
        }
        String first = tables.getFirst();
        assertThat(Tensors.item(weights.get(first).ne(watching.before.get(first)).sum()))
            .isEqualTo(200.0 * 32);
        assertThat(Tensors.item(weights.get(first).std())).isCloseTo(DEVIATION, within(0.01));
        assertSame(
            Weights.of(Map.of("rows", weights.get(first))),
            Weights.of(Map.of("rows", weights.get(tables.getLast()))));
      }
    }
  }

  @Test
  void theFirstStepAfterAResetIsAsLongAsAVeryFirstOne() {
    // Without a restart of the bias correction, moments of one gradient would move it by a tenth.
    try (Parameters weights = TIED.initialize(SEEDS)) {
      List<Parameters> after = new ArrayList<>();
      StepAction inner = forgetting(new Forgetting.Temporary(40, 40), TIED, weights);
      trainer(TIED, weights, 41)
          .acting(
              new StepAction() {
                @Override
                public void afterUpdate(long step, Optimizer optimizer) {
                  inner.afterUpdate(step, optimizer);
                  after.add(Parameters.copyOf(weights));
                }
              })
          .train();
      String table = TIED.shapes().firstEntry().getKey();
      try (Scope _ = Scope.open()) {
        double moved =
            Tensors.item(after.get(40).get(table).sub(after.get(39).get(table)).abs().max());
        assertThat(moved).isBetween(0.009, 0.012); // the learning rate, and a little decay
      }
    }
  }

  @Test
  void noiseIsSeenByOneStepAndLeavesNoTrace() {
    String table = TIED.shapes().firstEntry().getKey();
    try (Scope _ = Scope.open();
        Parameters start = TIED.initialize(SEEDS);
        Parameters noised =
            trained(TIED, 1, w -> forgetting(new Forgetting.Probabilistic(1, 1, 1), TIED, w));
        Parameters plain = trained(TIED, 1, _ -> StepAction.NONE)) {
      assertThat(torch.equal(noised.get(table), start.get(table))).isTrue();
      assertThat(torch.equal(plain.get(table), start.get(table))).isFalse();
      String other = "model.layers.0.mlp.up_proj.weight";
      assertThat(torch.equal(noised.get(other), start.get(other))).isFalse();
      assertThat(torch.equal(noised.get(other), plain.get(other))).isFalse();
    }
    double clean;
    try (Parameters weights = TIED.initialize(SEEDS)) {
      clean = trainer(TIED, weights, 1).train().trainingLoss();
    }
    try (Parameters weights = TIED.initialize(SEEDS)) {
      double loss =
          trainer(TIED, weights, 1)
              .acting(forgetting(new Forgetting.Probabilistic(1, 1, 1), TIED, weights))
              .train()
              .trainingLoss();
      assertThat(loss).isNotCloseTo(clean, within(1e-4));
    }
  }

  @Test
  void theDialGoesFromOrdinaryTrainingToActiveForgetting() {
    try (Parameters vanilla = trained(TIED, 7, _ -> StepAction.NONE);
        Parameters never =
            trained(TIED, 7, w -> forgetting(new Forgetting.Temporary(2, 0), TIED, w));
        Parameters active = trained(TIED, 7, w -> forgetting(new Forgetting.Active(2), TIED, w));
        Parameters always =
            trained(TIED, 7, w -> forgetting(new Forgetting.Temporary(2, 7), TIED, w));
        Parameters early =
            trained(TIED, 7, w -> forgetting(new Forgetting.Temporary(2, 3), TIED, w))) {
      assertSame(vanilla, never);
      assertSame(active, always);
      String table = TIED.shapes().firstEntry().getKey();
      assertThat(torch.equal(early.get(table), active.get(table))).isFalse();
      assertThat(torch.equal(early.get(table), vanilla.get(table))).isFalse();
    }
  }

  @Test
  void aTrainingThatIsGoneOnWithForgetsTheSame(@TempDir Path directory) {
    Forgetting mode = new Forgetting.Temporary(3, 6);
    Run run = new Run(directory, InstantSource.system());
    try (Parameters whole = trained(TIED, 9, w -> forgetting(mode, TIED, w));
        Parameters first = TIED.initialize(SEEDS);
        Parameters second = TIED.initialize(SEEDS)) {
      StepAction inner = forgetting(mode, TIED, first);
      // Interrupted in its fifth step: the checkpoint stands between resets.
      StepAction interrupting =
          new StepAction() {
            @Override
            public void beforeGradients(long step, List<int[]> batches) {
              if (step == 5) {
                Thread.currentThread().interrupt();
              }
            }

            @Override
            public void afterUpdate(long step, Optimizer optimizer) {
              inner.afterUpdate(step, optimizer);
            }

            @Override
            public String fingerprint() {
              return inner.fingerprint();
            }
          };
      assertThatThrownBy(() -> trainer(TIED, first, 9).acting(interrupting).in(run).train())
          .isInstanceOf(TrainingInterrupted.class);
      assertThat(Thread.interrupted()).isTrue();
      trainer(TIED, second, 9).acting(forgetting(mode, TIED, second)).in(run).train();
      assertSame(whole, second);
    }
  }

  @Test
  void whatIsWrongIsSaidInOneLine() {
    assertThatThrownBy(() -> EmbeddingForgetting.tables(UNTIED, false))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--reset-head");
    assertThat(Forgetting.parse("temporary:every=50,until=1200"))
        .isEqualTo(new Forgetting.Temporary(50, 1200));
    assertThat(Forgetting.parse("active:every=100")).isEqualTo(new Forgetting.Active(100));
    assertThat(Forgetting.parse("probabilistic:until=20"))
        .isEqualTo(new Forgetting.Probabilistic(0.1, 10, 20));
    for (String wrong :
        List.of(
            "temporary:every=50",
            "temporary:every=50,until=20",
            "fading",
            "active:every=x",
            "active:until=3")) {
      assertThatThrownBy(() -> Forgetting.parse(wrong))
          .as(wrong)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("forgetting '" + wrong + "'");
    }
  }
}
