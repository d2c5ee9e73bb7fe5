package dev.chiron.data.optiml;

import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.data.pool.InstructionExample;
import dev.chiron.data.pool.InstructionSet;
import dev.chiron.data.pool.TaskIndex;
import dev.chiron.data.pool.TaskIndex.TaskKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * An endless mixture of a pool's tasks (OPT-IML, sections 3.2 and 4):
 *
 * <pre>P(t) = ρ_b · w(n_t) / Σ_{t' in b} w(n_{t'}),  w(n) = min(n, η)</pre>
 *
 * <p>over collections b with shares ρ_b; without shares P(t) is in proportion to w(n_t) over all.
 * Auxiliary streams take their shares of examples off the top. A task's example is drawn evenly.
 *
 * <p>Draw i is a function of the seed and i alone, so a training that goes on draws what it would
 * have drawn.
 */
public final class Mixture {
  /** Beyond so many passes over a task the report warns. */
  public static final double MANY_EPOCHS = 4;

  private final InstructionSet pool;
  private final TaskIndex index;
  private final Settings settings;
  private final Seeds seeds;
  private final double[] probabilities;
  private final double[] cumulative;

  /**
   * @param sampling of tasks in their collection
   * @param proportions share of each collection, summing to 1; empty for none
   * @param auxiliary streams beside the tasks
   * @param shots demonstrations before a drawn example
   */
  public record Settings(
      TaskSampling sampling,
      Map<String, Double> proportions,
      List<Auxiliary> auxiliary,
      Shots shots) {
    /** The paper's cap, and nothing else. */
    public static final Settings DEFAULT =
        new Settings(
            new TaskSampling.Proportional(TaskSampling.DEFAULT_CAP),
            Map.of(),
            List.of(),
            Shots.NONE);

    public Settings {
      proportions = new TreeMap<>(proportions);
      auxiliary = List.copyOf(auxiliary);
      double sum = proportions.values().stream().mapToDouble(Double::doubleValue).sum();
      boolean negative = proportions.values().stream().anyMatch(share -> !(share >= 0));
      if (!proportions.isEmpty() && (Math.abs(sum - 1) > 1e-6 || negative)) {
        throw new InputException(
            "proportions: must be 0 or more and sum to 1, not " + Math.round(1e6 * sum) / 1e6);
      }
      double beside = auxiliary.stream().mapToDouble(Auxiliary::share).sum();
      if (beside >= 1) {
        throw new InputException(
            "auxiliary: shares must sum to less than 1, not " + Math.round(1e6 * beside) / 1e6);
      }
    }

    public Settings withSampling(TaskSampling other) {
      return new Settings(other, proportions, auxiliary, shots);
    }
  }

  /**
   * A stream beside the tasks, such as plain text; OPT-IML settles on 5 % of pre-training text, 1 %
   * of reasoning and no dialogue.
   *
   * @param share of all drawn examples
   */
  public record Auxiliary(String name, double share, InstructionSet examples) {
    public Auxiliary {
      if (!(share > 0 && share < 1)) {
        throw new InputException("auxiliary '" + name + "': the share must be between 0 and 1");
      }
    }
  }

  /**
   * A task's place in the mixture.
   *
   * @param probability that a draw is of this task
   * @param epochs passes over its examples that so many draws make
   */
  public record Share(
      String collection,
      String category,
      String task,
      int examples,
      double probability,
      double epochs) {}

  /**
   * @throws InputException if a collection with a share has no examples, or one with examples none
   */
  public Mixture(InstructionSet pool, Settings settings, Seeds seeds) {
    this.pool = pool;
    this.index = TaskIndex.of(pool);
    this.settings = settings;
    this.seeds = seeds;
    this.probabilities = probabilities(index, settings);
    this.cumulative = probabilities.clone();
    Arrays.parallelPrefix(cumulative, Double::sum);
  }

