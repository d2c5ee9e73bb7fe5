package dev.chiron.data.optiml;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Steps;
import dev.chiron.data.pool.InstructionExample;
import dev.chiron.data.pool.InstructionSet;
import dev.chiron.data.pool.PoolEvaluation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A model at each level of generalisation, with and without demonstrations. Levels are never
 * pooled: one mean over them hides that one of them did not move.
 *
 * @param rows the levels in order, each for every number of demonstrations
 */
@JsonIgnoreProperties(value = "mean", allowGetters = true) // follows from the rows
public record LevelReport(List<Row> rows) {
  /** The levels, the easiest first. */
  public static final List<String> LEVELS = List.of("L1", "L2", "L3");

  /** One level with so many demonstrations. */
  public record Row(String level, int shots, PoolEvaluation evaluation) {}

  public LevelReport {
    rows = List.copyOf(rows);
  }

  /**
   * Measures a model.
   *
   * @param perTask most examples of a task, the first ones
   * @param shots numbers of demonstrations, which are drawn from the rest of the task's evaluated
   *     examples
   * @param maxTokens of an answer
   * @param steps where each row is remembered
   */
  public static LevelReport of(
      LanguageModel model,
      InstructionSet pool,
      GeneralizationSplit split,
      int perTask,
      int[] shots,
      int maxTokens,
      Seeds seeds,
      Steps steps) {
    List<int[]> parts =
        List.of(split.fullySupervised(), split.partiallySupervised(), split.fullyHeldOut());
    List<Row> rows = new ArrayList<>();
    for (int level = 0; level < parts.size(); level++) {
      int[] part = parts.get(level);
      for (int count : shots) {
        InstructionSet asked = asked(pool, part, perTask, count, seeds);
        PoolEvaluation evaluation =
            steps.step(
                LEVELS.get(level) + " with " + count + " shots, " + asked.size() + " examples",
                PoolEvaluation.class,
                () -> PoolEvaluation.of(model, asked, maxTokens));
        rows.add(new Row(LEVELS.get(level), count, evaluation));
      }
    }
    return new LevelReport(rows);
  }

  private static InstructionSet asked(
      InstructionSet pool, int[] part, int perTask, int shots, Seeds seeds) {
    Map<String, Integer> counts = new HashMap<>();
    Map<String, List<InstructionExample>> rest = new HashMap<>();
    List<InstructionExample> asked = new ArrayList<>();
    for (InstructionExample each : Arrays.stream(part).mapToObj(pool::get).toList()) {
      if (counts.merge(each.task(), 1, Integer::sum) <= perTask) {
        asked.add(each);
      } else {
        rest.computeIfAbsent(each.task(), task -> new ArrayList<>()).add(each);
      }
    }
    if (shots == 0) {
      return InstructionSet.of(asked);
    }
    RandomGenerator random = seeds.generator("shots " + shots);
    return InstructionSet.of(
        asked.stream()
            .map(
                each ->
                    each.withDemonstrations(
                        Seeds.sample(rest.getOrDefault(each.task(), List.of()), shots, random)))
            .toList());
  }

  /** Exact match at a level with so many demonstrations, the mean over tasks. */
  public double exactMatch(String level, int shots) {
    return rows.stream()
        .filter(row -> row.level().equals(level) && row.shots() == shots)
        .mapToDouble(row -> row.evaluation().exactMatch())
        .findFirst()
        .orElseThrow();
  }

  /** What models are chosen by: the mean over levels and numbers of demonstrations. */
  @JsonProperty
  public double mean() {
    return rows.stream().mapToDouble(row -> row.evaluation().exactMatch()).average().orElse(0);
  }
}
