package dev.chiron.data.episodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.prompt.PromptTemplate;
import dev.chiron.core.task.Demonstration;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.core.task.Splits;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpisodeSourceTest {
  private static final TextSource.TokenCount CHARACTERS = String::length;

  private static Task task(int examples) {
    List<Example> train =
        IntStream.range(0, examples)
            .mapToObj(i -> Example.of("number " + i, i % 2 == 0 ? "even" : "odd"))
            .toList();
    return new Task(
        "parity",
        "Say even or odd.",
        List.of(),
        List.of(),
        List.of("even", "odd"),
        new Splits(train, List.of(), List.of()),
        MetricSpec.ACCURACY,
        TaskInfo.NONE);
  }

  private static EpisodeSource source(double instruction, double relabel) {
    return new EpisodeSource(
        "parity",
        random -> EpisodeTask.of(task(50)),
        new EpisodeOptions(12, instruction, relabel, false));
  }

  @Test
  void anEpisodeIsThePromptFormatWithTheLossOnEveryAnswer() {
    TrainingText text = source(1, 0).draw(new SplittableRandom(1), 10_000, CHARACTERS);

    List<Demonstration> shown = demonstrations(text);
    String expected =
        ((Prompt.Plain) PromptTemplate.PLAIN.render("Say even or odd.", shown, "")).text();
    // The template ends with an empty query, the episode with the last answer.
    assertThat(text.text()).isEqualTo(expected.substring(0, expected.length() - 15));
    assertThat(text.segments().stream().filter(Segment::learned))
        .hasSize(shown.size())
        .allMatch(segment -> segment.text().matches(" (even|odd)\n\n"));
  }

  @Test
  void noExampleOccursTwiceAndTheLimitCutsWholeDemonstrations() {
    for (int seed = 0; seed < 50; seed++) {
      TrainingText text = source(0, 0).draw(new SplittableRandom(seed), 150, CHARACTERS);

      List<Demonstration> shown = demonstrations(text);
      assertThat(shown).doesNotHaveDuplicates().isNotEmpty();
      assertThat(text.text().length()).isLessThanOrEqualTo(150);
    }
  }

  @Test
  void relabellingIsOneToOneWithinAnEpisodeAndHidesTheInstruction() {
    Set<String> words = new HashSet<>();
    for (int seed = 0; seed < 40; seed++) {
      TrainingText text = source(1, 1).draw(new SplittableRandom(seed), 10_000, CHARACTERS);

      Map<Integer, String> wordOfParity = new HashMap<>();
      for (Demonstration each : demonstrations(text)) {
        int parity = Integer.parseInt(each.input().substring(7)) % 2;
        String before = wordOfParity.putIfAbsent(parity, each.output());
        assertThat(before == null ? each.output() : before).isEqualTo(each.output());
        words.add(each.output());
      }
      assertThat(text.text()).startsWith("Input: ");
      assertThat(wordOfParity.values()).doesNotHaveDuplicates();
    }
    assertThat(words).hasSizeGreaterThan(20);
  }

  private static List<Demonstration> demonstrations(TrainingText text) {
    List<Demonstration> found = new ArrayList<>();
    for (int i = 0; i + 1 < text.segments().size(); i++) {
      String input = text.segments().get(i).text();
      if (input.startsWith("Input: ")) {
        found.add(
            Demonstration.of(
                input.substring(7, input.length() - 8), text.segments().get(i + 1).text().strip()));
      }
    }
    return found;
  }
}
