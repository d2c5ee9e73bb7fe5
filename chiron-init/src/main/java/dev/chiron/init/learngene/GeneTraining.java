package dev.chiron.init.learngene;

import dev.chiron.core.error.InputException;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import dev.chiron.init.corpus.Corpus;
import dev.chiron.init.corpus.Documents;
import dev.chiron.init.corpus.Reading;
import dev.chiron.init.layers.LayerMap;
import dev.chiron.init.layers.Resizing;
import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.checkpoint.ElementType;
import dev.chiron.nn.local.ModelDirectory;
import dev.chiron.nn.objective.Distillation;
import dev.chiron.nn.objective.TokenModel;
import dev.chiron.nn.training.AdamW;
import dev.chiron.nn.training.LearningRateSchedule.Cosine;
import dev.chiron.nn.training.TokenObjective;
import dev.chiron.nn.training.Trainer;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.training.TrainingResult;
import dev.chiron.nn.training.TrainingSet;
import dev.chiron.nn.weights.Parameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Learns the gene of a language model by distillation on texts, stores it as a Hugging Face
 * directory of as many layers as stages, and expands it.
 */
public final class GeneTraining {
  private static final String STAGES = "stages.json";

  /**
   * What to do.
   *
   * @param plan the stages
   * @param lambda the teacher's share; the authors' runs have 1
   * @param temperature of both distributions; theirs is 1
   * @param steps of training
   * @param batch rows of a step
   * @param context tokens of a row
   * @param rate of learning at its peak
   * @param seed of everything random
   */
  public record Settings(
      StagePlan plan,
      double lambda,
      double temperature,
      long steps,
      int batch,
      int context,
      double rate,
      long seed) {}

  /**
   * What came of it.
   *
   * @param validationLoss of the auxiliary network, in nats a token
   * @param parameters that are stored
   * @param auxiliaryParameters of the auxiliary network, if it shared none
   */
  public record Outcome(
      String gene,
      StagePlan plan,
      long steps,
      double validationLoss,
      long parameters,
      long auxiliaryParameters) {}

  private record StoredPlan(String stages) {}

  private GeneTraining() {}

  /**
   * Learns a gene of a teacher's width; its depth is that of the plan.
   *
   * @param teacher a decoder
   * @param texts to distil on
   * @param out where the gene is written
   */
  public static Outcome learn(
      Path teacher, Path texts, Settings settings, Path out, Run run, Progress progress) {
    ModelDirectory directory = ModelDirectory.of(teacher);
    Architecture architecture = directory.architecture();
    int context = Math.min(settings.context(), architecture.config().contextLength());
    Corpus corpus = Corpus.of(Documents.read(texts), directory.tokenizer(architecture), context);
    Seeds seeds = new Seeds(settings.seed());
    try (Parameters taught = directory.weights(architecture);
        Learngene gene = Learngene.fresh(architecture, settings.plan(), seeds.child("gene"))) {
      if (!(gene.auxiliary() instanceof Architecture auxiliary)) {
        throw InputException.in(teacher, "only decoders are distilled on texts");
      }
      TokenModel student = new TokenModel(auxiliary, gene.auxiliaryWeights());
      TrainingSet rows = examples(corpus, settings, seeds);
      Distillation objective =
          new Distillation(
              student,
              new TokenModel(architecture, taught),
              rows,
              settings.temperature(),
              settings.lambda());
      TrainingResult result =
          new Trainer(config(settings, seeds), gene.weights().trainAll(), objective)
              .validatedBy(
                  new TokenObjective(
                      auxiliary,
                      student.weights(),
                      Reading.CAUSAL.examples(corpus.heldOut(), 1, seeds)))
              .in(run)
              .tells(progress)
              .train();
      ModelDirectory.write(out, gene.stored(), gene.weights(), teacher, ElementType.F32);
      AtomicFiles.write(
          out.resolve(STAGES), Json.pretty(new StoredPlan(settings.plan().toString())));
      try (Parameters whole = gene.expand(settings.plan().auxiliary())) {
        return new Outcome(
            out.toString(),
            settings.plan(),
            result.steps(),
            result.validationLoss().orElse(Double.NaN),
            gene.weights().count(),
            whole.count());
      }
    }
  }

  private static TrainingSet examples(Corpus corpus, Settings settings, Seeds seeds) {
    long rows = settings.steps() * settings.batch();
    int passes = Math.max(1, Math.toIntExact(Math.ceilDiv(rows, (long) corpus.training().size())));
    return Reading.CAUSAL.examples(corpus.training(), passes, seeds.child("examples"));
  }

  private static TrainerConfig config(Settings settings, Seeds seeds) {
    long tenth = Math.max(1, settings.steps() / 10);
    return TrainerConfig.builder(new Cosine(settings.rate(), Math.min(50, tenth), 0.1))
        .steps(settings.steps())
        .batchSize(settings.batch())
        .optimizer(AdamW.Settings.PRETRAINING)
        .evaluateEvery(tenth)
        .checkpointEvery(tenth)
        .logEvery(10)
        .seed(seeds.derive("order"))
        .build();
  }

  /**
   * Writes a model of any depth that starts from a gene.
   *
   * @param map the stage of each layer; spread evenly if it is empty
   * @return how many numbers the model has
   */
  public static long expand(Path gene, int layers, Optional<LayerMap> map, Path out) {
    Path plan = gene.resolve(STAGES);
    if (!Files.isRegularFile(plan)) {
      throw InputException.in(gene, "is no gene: stages.json is missing");
    }
    ModelDirectory directory = ModelDirectory.of(gene);
    Network stored = directory.network();
    StagePlan stages = StagePlan.parse(Json.read(plan, StoredPlan.class).stages());
    LayerMap chosen = map.orElseGet(() -> stages.descendant(layers));
    if (map.isPresent() && chosen.size() != layers) {
      throw new InputException(
          "the list names the stages of %d layers, not of %d".formatted(chosen.size(), layers));
    }
    try (Learngene read = new Learngene(stored, stages, directory.weights(stored));
        Parameters expanded = read.expand(chosen)) {
      ModelDirectory.write(
          out, Resizing.withLayers(stored, layers), expanded, gene, ElementType.F32);
      return expanded.count();
    }
  }
}