  private static double[] probabilities(TaskIndex index, Settings settings) {
    Map<String, Double> shares = settings.proportions();
    Map<String, Double> totals = new TreeMap<>();
    double[] weights = new double[index.tasks().size()];
    for (int task = 0; task < weights.length; task++) {
      weights[task] = settings.sampling().weight(index.size(task));
      totals.merge(group(index.tasks().get(task), shares), weights[task], Double::sum);
    }
    if (!shares.isEmpty() && !totals.keySet().equals(shares.keySet())) {
      throw new InputException(
          "proportions: the collections are "
              + String.join(", ", new TreeSet<>(totals.keySet()))
              + ", not "
              + String.join(", ", shares.keySet())
              + ": give each a share (0 leaves it out)");
    }
    for (int task = 0; task < weights.length; task++) {
      String group = group(index.tasks().get(task), shares);
      weights[task] *= shares.getOrDefault(group, 1.0) / totals.getOrDefault(group, 1.0);
    }
    return weights;
  }

  /** The collection, or one for all where collections have no shares. */
  private static String group(TaskKey task, Map<String, Double> shares) {
    return shares.isEmpty() ? "" : task.collection();
  }

  /** Every task's place, for so many draws. */
  public List<Share> shares(long draws) {
    double ofTasks = 1 - settings.auxiliary().stream().mapToDouble(Auxiliary::share).sum();
    List<Share> shares = new ArrayList<>();
    for (int task = 0; task < probabilities.length; task++) {
      TaskKey key = index.tasks().get(task);
      double probability = ofTasks * probabilities[task];
      shares.add(
          new Share(
              key.collection(),
              key.category(),
              key.task(),
              index.size(task),
              probability,
              draws * probability / index.size(task)));
    }
    return shares;
  }

  /** What should be known of so many draws: tasks that are repeated more than {@code 4} times. */
  public List<String> warnings(long draws) {
    return shares(draws).stream()
        .filter(share -> share.epochs() > MANY_EPOCHS)
        .map(
            share ->
                "task '%s' is repeated %.1f times: %d examples for %.0f draws"
                    .formatted(
                        share.task(),
                        share.epochs(),
                        share.examples(),
                        draws * share.probability()))
        .toList();
  }

  /** One drawn example; its id says of which draw it is. */
  public InstructionExample draw(long number) {
    RandomGenerator random = seeds.generator("draw " + number);
    double place = random.nextDouble();
    for (Auxiliary auxiliary : settings.auxiliary()) {
      place -= auxiliary.share();
      if (place < 0) {
        InstructionSet stream = auxiliary.examples();
        InstructionExample drawn = stream.get(random.nextInt(stream.size()));
        return drawn.withId(drawn.id() + "@" + number);
      }
    }
    int[] members = index.members().get(task(random));
    int chosen = random.nextInt(members.length);
    InstructionExample example = pool.get(members[chosen]);
    return example
        .withDemonstrations(demonstrations(example, members, random))
        .withId(example.id() + "@" + number);
  }

  private int task(RandomGenerator random) {
    double place = random.nextDouble() * cumulative[cumulative.length - 1];
    int found = Arrays.binarySearch(cumulative, place);
    int task = found >= 0 ? found + 1 : -found - 1;
    return Math.min(task, cumulative.length - 1);
  }

  /** Other examples of the task under the same instruction; fewer if it has not as many. */
  private List<InstructionExample> demonstrations(
      InstructionExample query, int[] members, RandomGenerator random) {
    int count = settings.shots().draw(random);
    List<InstructionExample> shown = new ArrayList<>();
    // Drawn with a bound: a task may have few examples with the instruction of the query.
    for (int attempt = 0; attempt < 8 * count && shown.size() < count; attempt++) {
      InstructionExample other = pool.get(members[random.nextInt(members.length)]);
      boolean fresh = shown.stream().noneMatch(each -> each.input().equals(other.input()));
      if (fresh
          && !other.input().equals(query.input())
          && other.instruction().equals(query.instruction())) {
        shown.add(other);
      }
    }
    return shown;
  }

  /** The first draws, as a set that draws when it is asked. */
  public InstructionSet draws(int count) {
    return new InstructionSet() {
      @Override
      public int size() {
        return count;
      }

      @Override
      public InstructionExample get(int number) {
        return draw(number);
      }
    };
  }
}
