package dev.chiron.bench.speed;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.generation.GenerationOptions;
import dev.chiron.nn.generation.Generator;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.weights.Weights;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Writes rows greedily with this project's generator; a step is a token of every row. */
public final class ChironDecoding implements Contestant {
  private final String name;
  private final DecoderShape shape;
  private final Generator generator;
  private double prefill;

  /**
   * A contestant.
   *
   * @param weights the caller's
   */
  ChironDecoding(String name, DecoderShape shape, Architecture architecture, Weights weights) {
    this.name = name;
    this.shape = shape;
    this.generator = new Generator(architecture, weights, Interventions.NONE);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long tokensPerStep() {
    return shape.batch();
  }

  /** How many seconds the reading of the prompts took in the last turn. */
  double prefillSeconds() {
    return prefill;
  }

  @Override
  public Turn turn(int steps) {
    RandomGenerator random = new Seeds(1).generator("prompts");
    List<int[]> prompts =
        IntStream.range(0, shape.batch())
            .mapToObj(_ -> random.ints(shape.context(), 0, shape.vocabulary()).toArray())
            .toList();
    Turn.Moment[] read = {Turn.Moment.now()};
    GenerationOptions options =
        GenerationOptions.greedy(steps + 1)
            .withStop(
                (row, tokens) -> {
                  // The first token of the last row: from here on there is one pass a token.
                  if (row == shape.batch() - 1 && tokens.length == 1) {
                    read[0] = Turn.Moment.now();
                  }
                  return false;
                });
    Turn.Moment start = Turn.Moment.now();
    generator.generate(prompts, options);
    prefill = start.until(read[0]).seconds();
    return read[0].until(Turn.Moment.now());
  }
}
