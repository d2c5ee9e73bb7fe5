package dev.chiron.code.meaning;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.generation.Generated;
import dev.chiron.nn.generation.GenerationOptions;
import dev.chiron.nn.generation.Generator;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.probe.LayerMeans;
import dev.chiron.nn.training.AdamW;
import dev.chiron.nn.training.LearningRateSchedule;
import dev.chiron.nn.training.TokenObjective;
import dev.chiron.nn.training.Trainer;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.training.TrainingExample;
import dev.chiron.nn.training.TrainingSet;
import dev.chiron.nn.weights.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;

/** A decoder that learns the text of programs, token by token, and nothing else. */
final class ProgramModel<S> implements AutoCloseable {
  /**
   * How it is trained.
   *
   * @param least actions of a training program; the text says the most
   * @param batch specifications of a step, none of which is seen twice
   */
  record Recipe(
      int layers, int width, int heads, int least, int steps, int batch, double learningRate) {
    /** 0.15 million parameters, for {@link LineKarel}. */
    static final Recipe QUICK = new Recipe(3, 64, 4, 3, 2000, 128, 3e-3);
  }

  private final ProgramText<S> text;
  private final Decoder decoder;
  private final Parameters weights;

  private ProgramModel(ProgramText<S> text, Decoder decoder, Parameters weights) {
    this.text = text;
    this.decoder = decoder;
    this.weights = weights;
  }

  /** A model that has learned nothing. */
  static <S> ProgramModel<S> untrained(ProgramText<S> text, Recipe recipe, Seeds seeds) {
    Decoder decoder =
        new Decoder(
            DecoderConfig.builder(
                    text.vocabulary(), recipe.width(), recipe.layers(), recipe.heads())
                .contextLength(text.length())
                .tiedHead(true)
                .build());
    return new ProgramModel<>(text, decoder, decoder.initialize(seeds.child("weights")));
  }

  /**
   * Trains on fresh specifications at every step.
   *
   * @param beforeStep told the number of each step before it
   */
  void train(Recipe recipe, Seeds seeds, IntConsumer beforeStep, Progress progress) {
    TrainingSet documents =
        TrainingSet.drawn(
            recipe.steps() * recipe.batch(),
            index -> {
              RandomGenerator random = seeds.generator("document " + index);
              Specification<S> drawn = text.draw(recipe.least(), text.longest(), false, random);
              return TrainingExample.causal(text.text(drawn, drawn.program()));
            });
    TrainerConfig config =
        TrainerConfig.builder(new LearningRateSchedule.Cosine(recipe.learningRate(), 100, 0))
            .steps(recipe.steps())
            .batchSize(recipe.batch())
            .clipNorm(1)
            .optimizer(new AdamW.Settings(0.9, 0.999, 1e-8, 0.01))
            .seed(seeds.derive("order"))
            .build();
    int[] step = {0};
    weights.trainAll();
    new Trainer(config, weights, new TokenObjective(decoder, weights, documents))
        .tells(progress)
        .beforeStep(() -> beforeStep.accept(step[0]++))
        .train();
    weights.freeze();
  }

  /**
   * The programs that it writes for specifications: greedily, among tokens that may stand there.
   */
  List<List<Integer>> write(List<Specification<S>> specifications) {
    int first = text.firstAction();
    GenerationOptions options =
        GenerationOptions.greedy(text.longest() + 1, text.end())
            .withProcessor(
                (row, tokens, logits) -> {
                  boolean full = tokens.length == text.longest();
                  for (int token = 0; token < logits.length; token++) {
                    boolean action = token >= first && token < text.end() && !full;
                    boolean end = token == text.end() && tokens.length > 0;
                    if (!action && !end) {
                      logits[token] = Float.NEGATIVE_INFINITY;
                    }
                  }
                });
    List<int[]> prompts =
        specifications.stream()
            .map(each -> text.prompt(each).stream().mapToInt(token -> token).toArray())
            .toList();
    List<List<Integer>> programs = new ArrayList<>();
    Generator generator = new Generator(decoder, weights, Interventions.NONE);
    for (int from = 0; from < prompts.size(); from += 500) {
      List<int[]> some = prompts.subList(from, Math.min(prompts.size(), from + 500));
      for (Generated each : generator.generate(some, options)) {
        programs.add(
            Arrays.stream(each.tokens())
                .filter(token -> token != text.end())
                .map(token -> token - first)
                .boxed()
                .toList());
      }
    }
    return programs;
  }

  /** The states of the model while it writes these programs. */
  List<Trace<S>> traces(List<Specification<S>> specifications, List<List<Integer>> programs) {
    int prompt = text.prompt(specifications.getFirst()).size();
    int[][] rows = new int[specifications.size()][];
    for (int i = 0; i < rows.length; i++) {
      // A causal model sees nothing of what fills the row up.
      rows[i] =
          Arrays.copyOf(text.text(specifications.get(i), programs.get(i)), prompt + text.longest());
    }
    float[][][] states = new LayerMeans(decoder, weights).of(rows);
    List<Trace<S>> traces = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      // The state that predicts a token stands at the one before it.
      int length = programs.get(i).size();
      float[][] own = Arrays.copyOfRange(states[i], prompt - 1, prompt - 1 + length);
      traces.add(new Trace<>(specifications.get(i).inputs().getFirst(), programs.get(i), own));
    }
    return traces;
  }

  @Override
  public void close() {
    weights.close();
  }
}
