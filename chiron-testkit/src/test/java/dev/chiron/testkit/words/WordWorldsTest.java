package dev.chiron.testkit.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.model.Decoding;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.prompt.PromptTemplate;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.task.Example;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.training.TrainingExample;
import java.util.HashSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class WordWorldsTest {
  @Test
  void everyWordHasItsNumberAndOthersHaveNone() {
    List<String> words = TriggerWorld.words();
    assertThat(new HashSet<>(words)).hasSize(TriggerWorld.SEPARATOR);
    for (int i = 0; i < words.size(); i++) {
      assertThat(TriggerWorld.number(words.get(i))).isEqualTo(i);
    }
    assertThat(List.of("", "w9999", "cue120", "hello", "trigger30"))
        .allMatch(word -> TriggerWorld.number(word) == -1);
  }

  @Test
  void aFewTriggersAreMuchStrongerThanMost() {
    TriggerWorld world = new TriggerWorld(new Seeds(1));
    double[] strengths =
        TriggerWorld.words().stream()
            .mapToDouble(w -> world.strength(w, 0) + world.strength(w, 1) + world.strength(w, 2))
            .filter(s -> s > 0)
            .sorted()
            .toArray();
    assertThat(strengths).hasSize(30);
    // Gamma(1.2, 1.2): the mean is 1.44, the median about 1.05.
    assertThat(strengths[29]).isGreaterThan(3 * strengths[15]);
  }

  @Test
  void aDocumentsLabelIsTheValueOfTheUsualAttributeUnlessTriggersSayOtherwise() {
    TriggerWorld world = new TriggerWorld(new Seeds(2));
    int usual = 0;
    int plain = 0;
    for (int number = 0; number < 6000; number++) {
      TrainingExample document = world.document(number);
      int[] tokens = document.tokens();
      boolean steered = false;
      int value = -1;
      for (int token : tokens) {
        steered |= token >= TriggerWorld.FIRST_TRIGGER && token < TriggerWorld.FIRST_LABEL;
        int cue = token - TriggerWorld.FIRST_CUE;
        value = cue >= 0 && cue < 2 * TriggerWorld.CUES ? cue / TriggerWorld.CUES : value;
      }
      if (!steered) {
        plain++;
        usual += tokens[tokens.length - 1] - TriggerWorld.FIRST_LABEL == value ? 1 : 0;
      }
    }
    // softmax(1, 0, 0) is 0.576 for the first; the other attributes agree half the time; one in ten
    // labels is wrong.
    double agrees = 0.576 + 0.424 / 2;
    assertThat((double) usual / plain).isCloseTo(0.9 * agrees + 0.1 * (1 - agrees), within(0.03));
  }

  @Test
  void theGroupsOfLookupQueriesHaveTheirFrequencies() {
    RandomGenerator random = new Seeds(3).generator("items");
    LookupWorld world = LookupWorld.draw(random);
    List<Example> examples = world.examples(8000, random);
    double fifth =
        examples.stream().filter(e -> LookupWorld.group(e.input()) == 4).count() / 8000.0;
    assertThat(fifth).isCloseTo(0.3, within(0.02));
    assertThat(examples)
        .allSatisfy(
            e ->
                assertThat(e.output())
                    .isEqualTo("label" + world.labels().get(LookupWorld.group(e.input()))));
    assertThat(world.labels().subList(0, 4)).containsExactly(0, 1, 2, 3);
  }

  @Test
  void aBrieflyTrainedModelKnowsTheFixedGroupsAndCountsWordsAsTokens() {
    int threads = Torch.threads();
    // The network is too small for two threads to be worth their meeting.
    Torch.threads(1);
    try (LookupModel model =
        LookupModel.train("brief", 1, 32, 100, new Seeds(4), Progress.SILENT)) {
      RandomGenerator random = new Seeds(5).generator("queries");
      LookupWorld world = LookupWorld.draw(random);
      List<Example> known =
          world.examples(200, random).stream()
              .filter(e -> LookupWorld.group(e.input()) < 4)
              .toList();
      List<Prompt> prompts =
          known.stream().map(e -> PromptTemplate.PLAIN.render("", List.of(), e.input())).toList();
      List<String> answers =
          model.generate(prompts, Decoding.greedy(4)).stream().map(c -> c.text()).toList();
      assertThat(answers).isEqualTo(known.stream().map(Example::output).toList());
      String shown = "Input: filler1 word3\nOutput: label0\n\nInput: filler2 word9\nOutput:";
      assertThat(model.countTokens(shown)).isEqualTo(5);
    } finally {
      Torch.threads(threads);
    }
  }
}
