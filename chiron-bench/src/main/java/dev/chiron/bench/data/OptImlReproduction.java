package dev.chiron.bench.data;

import dev.chiron.core.method.Measurement;
import dev.chiron.core.method.Reproduction;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.Task;
import dev.chiron.data.listops.ListOperation;
import dev.chiron.data.listops.ListOperationTasks;
import dev.chiron.data.optiml.GeneralizationSplit;
import dev.chiron.data.optiml.LevelReport;
import dev.chiron.data.optiml.Mixture;
import dev.chiron.data.optiml.OptIml;
import dev.chiron.data.optiml.TaskSampling;
import dev.chiron.data.pool.InstructionExample;
import dev.chiron.data.pool.InstructionSet;
import dev.chiron.data.pool.PoolTuning;
import dev.chiron.data.pool.TaskIndex;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.local.LocalLanguageModel;
import dev.chiron.nn.tokenizer.WordTokenizer;
import dev.chiron.nn.training.AdamW;
import dev.chiron.nn.training.LearningRateSchedule.WarmupStableDecay;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.weights.Parameters;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A decoder of about 150,000 parameters is trained on 8, 24 or 48 of the list operations, and on 48
 * of which one owns 90 % of the examples, with and without a cap; every arm sees as many tokens.
 */
public final class OptImlReproduction implements Reproduction {
  private static final String HELD_OUT = "order double";
  private static final int UNSEEN = 10;
  private static final int ALWAYS = 8;
  private static final List<Integer> COUNTS = List.of(8, 24, 48);
  private static final int INSTANCES = 500;
  private static final double INSTANCES_HELD_OUT = 0.1;
  private static final int MEASURED = 40;

  private static final int LARGE = 18_000;
  private static final int SMALL = 40;

  private static final int STEPS = 600;
  private static final int ROWS = 22;
  private static final int ROW = 128;

  /** Draws for as many rows as there are steps of {@value #ROWS}. */
  private static final int DRAWS = 85_000;

  private static final double LEAST_GAIN = 0.30;
  private static final double MOST_LOSS = 0.07;
  private static final double LEAST_CAP_GAIN = 0.05;

  @Override
  public String id() {
    return OptIml.ID;
  }

  @Override
  public String paper() {
    return OptIml.PAPER;
  }

  @Override
  public String claim() {
    return "At equal tokens, more training tasks raise accuracy on held-out tasks and categories and"
        + " leave trained tasks alone; capping large tasks beats sampling in proportion to size.";
  }

  @Override
  public String criterion() {
    return "exact match: mean over seeds of (L2 + L3) / 2 with 48 tasks at least 0.30 above 8 tasks,"
        + " L1 at most 0.07 below; cap 40 at least 0.05 above no cap on the mean over tasks of L1"
        + " and L2 in at least 2 of 3 seeds";
  }

  @Override
  public List<Long> seeds(Profile profile) {
    return profile == Profile.QUICK ? List.of(0L, 1L, 2L) : List.of(0L, 1L, 2L, 3L, 4L);
  }

  @Override
  public String notes() {
    return "22 packed rows of 128 tokens a step, 600 steps in every arm, documents of a row do not"
        + " see each other. L3 is the category order/double, L2 ten drawn tasks of other categories,"
        + " L1 new instances of eight tasks that every arm trains on; 40 instances of each task are"
        + " asked without demonstrations.";
  }

  @Override
  public Measurement measure(Context context) {
    InstructionSet pool = pool(context.seeds().child("tasks"));
    TaskIndex index = TaskIndex.of(pool);
    GeneralizationSplit split = split(pool, index, context.seeds());
    List<String> order = trainOrder(pool, split, context.seeds());
    GeneralizationSplit asked = firstLevelOf(pool, split, order.subList(0, ALWAYS));
    Map<String, Double> measured = new TreeMap<>();
    Map<String, Double> baseline = new TreeMap<>();
    for (int count : COUNTS) {
      InstructionSet train = of(pool, split.train(), order.subList(0, count));
      LevelReport report =
          arm(train, new TaskSampling.Equal(), pool, asked, count + " tasks", context);
      Map<String, Double> side = count == ALWAYS ? baseline : measured;
      LevelReport.LEVELS.forEach(
          level -> side.put(level + " of " + count + " tasks", report.exactMatch(level, 0)));
    }
    capped(pool, split, asked, order, context, baseline, measured);
    return new Measurement(baseline, measured);
  }

  private void capped(
      InstructionSet pool,
      GeneralizationSplit split,
      GeneralizationSplit asked,
      List<String> order,
      Context context,
      Map<String, Double> baseline,
      Map<String, Double> measured) {
    InstructionSet uneven = uneven(pool, split, order, context.seeds());
    TaskSampling none = new TaskSampling.Proportional(Long.MAX_VALUE);
    baseline.put("no cap", ofTasks(arm(uneven, none, pool, asked, "no cap", context)));
    TaskSampling cap = new TaskSampling.Proportional(SMALL);
    measured.put("cap 40", ofTasks(arm(uneven, cap, pool, asked, "cap 40", context)));
  }

  @Override
  public boolean holds(List<Measurement> measurements) {
    double gain = 0;
    double loss = 0;
    int better = 0;
    for (Measurement each : measurements) {
      Map<String, Double> few = each.baseline();
      Map<String, Double> many = each.measured();
      gain += (of(many, "L2 of 48") + of(many, "L3 of 48")) / 2;
      gain -= (of(few, "L2 of 8") + of(few, "L3 of 8")) / 2;
      loss += of(few, "L1 of 8") - of(many, "L1 of 48");
      better +=
          many.getOrDefault("cap 40", 0.0) - few.getOrDefault("no cap", 1.0) >= LEAST_CAP_GAIN
              ? 1
              : 0;
    }
    int seeds = measurements.size();
    return gain / seeds >= LEAST_GAIN && loss / seeds <= MOST_LOSS && 3 * better >= 2 * seeds;
  }

