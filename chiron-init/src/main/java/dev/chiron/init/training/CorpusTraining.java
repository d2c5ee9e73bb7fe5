package dev.chiron.init.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import dev.chiron.init.codegen2.Sentinels;
import dev.chiron.init.corpus.Corpus;
import dev.chiron.init.corpus.Documents;
import dev.chiron.init.corpus.Phase;
import dev.chiron.init.corpus.Reading;
import dev.chiron.init.dualprocess.EmbeddingForgetting;
import dev.chiron.init.dualprocess.Forgetting;
import dev.chiron.init.flops.FlopCount;
import dev.chiron.init.flops.FlopLedger;
import dev.chiron.init.flops.LinePlot;
import dev.chiron.init.flops.LossCurve;
import dev.chiron.init.gstack.GrownTraining;
import dev.chiron.init.gstack.GrowthPlan;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.checkpoint.ElementType;
import dev.chiron.nn.local.ModelDirectory;
import dev.chiron.nn.tokenizer.Tokenizer;
import dev.chiron.nn.training.AdamW;
import dev.chiron.nn.training.LearningRateSchedule.Constant;
import dev.chiron.nn.training.StepAction;
import dev.chiron.nn.training.Trainer;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.training.TrainingSet;
import dev.chiron.nn.weights.Parameters;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Trains a model on a user's texts: from its weights, or from nothing; by any objective; growing on
 * the way; forgetting embeddings.
 */
public final class CorpusTraining {
  /**
   * What to do.
   *
   * @param steps of the model; with growth, of the operations that so many steps of it cost
   * @param batch rows of a step
   * @param context tokens of a row
   * @param rate of learning at the peak
   * @param warmup steps
   * @param fresh whether to start from random weights instead of the model's
   * @param objective what is learned of a row
   * @param addTokens whether to give the tokenizer the tokens of gaps, if it lacks them
   * @param growth on the way; starts from random weights
   * @param forgetting of embeddings
   * @param resetHead whether a head of its own may be forgotten too
   * @param seed of everything random
   */
  public record Settings(
      long steps,
      int batch,
      int context,
      double rate,
      long warmup,
      boolean fresh,
      ObjectiveChoice objective,
      boolean addTokens,
      Optional<GrowthChoice> growth,
      Optional<Forgetting> forgetting,
      boolean resetHead,
      long seed) {}

  private final Settings settings;
  private final Seeds seeds;

  public CorpusTraining(Settings settings) {
    if (settings.growth().isPresent() && settings.forgetting().isPresent()) {
      throw new InputException("--grow and --forget: give one of them");
    }
    this.settings = settings;
    this.seeds = new Seeds(settings.seed());
  }

  /** What came of it; the document in {@code training.json}. */
  public record Outcome(
      String model,
      String objective,
      long rows,
      FlopLedger ledger,
      double flops,
      double validationLoss,
      long parameters) {}

  /** The trained weights with their curve. */
  private record Trained(Decoder network, Parameters weights, LossCurve curve, FlopLedger ledger) {}

  /**
   * Trains, and writes a Hugging Face directory with {@code training.json}, {@code loss-flops.csv}
   * and {@code loss-flops.svg}.
   *
   * @param model whose architecture, tokenizer and weights are taken
   * @param texts as {@link Documents} reads them
   * @throws InputException if a choice cannot be honoured; nothing is written then
   */
  public Outcome train(Path model, Path texts, Path out, Run run, Progress progress) {
    ModelDirectory directory = ModelDirectory.of(model);
    if (!(directory.architecture() instanceof Decoder stored)) {
      throw InputException.in(model, "only decoders are trained on texts");
    }
    Path tokens = model;
    if (settings.addTokens() && settings.objective().needsSentinels()) {
      tokens = run.directory().resolve("tokenizer");
      AddedTokens.write(
          model,
          tokens,
          Sentinels.spellings(Sentinels.MASKS),
          directory.tokenizer(stored).vocabularySize());
    }
    Tokenizer tokenizer = Tokenizer.open(tokens.resolve("tokenizer.json"));
    Decoder decoder = AddedTokens.widened(stored, tokenizer.vocabularySize());
    Reading reading = settings.objective().reading(tokenizer);
    int context = Math.min(settings.context(), decoder.config().contextLength());
    Corpus corpus = Corpus.of(Documents.read(texts), tokenizer, context);
    Trained trained =
        settings.growth().isPresent()
            ? grown(settings.growth().get(), decoder, corpus, reading, run, progress)
            : plain(directory, stored, decoder, corpus, reading, run, progress);
    try (Parameters weights = trained.weights()) {
      ModelDirectory.write(out, trained.network(), weights, tokens, ElementType.F32);
      Outcome outcome =
          new Outcome(
              out.toString(),
              settings.objective().text(),
              corpus.training().size(),
              trained.ledger(),
              trained.ledger().total(),
              trained.curve().finalLoss(),
              weights.count());
      write(out, outcome, trained.curve());
      return outcome;
    }
  }

