package dev.chiron.core.task;

import dev.chiron.core.random.Seeds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Splits the examples of a task, by seed.
 *
 * <p>Parts never overlap, and examples whose inputs are the same up to case and white space stay in
 * one part, so that no test input was trained on. For a classification task each label is spread
 * over the parts in proportion (largest remainders, carried from label to label, so that the sizes
 * of the parts are met too). Each part keeps the order of the source.
 */
public final class Splitter {
  /** Of the training examples, what a split that the source lacks gets: one fifth. */
  public static final double COMPLETION_FRACTION = 0.2;

  private final Seeds seeds;

  public Splitter(Seeds seeds) {
    this.seeds = seeds;
  }

  /**
   * Splits by proportion.
   *
   * @param train weight of the training part, at least 0; only the ratios of the three matter
   * @param stratified whether each first output is spread over the parts in proportion
   */
  public Splits byRatio(
      List<Example> examples, double train, double dev, double test, boolean stratified) {
    double sum = train + dev + test;
    if (!(train >= 0 && dev >= 0 && test >= 0 && sum > 0)) {
      throw new IllegalArgumentException("the weights must be at least 0 and not all 0");
    }
    double[] ratios = {train / sum, dev / sum, test / sum};
    List<List<Example>> parts = cut(examples, ratios, stratified, "ratio");
    return new Splits(parts.get(0), parts.get(1), parts.get(2));
  }

  /**
   * Splits by number: {@code dev} and {@code test} examples, the rest to train on. With duplicated
   * inputs a part may miss its number by the size of a group of duplicates.
   *
   * @throws IllegalArgumentException if there are fewer examples than asked for
   */
  public Splits byCount(List<Example> examples, int dev, int test, boolean stratified) {
    int size = examples.size();
    if (dev < 0 || test < 0 || dev + test > size) {
      throw new IllegalArgumentException(
          "cannot take " + dev + " and " + test + " from " + size + " examples");
    }
    return size == 0
        ? new Splits(List.of(), List.of(), List.of())
        : byRatio(examples, size - dev - test, dev, test, stratified);
  }

  /**
   * Gives a task the splits that it lacks: dev and test are each {@value #COMPLETION_FRACTION} of
   * its training examples (at least one), taken away from them. A task with fewer than three
   * training examples stays as it is.
   */
  public Task complete(Task task) {
    Splits splits = task.splits();
    int size = splits.train().size();
    if (size < 3 || (!splits.dev().isEmpty() && !splits.test().isEmpty())) {
      return task;
    }
    int share = Math.max(1, (int) Math.round(size * COMPLETION_FRACTION));
    Splits made =
        byCount(
            splits.train(),
            splits.dev().isEmpty() ? share : 0,
            splits.test().isEmpty() ? share : 0,
            task.isClassification());
    return task.withSplits(
        new Splits(
            made.train(),
            splits.dev().isEmpty() ? made.dev() : splits.dev(),
            splits.test().isEmpty() ? made.test() : splits.test()));
  }

  /** Caps the sizes of the splits: a seeded sample, by label for a classification task. */
  public Task limit(Task task, int train, int dev, int test) {
    Splits splits = task.splits();
    boolean stratified = task.isClassification();
    return task.withSplits(
        new Splits(
            sample(splits.train(), train, stratified),
            sample(splits.dev(), dev, stratified),
            sample(splits.test(), test, stratified)));
  }

  /** At most {@code count} examples, in the order of the source. */
  public List<Example> sample(List<Example> examples, int count, boolean stratified) {
    if (examples.size() <= count) {
      return examples;
    }
    double ratio = (double) count / examples.size();
    // Inside one split duplicates need not stay together: every example is its own group.
    Map<String, List<List<Integer>>> strata = new LinkedHashMap<>();
    for (int i = 0; i < examples.size(); i++) {
      String stratum = stratified ? examples.get(i).output() : "";
      strata.computeIfAbsent(stratum, s -> new ArrayList<>()).add(List.of(i));
    }
    return allot(examples, strata, new double[] {ratio, 1 - ratio}, "sample").getFirst();
  }

  private List<List<Example>> cut(
      List<Example> examples, double[] ratios, boolean stratified, String purpose) {
    Map<String, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < examples.size(); i++) {
      groups.computeIfAbsent(key(examples.get(i).input()), k -> new ArrayList<>()).add(i);
    }
    Map<String, List<List<Integer>>> strata = new LinkedHashMap<>();
    for (List<Integer> group : groups.values()) {
      String stratum = stratified ? examples.get(group.getFirst()).output() : "";
      strata.computeIfAbsent(stratum, s -> new ArrayList<>()).add(group);
    }
    return allot(examples, strata, ratios, purpose);
  }

  /** What makes two inputs the same: their text without regard to case and white space. */
  static String key(String input) {
    return input.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }

  private List<List<Example>> allot(
      List<Example> examples,
      Map<String, List<List<Integer>>> strata,
      double[] ratios,
      String purpose) {
    RandomGenerator random = seeds.generator("split-" + purpose);
    int[] partOf = new int[examples.size()];
    double[] carry = new double[ratios.length];
    for (List<List<Integer>> groups : strata.values()) {
      int size = groups.stream().mapToInt(List::size).sum();
      int[] quota = quotas(size, ratios, carry);
      for (List<Integer> group : Seeds.shuffled(groups, random)) {
        int part = roomiest(quota);
        quota[part] -= group.size();
        group.forEach(i -> partOf[i] = part);
      }
      // What a group of duplicates took too much is made good by the next label.
      for (int p = 0; p < carry.length; p++) {
        carry[p] += quota[p];
      }
    }
    List<List<Example>> parts = new ArrayList<>();
    for (int p = 0; p < ratios.length; p++) {
      List<Example> part = new ArrayList<>();
      for (int i = 0; i < partOf.length; i++) {
        if (partOf[i] == p) {
          part.add(examples.get(i));
        }
      }
      parts.add(part);
    }
    return parts;
  }

  /** Whole numbers that sum to {@code size}; leaves in {@code carry} what rounding withheld. */
  private static int[] quotas(int size, double[] ratios, double[] carry) {
    int[] quota = new int[ratios.length];
    int given = 0;
    for (int p = 0; p < ratios.length; p++) {
      carry[p] += size * ratios[p];
      quota[p] = (int) Math.max(0, Math.floor(carry[p] + 1e-9));
      given += quota[p];
    }
    while (given != size) {
      int step = given < size ? 1 : -1;
      int best = -1;
      for (int p = 0; p < ratios.length; p++) {
        boolean possible = step > 0 ? ratios[p] > 0 : quota[p] > 0;
        if (possible
            && (best < 0 || step * (carry[p] - quota[p]) > step * (carry[best] - quota[best]))) {
          best = p;
        }
      }
      quota[best] += step;
      given += step;
    }
    for (int p = 0; p < ratios.length; p++) {
      carry[p] -= quota[p];
    }
    return quota;
  }

  private static int roomiest(int[] quota) {
    int best = 0;
    for (int p = 1; p < quota.length; p++) {
      best = quota[p] > quota[best] ? p : best;
    }
    return best;
  }
}
