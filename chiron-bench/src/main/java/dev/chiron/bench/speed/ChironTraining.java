package dev.chiron.bench.speed;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.adapter.Lora;
import dev.chiron.nn.adapter.LoraConfig;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.training.AdamW;
import dev.chiron.nn.training.LearningRateSchedule;
import dev.chiron.nn.training.Objective;
import dev.chiron.nn.training.TokenObjective;
import dev.chiron.nn.training.Trainer;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.training.TrainingExample;
import dev.chiron.nn.training.TrainingSet;
import dev.chiron.nn.weights.Parameters;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Trains a decoder with this project's trainer on random tokens: all its weights, or a LoRA. */
public final class ChironTraining implements Contestant {
  /** Steps of every turn before the clock starts: the first allocate the optimiser's state. */
  private static final int WARMUP = 1;

  private final String name;
  private final DecoderShape shape;
  private final Parameters weights;
  private final Optional<Lora> lora;
  private final Objective objective;
  private final TrainerConfig.Builder config;

  private ChironTraining(
      String name, DecoderShape shape, Optional<LoraConfig> adapter, boolean reducedPrecision) {
    this.name = name;
    this.shape = shape;
    Decoder decoder = shape.decoder(0);
    try (Parameters fresh = decoder.initialize(new Seeds(0))) {
      weights = fresh.to(Torch.device(shape.device()));
    }
    lora = adapter.map(each -> Lora.create(decoder, each, new Seeds(2)));
    if (lora.isEmpty()) {
      weights.trainAll();
    }
    Interventions adapters = lora.map(Interventions::of).orElse(Interventions.NONE);
    objective =
        new TokenObjective(decoder, weights, adapters, rows(shape), TokenObjective.Packing.JOINED);
    config =
        TrainerConfig.builder(new LearningRateSchedule.Constant(1e-3, 0))
            .batchSize(shape.batch())
            .optimizer(AdamW.Settings.PRETRAINING)
            .reducedPrecision(reducedPrecision);
  }

  /** Of all weights, in float32. */
  public static ChironTraining full(DecoderShape shape) {
    return new ChironTraining("chiron", shape, Optional.empty(), false);
  }

  /** Of all weights, with shortened factors as {@link TrainerConfig#reducedPrecision} says. */
  public static ChironTraining reducedPrecision(DecoderShape shape) {
    return new ChironTraining("chiron, reduced precision", shape, Optional.empty(), true);
  }

  /** Of a LoRA on all projections. */
  public static ChironTraining lora(DecoderShape shape, int rank) {
    return lora(shape, LoraConfig.ofRank(rank), "all projections");
  }

  /** Of a LoRA where its authors put it: on queries and values. */
  public static ChironTraining loraOnQueriesAndValues(DecoderShape shape, int rank) {
    List<String> targets = List.of(Site.ATTENTION_QUERY, Site.ATTENTION_VALUE);
    return lora(shape, new LoraConfig(rank, 2.0 * rank, 0, targets), "queries and values");
  }

  private static ChironTraining lora(DecoderShape shape, LoraConfig config, String where) {
    String name = "chiron, LoRA of rank %d on %s".formatted(config.rank(), where);
    return new ChironTraining(name, shape, Optional.of(config), false);
  }

  private static TrainingSet rows(DecoderShape shape) {
    RandomGenerator random = new Seeds(1).generator("tokens");
    List<TrainingExample> rows =
        IntStream.range(0, shape.batch() * 4)
            .mapToObj(
                i ->
                    TrainingExample.causal(
                        random.ints(shape.context() + 1L, 0, shape.vocabulary()).toArray()))
            .toList();
    return TrainingSet.of(rows);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long tokensPerStep() {
    return (long) shape.batch() * shape.context();
  }

  @Override
  public Turn turn(int steps) {
    Turn.Moment[] start = {Turn.Moment.now()};
    long[] begun = new long[1];
    Parameters trained = lora.map(Lora::parameters).orElse(weights);
    new Trainer(config.steps(WARMUP + steps).build(), trained, objective)
        .beforeStep(
            () -> {
              if (begun[0]++ == WARMUP) {
                start[0] = Turn.Moment.now();
              }
            })
        .train();
    return start[0].until(Turn.Moment.now());
  }

  @Override
  public void close() {
    lora.ifPresent(Lora::close);
    weights.close();
  }
}
