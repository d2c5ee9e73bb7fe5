package dev.chiron.tuning.finetune;

import dev.chiron.core.evaluation.EvaluationPlan;
import dev.chiron.core.evaluation.Evaluator;
import dev.chiron.core.method.AdaptationContext;
import dev.chiron.core.model.Capability;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.predictor.AnswerMode;
import dev.chiron.core.predictor.Predictor;
import dev.chiron.core.predictor.PromptProgram;
import dev.chiron.core.predictor.PromptedPredictor;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.prompt.PromptTemplate;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.Split;
import dev.chiron.core.task.Task;
import dev.chiron.nn.adapter.Adapter;
import dev.chiron.nn.local.LocalLanguageModel;
import dev.chiron.nn.training.LearningRateSchedule.Linear;
import dev.chiron.nn.training.TokenObjective;
import dev.chiron.nn.training.Trainer;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.training.TrainingExample;
import dev.chiron.nn.training.TrainingSet;
import dev.chiron.nn.weights.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Supervised fine-tuning on one task: the prompt is the instruction and the input, the loss is on
 * the answer. After every few epochs the dev examples are answered; the weights that err least on
 * them are kept, and among equals those with the lowest loss.
 */
final class FineTuning {
  /** Share of the steps in which the learning rate rises. */
  private static final double WARMUP = 0.06;

  /** Micro-batches whose examples are sorted by length together. */
  private static final int SORTED = 8;

  /** Examples whose loss is computed at once. */
  private static final int BATCH = 32;

  /** Tokens that an answer may be longer than half as long again as the longest in training. */
  private static final int ROOM = 4;

  /** What ends an answer in the plain format. */
  private static final String END = "\n\n";

  /** Less than one example's share of a metric over a thousand examples. */
  private static final double TIE_BREAK = 1e-4;

  /** No error on dev, and a loss there below 0.01: nothing is left to learn. */
  private static final double LEARNED = 0.01 * TIE_BREAK;

  /** Sixteen examples a class are few for an epoch to mean much (Gao et al., 2021: 1,000 steps). */
  private static final long FEWEST_STEPS = 200;

  /** A task of many examples needs no many epochs: minutes on two cores for the shipped model. */
  private static final long MOST_STEPS = 800;

  /** Steps between checkpoints, at least: seconds of work. */
  private static final long CHECKPOINT = 25;

  private final TunedPart part;
  private final FineTuningConfig config;

  FineTuning(TunedPart part, FineTuningConfig config) {
    this.part = part;
    this.config = config;
  }

  Optional<String> unsuitable(Task task, LanguageModel model) {
    if (model.as(LocalLanguageModel.class).isEmpty()) {
      return Optional.of("the weights of '" + model.info().name() + "' are not at hand");
    }
    return task.splits().train().isEmpty()
        ? Optional.of("the task has no training examples")
        : Optional.empty();
  }

  Predictor adapt(Task task, LanguageModel model, AdaptationContext context) {
    LocalLanguageModel base = model.as(LocalLanguageModel.class).orElseThrow();
    PromptProgram program = program(task, base);
    return switch (part) {
      case TunedPart.AllWeights _ -> full(task, model, base, program, context);
      case TunedPart.Beside beside -> beside(beside, task, model, base, program, context);
    };
  }

