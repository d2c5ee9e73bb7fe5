package dev.chiron.data.episodes;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Example;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A classification task whose labels are replaced by unrelated words, and whose instruction is
 * withheld, so that the answer can only come from the demonstrations (symbol tuning, arXiv
 * 2305.08298).
 */
final class RelabelledTask implements EpisodeTask {
  private static final List<String> WORDS =
      List.of(
          "alpha", "beta", "gamma", "delta", "north", "south", "east", "west", "red", "blue",
          "green", "stone", "river", "cloud", "table", "lamp", "iron", "silk", "maple", "cedar",
          "foo", "bar", "baz", "qux", "one", "two", "three", "four", "A", "B", "C", "D", "X", "Y",
          "Z", "yes", "no", "true", "false", "up", "down", "left", "right", "hot", "cold", "day",
          "night", "high", "low", "start", "end", "open", "shut", "tiger", "piano", "lemon");

  private final EpisodeTask base;
  private final Map<String, String> words = new HashMap<>();

  RelabelledTask(EpisodeTask base, RandomGenerator random) {
    this.base = base;
    List<String> drawn = Seeds.sample(WORDS, base.labels().size(), random);
    for (int i = 0; i < drawn.size(); i++) {
      words.put(base.labels().get(i), drawn.get(i));
    }
  }

  /** Whether there are words enough for the labels of a task. */
  static boolean fits(EpisodeTask task) {
    return !task.labels().isEmpty() && task.labels().size() <= WORDS.size();
  }

  @Override
  public String instruction() {
    return "";
  }

  @Override
  public List<String> labels() {
    return base.labels().stream().map(label -> words.getOrDefault(label, label)).toList();
  }

  @Override
  public Optional<Example> next(RandomGenerator random) {
    return base.next(random)
        .map(
            example ->
                Example.of(
                    example.input(), words.getOrDefault(example.output(), example.output())));
  }
}
