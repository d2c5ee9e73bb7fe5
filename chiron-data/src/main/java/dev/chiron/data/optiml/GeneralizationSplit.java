package dev.chiron.data.optiml;

import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.data.pool.InstructionExample;
import dev.chiron.data.pool.InstructionSet;
import dev.chiron.data.pool.TaskIndex;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A pool cut by three levels of generalisation (OPT-IML, section 3.1): fully held out (no task of
 * the category is trained on), partially supervised (the category is, the task is not), fully
 * supervised (the task is, the instance is not). Each part is the ascending indices of its
 * examples.
 *
 * <p>Whether an instance of a trained task is held out depends on its input alone, so that the same
 * input under two templates is on one side.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record GeneralizationSplit(
    int[] train, int[] fullySupervised, int[] partiallySupervised, int[] fullyHeldOut) {

  /**
   * @param categories that are held out whole
   * @param tasks that are held out, of other categories
   * @param instances share of the inputs of the remaining tasks that are held out, in [0, 1)
   */
  public record Settings(Set<String> categories, Set<String> tasks, double instances) {
    public Settings {
      categories = Set.copyOf(categories);
      tasks = Set.copyOf(tasks);
      if (!(instances >= 0 && instances < 1)) {
        throw new InputException("held-out instances: the share must be in [0, 1)");
      }
    }
  }

  /**
   * Draws so many categories, and tasks of the others that leave their category at least one.
   *
   * @throws InputException if there are not so many
   */
  public static Settings drawn(
      TaskIndex index, int categories, int tasks, double instances, Seeds seeds) {
    List<String> all =
        index.tasks().stream()
            .map(TaskIndex.TaskKey::category)
            .collect(java.util.stream.Collectors.toCollection(TreeSet::new))
            .stream()
            .toList();
    if (categories >= all.size()) {
      throw new InputException(
          "holdout categories: the pool has "
              + all.size()
              + ", of which one must be trained on, so hold out at most "
              + (all.size() - 1));
    }
    Set<String> held = Set.copyOf(Seeds.sample(all, categories, seeds.generator("categories")));
    Set<String> chosen = new HashSet<>();
    java.util.Map<String, Integer> left = new java.util.HashMap<>();
    index.tasks().forEach(task -> left.merge(task.category(), 1, Integer::sum));
    for (TaskIndex.TaskKey task : Seeds.shuffled(index.tasks(), seeds.generator("tasks"))) {
      boolean spare = left.getOrDefault(task.category(), 0) > 1;
      if (chosen.size() < tasks && spare && !held.contains(task.category())) {
        chosen.add(task.task());
        left.merge(task.category(), -1, Integer::sum);
      }
    }
    if (chosen.size() < tasks) {
      throw new InputException(
          "holdout tasks: only "
              + chosen.size()
              + " can be held out and leave their category a task to train on");
    }
    return new Settings(held, chosen, instances);
  }

  /**
   * Cuts a pool.
   *
   * @throws InputException if a held-out category or task is not there, or if nothing is left to
   *     train on, or nothing of a held-out task's category
   */
  public static GeneralizationSplit of(InstructionSet pool, Settings settings, Seeds seeds) {
    byte[] level = new byte[pool.size()];
    Set<String> categories = new HashSet<>(settings.categories());
    Set<String> tasks = new HashSet<>(settings.tasks());
    Set<String> trained = new HashSet<>();
    Set<String> needed = new TreeSet<>();
    for (int i = 0; i < level.length; i++) {
      InstructionExample each = pool.get(i);
      level[i] = level(each, settings, seeds);
      categories.remove(each.category());
      tasks.remove(each.task());
      if (level[i] <= 1) {
        trained.add(each.category());
      } else if (level[i] == 2) {
        needed.add(each.category());
      }
    }
    requireFound("category", categories);
    requireFound("task", tasks);
    needed.removeAll(trained);
    if (!needed.isEmpty()) {
      throw new InputException(
          "holdout: category '"
              + needed.iterator().next()
              + "' has no task left to train on; hold out fewer of its tasks, or all of it");
    }
    GeneralizationSplit split =
        new GeneralizationSplit(at(level, 0), at(level, 1), at(level, 2), at(level, 3));
    if (split.train.length == 0) {
      throw new InputException("holdout: nothing is left to train on; hold out less");
    }
    return split;
  }

  private static byte level(InstructionExample each, Settings settings, Seeds seeds) {
    if (settings.categories().contains(each.category())) {
      return 3;
    }
    if (settings.tasks().contains(each.task())) {
      return 2;
    }
    String key = each.input().strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    boolean held = seeds.generator("input " + key).nextDouble() < settings.instances();
    return (byte) (held ? 1 : 0);
  }

  private static void requireFound(String kind, Set<String> missing) {
    if (!missing.isEmpty()) {
      throw new InputException(
          "holdout: the pool has no " + kind + " '" + new TreeSet<>(missing).first() + "'");
    }
  }

  private static int[] at(byte[] level, int wanted) {
    return IntStream.range(0, level.length).filter(i -> level[i] == wanted).toArray();
  }

  /** This split with fewer training examples. */
  public GeneralizationSplit withTrain(int[] fewer) {
    return new GeneralizationSplit(fewer, fullySupervised, partiallySupervised, fullyHeldOut);
  }

  /** All that is evaluated on, the strictest level last. */
  public int[] evaluated() {
    return IntStream.of(
            java.util.stream.Stream.of(fullySupervised, partiallySupervised, fullyHeldOut)
                .flatMapToInt(IntStream::of)
                .toArray())
        .toArray();
  }
}
