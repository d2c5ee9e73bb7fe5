package dev.chiron.testkit.rules;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.core.task.Splits;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskInfo;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A small world with one hidden rule: a task whose best instruction and best exemplars are known.
 *
 * <p>Items are the 243 sentences of {@link Item}, rules the 1,080 of {@link Rule}, labels three
 * nonsense words. A world draws its true rule, and for every rule a bias from N(0, 1), which stands
 * for what a model believes from pre-training. Everything follows from the seed.
 */
public final class RuleWorld {
  /** Words without a meaning that a reader could bring along. */
  public static final List<String> LABELS = List.of("dax", "wug", "blick");

  private final Seeds seeds;
  private final Rule truth;
  private final List<Double> biases;

  public RuleWorld(Seeds seeds) {
    this.seeds = seeds;
    this.truth = Rule.ALL.get(seeds.generator("truth").nextInt(Rule.ALL.size()));
    RandomGenerator random = seeds.generator("bias");
    this.biases =
        DoubleStream.generate(random::nextGaussian).limit(Rule.ALL.size()).boxed().toList();
  }

  /** The rule that the labels follow. */
  public Rule truth() {
    return truth;
  }

  /** The log-weight of rule {@code i} of {@link Rule#ALL} before anything is read. */
  public double bias(int i) {
    return biases.get(i);
  }

  /** Items drawn with replacement from the named stream, with their true labels. */
  public List<Example> examples(int count, String stream) {
    RandomGenerator random = seeds.generator("examples " + stream);
    return IntStream.range(0, count)
        .mapToObj(i -> example(new Item(random.nextInt(Item.COUNT))))
        .toList();
  }

  /** An item with its true label. */
  public Example example(Item item) {
    return Example.of(item.sentence(), LABELS.get(truth.label(item)));
  }

  /** An instruction that says all of a rule. */
  public static String instruction(Rule rule) {
    return rule.description().stream().map(Clause::text).collect(Collectors.joining(" "));
  }

  /** The world as a task whose parts have no item in common: all 243 items, shuffled. */
  public Task wholeTask(String name, String instruction, int train, int dev) {
    List<Example> all =
        Seeds.shuffled(
                IntStream.range(0, Item.COUNT).mapToObj(Item::new).toList(),
                seeds.generator("whole task"))
            .stream()
            .map(this::example)
            .toList();
    Splits splits =
        new Splits(
            all.subList(0, train),
            all.subList(train, train + dev),
            all.subList(train + dev, all.size()));
    return task(name, instruction, 0, 0, 0).withSplits(splits);
  }

  /** The world as a classification task with parts of the given sizes. */
  public Task task(String name, String instruction, int train, int dev, int test) {
    return new Task(
        name,
        instruction,
        List.of(),
        List.of(),
        LABELS,
        new Splits(examples(train, "train"), examples(dev, "dev"), examples(test, "test")),
        MetricSpec.ACCURACY,
        TaskInfo.of("rule world", "classification"));
  }
}