  private void write(Path out, Outcome outcome, LossCurve curve) {
    ObjectNode document = (ObjectNode) Json.tree(outcome);
    document.put("settings", settings.toString());
    AtomicFiles.write(out.resolve("training.json"), Json.pretty(document));
    AtomicFiles.write(out.resolve("loss-flops.csv"), curve.csv());
    LinkedHashMap<String, LossCurve> curves = new LinkedHashMap<>();
    curves.put(settings.objective().text(), curve);
    AtomicFiles.write(out.resolve("loss-flops.svg"), LinePlot.losses(curves).svg());
  }

  private TrainerConfig shape() {
    return TrainerConfig.builder(new Constant(settings.rate(), 0))
        .steps(1)
        .batchSize(settings.batch())
        .optimizer(AdamW.Settings.PRETRAINING)
        .evaluateEvery(Math.max(1, settings.steps() / 20))
        .checkpointEvery(Math.max(1, settings.steps() / 20))
        .logEvery(10)
        .seed(seeds.derive("order"))
        .build();
  }

  private Trained plain(
      ModelDirectory directory,
      Decoder stored,
      Decoder decoder,
      Corpus corpus,
      Reading reading,
      Run run,
      Progress progress) {
    Parameters weights = start(directory, stored, decoder);
    Phase phase =
        new Phase(
            decoder,
            corpus,
            reading,
            GrownTraining.phase(shape(), settings.rate(), settings.warmup(), settings.steps()));
    Phase.Outcome outcome =
        phase.train(
            weights,
            0,
            run.child("training"),
            seeds,
            progress,
            trainer -> forgetting(trainer, decoder, weights, corpus, reading));
    return new Trained(
        decoder,
        weights,
        outcome.curve(),
        FlopLedger.EMPTY.plus("training", outcome.tokens(), outcome.flopsPerToken()));
  }

  private Parameters start(ModelDirectory directory, Decoder stored, Decoder decoder) {
    if (settings.fresh()) {
      return decoder.initialize(seeds.child("weights"));
    }
    Parameters read = directory.weights(stored);
    if (decoder == stored) {
      return read;
    }
    try (read) {
      return AddedTokens.widened(decoder, read, seeds.child("rows"));
    }
  }

  private Trainer forgetting(
      Trainer trainer, Decoder decoder, Parameters weights, Corpus corpus, Reading reading) {
    if (settings.forgetting().isEmpty()) {
      return trainer;
    }
    List<String> tables = EmbeddingForgetting.tables(decoder, settings.resetHead());
    long rows = settings.steps() * settings.batch();
    int passes = Math.max(1, Math.toIntExact(Math.ceilDiv(rows, (long) corpus.training().size())));
    TrainingSet examples = reading.examples(corpus.training(), passes, seeds.child("examples"));
    StepAction action =
        new EmbeddingForgetting(
            settings.forgetting().get(),
            weights,
            tables,
            decoder.config().initialDeviation(),
            example -> examples.get(example).tokens(),
            seeds.child("forgetting"));
    return trainer.acting(action);
  }

  private Trained grown(
      GrowthChoice choice,
      Decoder target,
      Corpus corpus,
      Reading reading,
      Run run,
      Progress progress) {
    Decoder base = choice.base(target);
    long perStep = (long) settings.batch() * corpus.context();
    double share =
        choice
            .share()
            .orElseGet(
                () ->
                    (double)
                            GrowthPlan.of(
                                    (double) FlopCount.layerWeights(target),
                                    settings.steps() * perStep)
                                .baseTokens()
                        / (settings.steps() * perStep));
    long baseSteps = Math.round(share * settings.steps());
    GrownTraining timing = training(choice, base, corpus, reading, settings.steps());
    TrainerConfig one = GrownTraining.phase(shape(), settings.rate(), settings.warmup(), 1);
    double budget = settings.steps() * Phase.flopsPerStep(target, corpus, one);
    long steps = timing.targetSteps(budget, baseSteps);
    GrownTraining training = training(choice, base, corpus, reading, steps);
    try (Parameters weights = base.initialize(seeds.child("weights"))) {
      FlopLedger ledger = FlopLedger.EMPTY;
      LossCurve early = new LossCurve(List.of());
      if (baseSteps > 0) {
        Phase.Outcome first =
            training.trainBase(weights, baseSteps, run.child("base"), seeds, progress);
        ledger = ledger.plus("base", first.tokens(), first.flopsPerToken());
        early = first.curve();
      }
      GrownTraining.Grown grown =
          training.growAndTrain(
              weights,
              ledger,
              early,
              steps,
              run.child("target"),
              seeds,
              progress,
              trainer -> trainer);
      return new Trained((Decoder) grown.network(), grown.weights(), grown.curve(), grown.ledger());
    }
  }

  private GrownTraining training(
      GrowthChoice choice, Decoder base, Corpus corpus, Reading reading, long steps) {
    return new GrownTraining(
        choice.operator(base, steps),
        base,
        corpus,
        reading,
        shape(),
        settings.rate(),
        settings.warmup());
  }
}
