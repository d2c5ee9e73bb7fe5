package dev.chiron.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.random.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SplitterTest {
  private final Splitter splitter = new Splitter(new Seeds(7));

  /** Examples with many repeated inputs, some of them in another case or spacing. */
  @Provide
  Arbitrary<List<Example>> repetitive() {
    Arbitrary<String> input =
        Combinators.combine(Arbitraries.integers().between(0, 25), Arbitraries.of("", " ", "\n"))
            .as((number, space) -> (number % 2 == 0 ? "Text" : "text") + number / 2 + space);
    return Combinators.combine(input, Arbitraries.of("a", "b", "c"))
        .as(Example::of)
        .list()
        .ofMaxSize(80);
  }

  @Property(tries = 200)
  void partsHoldEveryExampleOnceAndNoInputStraddlesThem(
      @ForAll("repetitive") List<Example> examples, @ForAll boolean stratified) {
    Splits splits = splitter.byRatio(examples, 3, 1, 1, stratified);
    assertThat(splits.all()).containsExactlyInAnyOrderElementsOf(examples);
    Map<String, Set<Split>> places = new HashMap<>();
    for (Split split : Split.values()) {
      for (Example example : splits.part(split)) {
        String key = example.input().strip().toLowerCase(Locale.ROOT);
        places.computeIfAbsent(key, k -> new HashSet<>()).add(split);
      }
    }
    assertThat(places.values()).allMatch(where -> where.size() == 1);
  }

  @Test
  void sizesAreExactWhereNoInputRepeats() {
    Splits splits = splitter.byCount(numbered(100, 3), 15, 25, true);
    assertThat(splits.train()).hasSize(60);
    assertThat(splits.dev()).hasSize(15);
    assertThat(splits.test()).hasSize(25);
  }

  @Test
  void eachLabelIsSpreadInProportion() {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      examples.add(Example.of("input " + i, i < 20 ? "rare" : i < 80 ? "some" : "most"));
    }
    Splits splits = splitter.byRatio(examples, 6, 2, 2, true);
    assertThat(count(splits.test(), "rare")).isEqualTo(4);
    assertThat(count(splits.test(), "some")).isEqualTo(12);
    assertThat(count(splits.dev(), "most")).isEqualTo(24);
  }

  @Test
  void manyRareLabelsDoNotStarveASplit() {
    // Two examples of each of 30 labels: a fifth of each is less than one half.
    Splits splits = splitter.byRatio(numbered(60, 30), 3, 1, 1, true);
    assertThat(splits.dev()).hasSize(12);
    assertThat(splits.test()).hasSize(12);
  }

  @Test
  void theSeedDecidesTheSplit() {
    List<Example> examples = numbered(50, 2);
    Splits one = new Splitter(new Seeds(1)).byRatio(examples, 1, 1, 1, false);
    assertThat(new Splitter(new Seeds(1)).byRatio(examples, 1, 1, 1, false)).isEqualTo(one);
    assertThat(new Splitter(new Seeds(2)).byRatio(examples, 1, 1, 1, false)).isNotEqualTo(one);
  }

  @Test
  void aMissingDevSplitIsAFifthOfTheTrainingExamplesAndTestStaysAsItIs() {
    List<Example> test = List.of(Example.of("held out", "0"));
    Task task = task(new Splits(numbered(50, 2), List.of(), test));
    Splits splits = splitter.complete(task).splits();
    assertThat(splits.train()).hasSize(40);
    assertThat(splits.dev()).hasSize(10).doesNotContainAnyElementsOf(splits.train());
    assertThat(splits.test()).isEqualTo(test);
  }

  @Test
  void bothMissingSplitsAreTakenFromTheTrainingExamples() {
    Splits splits =
        splitter.complete(task(new Splits(numbered(10, 2), List.of(), List.of()))).splits();
    assertThat(splits.train()).hasSize(6);
    assertThat(splits.dev()).hasSize(2);
    assertThat(splits.test()).hasSize(2);
  }

  @Test
  void capsKeepTheProportionsOfTheLabels() {
    Task task = task(new Splits(numbered(100, 2), numbered(50, 2), numbered(10, 2)));
    Splits capped = splitter.limit(task, 20, 10, 99).splits();
    assertThat(count(capped.train(), "0")).isEqualTo(10);
    assertThat(capped.dev()).hasSize(10);
    assertThat(capped.test()).hasSize(10);
  }

  @Test
  void moreThanThereIsCannotBeTaken() {
    assertThatThrownBy(() -> splitter.byCount(numbered(3, 1), 2, 2, false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static long count(List<Example> examples, String output) {
    return examples.stream().filter(example -> example.output().equals(output)).count();
  }

  private static List<Example> numbered(int size, int labels) {
    return IntStream.range(0, size)
        .mapToObj(i -> Example.of("input " + i, String.valueOf(i % labels)))
        .toList();
  }

  private static Task task(Splits splits) {
    return new Task(
        "t",
        "",
        List.of(),
        List.of(),
        List.of("0", "1"),
        splits,
        MetricSpec.ACCURACY,
        TaskInfo.NONE);
  }
}
