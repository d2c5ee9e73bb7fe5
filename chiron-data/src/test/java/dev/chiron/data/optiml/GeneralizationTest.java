package dev.chiron.data.optiml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.data.optiml.NgramOverlap.Decision;
import dev.chiron.data.optiml.NgramOverlap.Pair;
import dev.chiron.data.pool.InstructionExample;
import dev.chiron.data.pool.InstructionSet;
import dev.chiron.data.pool.TaskIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GeneralizationTest {
  private static InstructionSet pool() {
    List<InstructionExample> all = new ArrayList<>();
    for (int category = 0; category < 4; category++) {
      for (int task = 0; task < 3; task++) {
        for (int i = 0; i < 20; i++) {
          String name = "c" + category + "t" + task;
          all.add(
              new InstructionExample(
                  name + "-" + i, "a", "c" + category, name, "", "in " + i, "", List.of("out")));
        }
      }
    }
    return InstructionSet.of(all);
  }

  private static Set<String> tasks(InstructionSet pool, int[] part) {
    return Arrays.stream(part)
        .mapToObj(i -> pool.get(i).task())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> categories(InstructionSet pool, int[] part) {
    return Arrays.stream(part)
        .mapToObj(i -> pool.get(i).category())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theLevelsAreWhatTheySay() {
    InstructionSet pool = pool();
    GeneralizationSplit split =
        GeneralizationSplit.of(
            pool,
            GeneralizationSplit.drawn(TaskIndex.of(pool), 1, 3, 0.2, new Seeds(3)),
            new Seeds(3));
    Set<String> trained = tasks(pool, split.train());
    assertThat(categories(pool, split.train()))
        .doesNotContainAnyElementsOf(categories(pool, split.fullyHeldOut()))
        .containsAll(categories(pool, split.partiallySupervised()));
    assertThat(tasks(pool, split.partiallySupervised()))
        .hasSize(3)
        .doesNotContainAnyElementsOf(trained);
    assertThat(trained).containsAll(tasks(pool, split.fullySupervised()));
    assertThat(split.fullySupervised()).isNotEmpty();
    assertThat(IntStream.concat(Arrays.stream(split.train()), Arrays.stream(split.evaluated())))
        .hasSize(pool.size())
        .doesNotHaveDuplicates();
  }

  @Test
  void theSameInputUnderTwoTemplatesIsOnOneSide() {
    InstructionSet pool = pool();
    GeneralizationSplit split =
        GeneralizationSplit.of(
            pool, new GeneralizationSplit.Settings(Set.of(), Set.of(), 0.3), new Seeds(5));
    Set<String> held =
        Arrays.stream(split.fullySupervised())
            .mapToObj(i -> pool.get(i).input())
            .collect(Collectors.toSet());
    assertThat(Arrays.stream(split.train()).mapToObj(i -> pool.get(i).input()))
        .doesNotContainAnyElementsOf(held);
  }

  @Test
  void whatCannotBeHeldOutIsRefused() {
    InstructionSet pool = pool();
    assertThatThrownBy(
            () ->
                GeneralizationSplit.of(
                    pool,
                    new GeneralizationSplit.Settings(Set.of("nowhere"), Set.of(), 0),
                    new Seeds(0)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("nowhere");
    assertThatThrownBy(
            () ->
                GeneralizationSplit.of(
                    pool,
                    new GeneralizationSplit.Settings(Set.of(), Set.of("c1t0", "c1t1", "c1t2"), 0),
                    new Seeds(0)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("category 'c1'");
    assertThatThrownBy(() -> GeneralizationSplit.drawn(TaskIndex.of(pool), 4, 0, 0, new Seeds(0)))
        .isInstanceOf(InputException.class);
  }

  private static String words(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> "word" + i)
        .collect(Collectors.joining(" "));
  }

  private static InstructionSet leaking(int span) {
    List<InstructionExample> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add(
          new InstructionExample(
              "e" + i, "a", "k", "asked", "", words(1000 * i, 30), "", List.of("yes")));
    }
    String planted = "Some, other; beginning " + words(4005, span).toUpperCase(Locale.ROOT) + "!";
    all.add(new InstructionExample("t0", "a", "k", "learnt", "", planted, "", List.of("no")));
    all.add(new InstructionExample("t1", "a", "k", "learnt", "", "clean", "", List.of("no")));
    return InstructionSet.of(all);
  }

  @Test
  void aPlantedSpanOfThirteenWordsIsFoundAndOneOfTwelveIsNot() {
    InstructionSet pool = leaking(13);
    GeneralizationSplit split =
        new GeneralizationSplit(
            new int[] {50, 51}, IntStream.range(0, 50).toArray(), new int[0], new int[0]);
    List<Pair> pairs = NgramOverlap.DEFAULT.check(pool, split.train(), split.evaluated());
    assertThat(pairs).hasSize(1);
    assertThat(pairs.getFirst().share()).isEqualTo(1 / 50.0);
    assertThat(pairs.getFirst().leaking()).containsExactly(50);
    assertThat(NgramOverlap.DEFAULT.check(leaking(12), split.train(), split.evaluated())).isEmpty();
    assertThat(NgramOverlap.apply(pool, split, pairs, Decision.DROP_TASK).train()).isEmpty();
    assertThat(NgramOverlap.apply(pool, split, pairs, Decision.DROP_EXAMPLES).train())
        .containsExactly(51);
    assertThat(NgramOverlap.apply(pool, split, pairs, Decision.KEEP).train()).hasSize(2);
  }
}
