package dev.chiron.data.optiml;

import dev.chiron.data.pool.InstructionExample;
import dev.chiron.data.pool.InstructionSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which training tasks hold text of which evaluation tasks (OPT-IML, section 3.1): the share of an
 * evaluation task's examples that have an n-gram of words in common with an example of the training
 * task, both with their templates filled. The training side is read once.
 *
 * <p>Words are what is left of lower-cased text without punctuation; the paper's own tokenisation
 * is not published. N-grams are compared by 64 bits of hash.
 *
 * @param n words of an n-gram; 13 in the paper
 * @param threshold pairs with a larger share are reported; 0.01 in the paper
 */
public record NgramOverlap(int n, double threshold) {
  public static final NgramOverlap DEFAULT = new NgramOverlap(13, 0.01);

  /** What is done with training tasks that hold text of evaluation tasks. */
  public enum Decision {
    /** The training task is dropped. */
    DROP_TASK,
    /** The examples that share text are dropped. */
    DROP_EXAMPLES,
    /** Nothing: what is shared is a template. */
    KEEP
  }

  /**
   * A pair of tasks.
   *
   * @param shared examples of the evaluation task that have text in the training task
   * @param examples of the evaluation task
   * @param leaking indices of the training examples with that text
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Pair(
      String trainTask, String evaluationTask, int shared, int examples, int[] leaking) {
    public double share() {
      return (double) shared / examples;
    }
  }

  /** Reports the pairs above the threshold, the largest share first. */
  public List<Pair> check(InstructionSet pool, int[] train, int[] evaluated) {
    Map<Long, List<Integer>> index = new HashMap<>();
    Map<String, Integer> sizes = new HashMap<>();
    List<String> taskOf = new ArrayList<>();
    for (int i = 0; i < evaluated.length; i++) {
      InstructionExample each = pool.get(evaluated[i]);
      taskOf.add(each.task());
      sizes.merge(each.task(), 1, Integer::sum);
      for (long gram : grams(each.text())) {
        index.computeIfAbsent(gram, key -> new ArrayList<>(1)).add(i);
      }
    }
    Map<List<String>, Hits> hits = new TreeMap<>(Comparator.comparing(List::toString));
    for (int example : train) {
      InstructionExample each = pool.get(example);
      Set<Integer> found = new HashSet<>();
      grams(each.text()).forEach(gram -> found.addAll(index.getOrDefault(gram, List.of())));
      for (int place : found) {
        hits.computeIfAbsent(List.of(each.task(), taskOf.get(place)), key -> new Hits())
            .add(place, example);
      }
    }
    List<Pair> pairs = new ArrayList<>();
    hits.forEach(
        (tasks, each) -> {
          int size = sizes.getOrDefault(tasks.get(1), 1);
          Pair pair =
              new Pair(
                  tasks.get(0),
                  tasks.get(1),
                  each.evaluated.cardinality(),
                  size,
                  each.train.stream().toArray());
          if (pair.share() > threshold) {
            pairs.add(pair);
          }
        });
    pairs.sort(Comparator.comparingDouble(Pair::share).reversed());
    return pairs;
  }

  /** A split without what leaks. */
  public static GeneralizationSplit apply(
      InstructionSet pool, GeneralizationSplit split, List<Pair> pairs, Decision decision) {
    if (decision == Decision.KEEP) {
      return split;
    }
    Set<String> tasks = new HashSet<>();
    BitSet examples = new BitSet();
    for (Pair pair : pairs) {
      tasks.add(pair.trainTask());
      Arrays.stream(pair.leaking()).forEach(examples::set);
    }
    return split.withTrain(
        Arrays.stream(split.train())
            .filter(
                i ->
                    decision == Decision.DROP_TASK
                        ? !tasks.contains(pool.get(i).task())
                        : !examples.get(i))
            .toArray());
  }

  /** The hashes of all n-grams of a text. */
  private Set<Long> grams(String text) {
    String[] words =
        text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}\\s]+", " ").strip().split("\\s+");
    Set<Long> grams = new HashSet<>();
    for (int from = 0; from + n <= words.length; from++) {
      long hash = 0xcbf29ce484222325L;
      for (int i = from; i < from + n; i++) {
        for (int c = 0; c < words[i].length(); c++) {
          hash = (hash ^ words[i].charAt(c)) * 0x100000001b3L;
        }
        hash = (hash ^ ' ') * 0x100000001b3L;
      }
      grams.add(hash);
    }
    return grams;
  }

  private static final class Hits {
    final BitSet evaluated = new BitSet();
    final BitSet train = new BitSet();

    void add(int place, int example) {
      evaluated.set(place);
      train.set(example);
    }
  }
}