  private static double of(Map<String, Double> values, String name) {
    return values.getOrDefault(name + " tasks", Double.NaN);
  }

  /** Exact match over the tasks of L1 and L2, each counting the same. */
  private static double ofTasks(LevelReport report) {
    return report.rows().stream()
        .filter(row -> !row.level().equals("L3"))
        .flatMap(row -> row.evaluation().tasks().stream())
        .mapToDouble(task -> task.exactMatch())
        .average()
        .orElse(0);
  }

  private static InstructionSet pool(Seeds seeds) {
    return InstructionSet.of(
        ListOperationTasks.all(INSTANCES, seeds).tasks().stream()
            .flatMap(task -> examples(task, task.instruction()))
            .toList());
  }

  private static Stream<InstructionExample> examples(Task task, String instruction) {
    List<Example> train = task.splits().train();
    return IntStream.range(0, train.size())
        .mapToObj(
            i ->
                new InstructionExample(
                    task.name() + "-" + i,
                    "list-operations",
                    task.info().category(),
                    task.name(),
                    instruction,
                    train.get(i).input(),
                    "",
                    train.get(i).outputs()));
  }

  private static GeneralizationSplit split(InstructionSet pool, TaskIndex index, Seeds seeds) {
    List<String> others =
        index.tasks().stream()
            .filter(task -> !task.category().equals(HELD_OUT))
            .map(TaskIndex.TaskKey::task)
            .toList();
    List<String> unseen = Seeds.sample(others, UNSEEN, seeds.generator("unseen"));
    return GeneralizationSplit.of(
        pool,
        new GeneralizationSplit.Settings(Set.of(HELD_OUT), Set.copyOf(unseen), INSTANCES_HELD_OUT),
        seeds.child("instances"));
  }

  /** The training tasks in an order by seed: the arms take its beginnings. */
  private static List<String> trainOrder(
      InstructionSet pool, GeneralizationSplit split, Seeds seeds) {
    List<String> names =
        TaskIndex.of(pool, split.train()).tasks().stream().map(TaskIndex.TaskKey::task).toList();
    return Seeds.shuffled(names, seeds.generator("order of tasks"));
  }

  private static GeneralizationSplit firstLevelOf(
      InstructionSet pool, GeneralizationSplit split, List<String> tasks) {
    int[] kept =
        Arrays.stream(split.fullySupervised())
            .filter(i -> tasks.contains(pool.get(i).task()))
            .toArray();
    return new GeneralizationSplit(
        split.train(), kept, split.partiallySupervised(), split.fullyHeldOut());
  }

  private static InstructionSet of(InstructionSet pool, int[] train, List<String> tasks) {
    return pool.at(Arrays.stream(train).filter(i -> tasks.contains(pool.get(i).task())).toArray());
  }

  /** 40 examples of each task, but of the last of them 18,000. */
  private static InstructionSet uneven(
      InstructionSet pool, GeneralizationSplit split, List<String> order, Seeds seeds) {
    Map<String, Integer> counts = new HashMap<>();
    String large = order.getLast();
    int[] few =
        Arrays.stream(split.train())
            .filter(i -> !pool.get(i).task().equals(large))
            .filter(i -> counts.merge(pool.get(i).task(), 1, Integer::sum) <= SMALL)
            .toArray();
    int first =
        Arrays.stream(split.train())
            .filter(i -> pool.get(i).task().equals(large))
            .findFirst()
            .orElseThrow();
    ListOperation operation =
        ListOperation.all().stream()
            .filter(each -> each.name().equals(large))
            .findFirst()
            .orElseThrow();
    List<InstructionExample> many =
        examples(
                ListOperationTasks.task(operation, LARGE, seeds.child("large")),
                pool.get(first).instruction())
            .toList();
    return InstructionSet.concatenated(List.of(pool.at(few), InstructionSet.of(many)));
  }

  private LevelReport arm(
      InstructionSet train,
      TaskSampling sampling,
      InstructionSet pool,
      GeneralizationSplit asked,
      String name,
      Context context) {
    Seeds seeds = context.seeds();
    WordTokenizer tokenizer =
        WordTokenizer.of(pool.stream().map(InstructionExample::text).toList());
    Decoder decoder =
        new Decoder(
            DecoderConfig.builder(tokenizer.vocabularySize(), 64, 3, 4)
                .contextLength(ROW)
                .endTokens(tokenizer.endOfText().orElseThrow())
                .build());
    InstructionSet draws =
        new Mixture(train, Mixture.Settings.DEFAULT.withSampling(sampling), seeds.child("mixture"))
            .draws(DRAWS);
    try (Parameters weights = decoder.initialize(seeds.child("weights")).trainAll()) {
      LocalLanguageModel model =
          LocalLanguageModel.of("list-operations", decoder, weights, tokenizer);
      new PoolTuning(ROW, trainer(seeds))
          .train(model, weights, draws, context.run().child(name), context.progress().under(name));
      return LevelReport.of(
          model, pool, asked, MEASURED, new int[] {0}, 4, seeds, context.run().child(name));
    }
  }

  private static TrainerConfig trainer(Seeds seeds) {
    return TrainerConfig.builder(new WarmupStableDecay(2e-3, 100, STEPS / 5, 0))
        .steps(STEPS)
        .batchSize(ROWS)
        .optimizer(new AdamW.Settings(0.9, 0.95, 1e-8, 0.01))
        .checkpointEvery(200)
        .logEvery(20)
        .seed(seeds.derive("order"))
        .build();
  }
}
