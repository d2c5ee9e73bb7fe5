package dev.chiron.data.optiml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.data.optiml.Mixture.Settings;
import dev.chiron.data.optiml.Mixture.Share;
import dev.chiron.data.pool.InstructionExample;
import dev.chiron.data.pool.InstructionSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MixtureTest {
  private static InstructionExample example(String collection, String task, int number) {
    return new InstructionExample(
        task + "-" + number,
        collection,
        "kind",
        task,
        "do " + task,
        "input " + number,
        "",
        List.of("output " + number));
  }

  private static InstructionSet pool(String collection, Map<String, Integer> sizes) {
    List<InstructionExample> all = new ArrayList<>();
    sizes.forEach(
        (task, size) -> {
          for (int i = 0; i < size; i++) {
            all.add(example(collection, task, i));
          }
        });
    return InstructionSet.of(all);
  }

  private static Map<String, Double> probabilities(Mixture mixture) {
    Map<String, Double> found = new HashMap<>();
    for (Share share : mixture.shares(1)) {
      found.put(share.task(), share.probability());
    }
    return found;
  }

  private static Mixture mixture(InstructionSet pool, Settings settings) {
    return new Mixture(pool, settings, new Seeds(1));
  }

  private static Settings capped(long cap) {
    return Settings.DEFAULT.withSampling(new TaskSampling.Proportional(cap));
  }

  private static final InstructionSet UNEVEN =
      pool("a", Map.of("small", 1000, "middle", 3000, "large", 30_000));

  @Test
  void aCapBringsLargeTasksDownToItAndNoTaskBelow() {
    Map<String, Double> capped = probabilities(mixture(UNEVEN, capped(3000)));
    assertThat(capped.get("small")).isCloseTo(1 / 7.0, within(1e-12));
    assertThat(capped.get("middle")).isCloseTo(3 / 7.0, within(1e-12));
    assertThat(capped.get("large")).isCloseTo(3 / 7.0, within(1e-12));
    Map<String, Double> free = probabilities(mixture(UNEVEN, capped(30_000)));
    assertThat(free.get("small")).isCloseTo(1 / 34.0, within(1e-12));
    assertThat(free.get("large")).isCloseTo(30 / 34.0, within(1e-12));
  }

  @Test
  void aCapAboveTheLargestTaskChangesNothing() {
    Mixture one = mixture(UNEVEN, capped(30_000));
    Mixture other = mixture(UNEVEN, capped(Long.MAX_VALUE));
    for (int i = 0; i < 200; i++) {
      assertThat(one.draw(i)).isEqualTo(other.draw(i));
    }
  }

  @Test
  void drawsFollowTheProbabilities() {
    Mixture mixture = mixture(UNEVEN, capped(3000));
    Map<String, Integer> counts = new HashMap<>();
    int draws = 20_000;
    for (int i = 0; i < draws; i++) {
      counts.merge(mixture.draw(i).task(), 1, Integer::sum);
    }
    probabilities(mixture)
        .forEach(
            (task, p) ->
                assertThat(counts.getOrDefault(task, 0) / (double) draws)
                    .isCloseTo(p, within(3 * Math.sqrt(p * (1 - p) / draws))));
  }

  @Test
  void collectionsGetTheirSharesWhateverTheirSize() {
    InstructionSet both =
        InstructionSet.concatenated(
            List.of(pool("a", Map.of("x", 10, "y", 30)), pool("b", Map.of("z", 1000))));
    Settings settings =
        new Settings(
            new TaskSampling.Proportional(20), Map.of("a", 0.6, "b", 0.4), List.of(), Shots.NONE);
    Map<String, Double> found = probabilities(mixture(both, settings));
    assertThat(found.get("x")).isCloseTo(0.2, within(1e-12)); // the cap acts before the shares
    assertThat(found.get("y")).isCloseTo(0.4, within(1e-12));
    assertThat(found.get("z")).isCloseTo(0.4, within(1e-12));
  }

  @Test
  void sharesThatDoNotSumToOneAreRefusedWithTheirSum() {
    assertThatThrownBy(
            () ->
                new Settings(
                    new TaskSampling.Equal(), Map.of("a", 0.6, "b", 0.3), List.of(), Shots.NONE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("0.9");
    assertThatThrownBy(() -> TaskSampling.parse("cap:0")).isInstanceOf(InputException.class);
  }

  @Test
  void temperatureLiesBetweenProportionalAndEqual() {
    TaskSampling two = new TaskSampling.Temperature(2);
    assertThat(two.weight(900) / two.weight(100)).isCloseTo(3, within(1e-12));
    assertThat(new TaskSampling.Temperature(1).weight(7)).isEqualTo(7);
  }

  @Test
  void anAuxiliaryStreamTakesItsShareOffTheTop() {
    InstructionSet text = InstructionSet.of(List.of(InstructionExample.text("t", "text", "once")));
    Settings settings =
        new Settings(
            new TaskSampling.Equal(),
            Map.of(),
            List.of(new Mixture.Auxiliary("text", 0.25, text)),
            Shots.NONE);
    Mixture mixture = mixture(UNEVEN, settings);
    assertThat(probabilities(mixture).get("large")).isCloseTo(0.25, within(1e-12));
    long drawn = mixture.draws(4000).stream().filter(e -> e.source().isEmpty()).count();
    assertThat(drawn / 4000.0).isCloseTo(0.25, within(0.025));
  }

  @Test
  void demonstrationsAreOtherExamplesOfTheSameTask() {
    Settings settings =
        new Settings(new TaskSampling.Equal(), Map.of(), List.of(), Shots.uniform(2));
    Mixture mixture = mixture(UNEVEN, settings);
    for (int i = 0; i < 50; i++) {
      InstructionExample drawn = mixture.draw(i);
      List<String> inputs =
          drawn.prompt().lines().filter(line -> line.startsWith("Input: ")).toList();
      assertThat(inputs).hasSize(3).doesNotHaveDuplicates().endsWith("Input: " + drawn.input());
      assertThat(drawn.prompt()).startsWith("do " + drawn.task() + "\n\n");
    }
  }

  @Test
  void aTaskThatIsRepeatedTooOftenIsNamed() {
    Mixture mixture = mixture(pool("a", Map.of("tiny", 10, "other", 1000)), Settings.DEFAULT);
    assertThat(mixture.warnings(1000)).isEmpty();
    Mixture equal =
        mixture(
            pool("a", Map.of("tiny", 10, "other", 1000)),
            Settings.DEFAULT.withSampling(new TaskSampling.Equal()));
    assertThat(equal.warnings(1000)).hasSize(1).first().asString().contains("tiny", "50.0");
  }
}
