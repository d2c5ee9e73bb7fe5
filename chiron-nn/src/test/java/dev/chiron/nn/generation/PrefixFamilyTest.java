package dev.chiron.nn.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.random.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrefixFamilyTest {
  @Test
  void queriesAndTheirTwinsShareTheirOwnDemonstrationsNotOnlyTheInstruction() {
    List<int[]> rows = new ArrayList<>();
    for (int twin = 0; twin < 2; twin++) {
      for (int set = 0; set < 5; set++) {
        rows.add(row(20, 1000 + set, 300, 7 + twin, 10 + set));
      }
    }
    List<PrefixFamily> families = PrefixFamily.of(rows);
    assertThat(families)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 5)
                .mapToObj(set -> new PrefixFamily(List.of(set, set + 5), 320))
                .toList());
  }

  @Test
  void fixedDemonstrationsAreSharedByAll() {
    List<int[]> rows =
        IntStream.range(0, 40).mapToObj(query -> row(20, 1000, 300, 2000 + query, 30)).toList();
    List<PrefixFamily> families = PrefixFamily.of(rows);
    assertThat(families).singleElement().extracting(PrefixFamily::shared).isEqualTo(320);
    assertThat(families.getFirst().rows()).hasSize(40);
  }

  @Test
  void rowsThatOnlyBeginAlikeForAMomentStayAlone() {
    List<int[]> rows = List.of(row(10, 50, 40, 1, 1), row(10, 60, 40, 1, 1), row(10, 70, 40, 1, 1));
    assertThat(PrefixFamily.of(rows)).hasSize(3).allMatch(family -> family.shared() == 0);
  }

  @Test
  void everyRowKeepsATokenOfItsOwn() {
    int[] row = row(20, 1000, 30, 5, 1);
    int[] shorter = row(20, 1000, 10, 1000, 1);
    for (List<int[]> rows : List.of(List.of(row, row.clone()), List.of(row, shorter))) {
      PrefixFamily family = PrefixFamily.of(rows).getFirst();
      int shortest = rows.stream().mapToInt(each -> each.length).min().orElseThrow();
      assertThat(family.shared()).isEqualTo(shortest - 1);
    }
  }

  @Test
  void familiesOfAnyRowsBeginAlikeAndCoverThemOnce() {
    RandomGenerator random = new Seeds(3).generator("rows");
    for (int trial = 0; trial < 50; trial++) {
      List<int[]> rows = new ArrayList<>();
      for (int r = 0; r < 30; r++) {
        int[] row = random.ints(1 + random.nextInt(60), 0, 2).toArray();
        for (int i = 0; i < Math.min(row.length, 18 * random.nextInt(3)); i++) {
          row[i] = 9;
        }
        rows.add(row);
      }
      List<PrefixFamily> families = PrefixFamily.of(rows);
      assertThat(families.stream().flatMap(family -> family.rows().stream()))
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 30).boxed().toList());
      for (PrefixFamily family : families) {
        int[] first = rows.get(family.rows().getFirst());
        for (int r : family.rows()) {
          assertThat(rows.get(r).length).isGreaterThan(family.shared());
          assertThat(IntStream.of(rows.get(r)).limit(family.shared()))
              .containsExactlyElementsOf(
                  IntStream.of(first).limit(family.shared()).boxed().toList());
        }
      }
    }
  }

  /** Zeros, then a set of demonstrations, then a query. */
  private static int[] row(int zeros, int set, int setTokens, int query, int queryTokens) {
    IntStream demonstrations = IntStream.range(0, setTokens).map(i -> set);
    IntStream own = IntStream.range(0, queryTokens).map(i -> query);
    return IntStream.concat(
            IntStream.concat(IntStream.generate(() -> 0).limit(zeros), demonstrations), own)
        .toArray();
  }
}
