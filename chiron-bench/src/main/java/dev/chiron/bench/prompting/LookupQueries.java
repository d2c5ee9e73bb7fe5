package dev.chiron.bench.prompting;

import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.predictor.AnswerMode;
import dev.chiron.core.predictor.PromptProgram;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.prompt.PromptTemplate;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Demonstration;
import dev.chiron.core.task.Example;
import dev.chiron.testkit.words.LookupWorld;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Queries of look-up tasks, each of a task of its own with its own pool of demonstrations. */
record LookupQueries(List<Example> queries, List<List<Demonstration>> pools) {
  static final PromptProgram PLAIN =
      PromptProgram.zeroShot(
          "", PromptTemplate.PLAIN, LookupWorld.labelNames(), new AnswerMode.Generation(4));

  /** Of each group's eight words, the first ones are kept from the controller. */
  private static final int HELD_OUT_MEMBERS = 2;

  /**
   * Draws queries.
   *
   * @param seen whether their words may be among those that the controller learns from
   */
  static LookupQueries draw(int count, Seeds seeds, boolean seen) {
    List<Example> queries = new ArrayList<>();
    List<List<Demonstration>> pools = new ArrayList<>();
    for (int i = 0; queries.size() < count; i++) {
      RandomGenerator random = seeds.generator("task " + i);
      LookupWorld world = LookupWorld.draw(random);
      Example query = world.examples(1, random).getFirst();
      List<Example> pool = world.examples(LookupWorld.MOST_SHOTS, random);
      if (isUnseen(query) != seen) {
        queries.add(query);
        pools.add(pool.stream().map(Example::demonstration).toList());
      }
    }
    return new LookupQueries(queries, pools);
  }

  /** Whether an input's word is kept from the controller. */
  static boolean isUnseen(Example example) {
    return LookupWorld.member(example.input()) < HELD_OUT_MEMBERS;
  }

  /** Accuracy in points with a number of demonstrations for each query. */
  double accuracy(LanguageModel model, int[] shots) {
    List<Prompt> prompts = new ArrayList<>();
    for (int i = 0; i < shots.length; i++) {
      prompts.add(
          PLAIN.template().render("", pools.get(i).subList(0, shots[i]), queries.get(i).input()));
    }
    List<Completion> answers = model.generate(prompts, Decoding.greedy(4));
    long right =
        IntStream.range(0, shots.length)
            .filter(i -> answers.get(i).text().equals(queries.get(i).output()))
            .count();
    return 100.0 * right / shots.length;
  }

  /** The same with one number for all. */
  double accuracyUniform(LanguageModel model, int shots) {
    int[] uniform = new int[queries.size()];
    Arrays.fill(uniform, shots);
    return accuracy(model, uniform);
  }
}