  private Predictor full(
      Task task,
      LanguageModel model,
      LocalLanguageModel base,
      PromptProgram program,
      AdaptationContext context) {
    Parameters weights = Parameters.copyOf(base.weights()).trainAll();
    try {
      train(task, base.withWeights(weights), weights, program, context);
      return TunedPredictor.full(model, weights.freeze(), program);
    } catch (RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  private Predictor beside(
      TunedPart.Beside beside,
      Task task,
      LanguageModel model,
      LocalLanguageModel base,
      PromptProgram program,
      AdaptationContext context) {
    Adapter adapter = beside.recipe().create(task, base, context.seeds().child(beside.name()));
    try {
      LocalLanguageModel adapted = base.withInterventions(base.interventions().plus(adapter));
      train(task, adapted, adapter.parameters(), program, context);
      return TunedPredictor.adapter(model, adapter, program);
    } catch (RuntimeException e) {
      adapter.close();
      throw e;
    }
  }

  /** The prompt without demonstrations: what is tuned needs none. */
  private static PromptProgram program(Task task, LocalLanguageModel model) {
    int longest =
        task.splits().train().stream()
            .mapToInt(example -> model.countTokens(" " + example.output()))
            .max()
            .orElse(1);
    AnswerMode answer =
        task.isClassification()
            ? new AnswerMode.Ranking(AnswerMode.Normalization.SUM)
            : new AnswerMode.Generation(longest + longest / 2 + ROOM);
    PromptTemplate template = PromptTemplate.suited(model.info().can(Capability.CHAT));
    return PromptProgram.zeroShot(task.instruction(), template, task.labels(), answer);
  }

  private void train(
      Task task,
      LocalLanguageModel model,
      Parameters parameters,
      PromptProgram program,
      AdaptationContext context) {
    TrainingSet examples = TrainingSet.of(examples(task.splits().train(), model, program));
    long stepsPerEpoch = Math.ceilDiv(examples.size(), config.batchSize());
    long steps = Math.clamp(stepsPerEpoch * config.epochs(), FEWEST_STEPS, MOST_STEPS);
    double peak = config.learningRate() / model.architecture().config().width();
    TrainerConfig trainer =
        TrainerConfig.builder(new Linear(peak, Math.round(steps * WARMUP), 0))
            .steps(steps)
            .batchSize(config.batchSize())
            .sortedBatches(SORTED)
            .evaluateEvery(Math.max(1, steps / config.evaluations()))
            .patience(config.patience())
            .goal(LEARNED)
            .reducedPrecision(true)
            .checkpointEvery(Math.max(CHECKPOINT, stepsPerEpoch))
            .seed(context.seeds().derive("training"))
            .build();
    Trainer training =
        new Trainer(trainer, parameters, objective(model, examples))
            .in(context.run())
            .tells(context.progress())
            .beforeStep(new TrainingMeter(context.budget(), examples, config.batchSize()));
    if (!task.splits().dev().isEmpty()) {
      training.validatedBy(() -> error(task, model, program));
    }
    training.train();
  }

  private static TokenObjective objective(LocalLanguageModel model, TrainingSet examples) {
    return new TokenObjective(
        model.architecture(),
        model.weights(),
        model.interventions(),
        examples,
        TokenObjective.Packing.ISOLATED);
  }

  /** The prompt is given, the answer with the blank line that ends it is learned. */
  private static List<TrainingExample> examples(
      List<Example> train, LocalLanguageModel model, PromptProgram program) {
    List<TrainingExample> examples = new ArrayList<>();
    for (Example example : train) {
      Prompt prompt = program.template().render(program.instruction(), List.of(), example.input());
      String answer = program.template().continuation(example.output()) + END;
      examples.add(
          TrainingExample.response(model.promptTokens(prompt), model.tokenizer().encode(answer)));
    }
    return examples;
  }

  /** The error on the dev examples, 0 to 1, and a trace of the loss to tell equals apart. */
  private static double error(Task task, LocalLanguageModel model, PromptProgram program) {
    List<Example> dev = task.splits().dev();
    try (PromptedPredictor predictor = new PromptedPredictor(model, program)) {
      EvaluationPlan plan = EvaluationPlan.of(task, Split.DEV, new Seeds(0));
      double loss = objective(model, TrainingSet.of(examples(dev, model, program))).mean(BATCH);
      return 1 - Evaluator.STANDARD.evaluate(predictor, plan).score() + TIE_BREAK * Math.tanh(loss);
    }
  }
}
