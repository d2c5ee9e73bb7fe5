package dev.chiron.prompting.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.random.Seeds;
import dev.chiron.prompting.search.CategoricalTpe.Trial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CategoricalTpeTest {
  private static final CategoricalTpe TWO_BY_THREE = CategoricalTpe.of(List.of(2, 3));

  private static List<List<Integer>> points(CategoricalTpe tpe) {
    List<List<Integer>> all = new ArrayList<>();
    for (int i = 0; i < tpe.choices().getFirst(); i++) {
      for (int j = 0; j < tpe.choices().getLast(); j++) {
        all.add(List.of(i, j));
      }
    }
    return all;
  }

  @Test
  void withoutTrialsTheDensityIsThePrior() {
    for (List<Integer> point : points(TWO_BY_THREE)) {
      assertThat(TWO_BY_THREE.density(List.of(), point)).isCloseTo(1.0 / 6, within(1e-15));
    }
  }

  @Test
  void withOneTrialTheDensityIsTheMixtureOfTwoKernels() {
    List<Trial> one = List.of(new Trial(List.of(0, 1), 1));
    // Two kernels, so each choice has 1/2 of prior: (1 + 1/2)/(1 + 2/2) and (1 + 1/2)/(1 + 3/2).
    assertThat(TWO_BY_THREE.density(one, List.of(0, 1)))
        .isCloseTo((1.0 / 6 + 0.75 * 0.6) / 2, within(1e-15));
    assertThat(TWO_BY_THREE.density(one, List.of(1, 1)))
        .isCloseTo((1.0 / 6 + 0.25 * 0.6) / 2, within(1e-15));
    assertThat(TWO_BY_THREE.density(one, List.of(1, 0)))
        .isCloseTo((1.0 / 6 + 0.25 * 0.2) / 2, within(1e-15));
  }

  @Property(tries = 50)
  void densitiesSumToOne(
      @ForAll @IntRange(min = 1, max = 5) int first,
      @ForAll @IntRange(min = 1, max = 5) int second,
      @ForAll @IntRange(max = 30) int trials,
      @ForAll long seed) {
    CategoricalTpe tpe = new CategoricalTpe(List.of(first, second), 1, 1, 0.7);
    RandomGenerator random = new Seeds(seed).generator("trials");
    List<Trial> group =
        IntStream.range(0, trials)
            .mapToObj(i -> new Trial(List.of(random.nextInt(first), random.nextInt(second)), 0))
            .toList();
    assertThat(points(tpe).stream().mapToDouble(point -> tpe.density(group, point)).sum())
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void drawsFollowTheDensity() {
    List<Trial> group =
        List.of(
            new Trial(List.of(0, 1), 1), new Trial(List.of(0, 1), 1), new Trial(List.of(1, 2), 1));
    RandomGenerator random = new Seeds(3).generator("draws");
    Map<List<Integer>, Integer> counts = new HashMap<>();
    int draws = 40_000;
    for (int i = 0; i < draws; i++) {
      counts.merge(TWO_BY_THREE.draw(group, random), 1, Integer::sum);
    }
    for (List<Integer> point : points(TWO_BY_THREE)) {
      double p = TWO_BY_THREE.density(group, point);
      assertThat((double) counts.getOrDefault(point, 0) / draws)
          .isCloseTo(p, within(4 * Math.sqrt(p * (1 - p) / draws)));
    }
  }

  @Test
  void aTenthOfTheTrialsAreTheBestAtMostTwentyFive() {
    assertThat(IntStream.of(1, 10, 11, 240, 250, 4000).map(CategoricalTpe::best).toArray())
        .containsExactly(1, 1, 2, 24, 25, 25);
  }

  @Test
  void thePointWithTheLargestRatioIsNext() {
    CategoricalTpe patient = new CategoricalTpe(List.of(2, 3), 4, 2000, 1);
    List<Trial> trials = new ArrayList<>();
    RandomGenerator random = new Seeds(5).generator("trials");
    for (int i = 0; i < 30; i++) {
      trials.add(new Trial(List.of(random.nextInt(2), random.nextInt(3)), random.nextDouble()));
    }
    List<Trial> ranked =
        trials.stream().sorted(Comparator.comparingDouble(trial -> -trial.value())).toList();
    List<Integer> expected =
        points(patient).stream()
            .max(
                Comparator.comparingDouble(
                    point ->
                        patient.density(ranked.subList(0, 3), point)
                            / patient.density(ranked.subList(3, 30), point)))
            .orElseThrow();
    assertThat(patient.next(trials, random)).isEqualTo(expected);
  }

  @Test
  void itFindsBetterPointsOfANoisyTableThanChanceDoes() {
    double byTpe = 0;
    double byChance = 0;
    for (int seed = 0; seed < 20; seed++) {
      byTpe += found(CategoricalTpe.of(List.of(10, 10)), seed);
      byChance += found(new CategoricalTpe(List.of(10, 10), Integer.MAX_VALUE, 1, 1), seed);
    }
    assertThat(byTpe / 20).isGreaterThan(byChance / 20 + 0.03);
  }

  /** The true value of the point with the best mean after sixty noisy looks. */
  private static double found(CategoricalTpe tpe, int seed) {
    Seeds seeds = new Seeds(seed);
    RandomGenerator table = seeds.generator("table");
    double[] rows = table.doubles(10).toArray();
    double[] columns = table.doubles(10).toArray();
    RandomGenerator random = seeds.generator("noise");
    List<Trial> trials = new ArrayList<>();
    Map<List<Integer>, List<Double>> seen = new HashMap<>();
    for (int i = 0; i < 60; i++) {
      List<Integer> point = tpe.next(trials, random);
      double value =
          (rows[point.getFirst()] + columns[point.getLast()]) / 2 + 0.1 * random.nextGaussian();
      trials.add(new Trial(point, value));
      seen.computeIfAbsent(point, p -> new ArrayList<>()).add(value);
    }
    List<Integer> best =
        seen.entrySet().stream()
            .max(
                Comparator.comparingDouble(
                    each -> each.getValue().stream().mapToDouble(v -> v).average().orElseThrow()))
            .orElseThrow()
            .getKey();
    return (rows[best.getFirst()] + columns[best.getLast()]) / 2;
  }
}
