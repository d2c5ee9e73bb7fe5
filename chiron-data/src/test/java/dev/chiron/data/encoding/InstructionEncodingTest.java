package dev.chiron.data.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Demonstration;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.core.task.Splits;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskInfo;
import dev.chiron.data.encoding.SourceEncoding.Source;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class InstructionEncodingTest {
  private static final Task TASK =
      new Task(
          "plurals",
          "Give the plural of the word.",
          List.of(
              new Demonstration("cat", "cats", "an s is added"),
              new Demonstration("box", "boxes", "an es is added"),
              new Demonstration("man", "men", "the vowel changes")),
          List.of(new Demonstration("mouse", "mouses", "it is irregular")),
          List.of(),
          new Splits(List.of(), List.of(), List.of()),
          MetricSpec.EXACT_MATCH,
          TaskInfo.NONE);

  private static final String QUERY = "Input: dog\nOutput:";

  private static Source encode(InstructionEncoding encoding) {
    return encoding.encode(
        TASK, "dog", InstructionEncodingTest::words, new Seeds(0).generator("none"));
  }

  private static int words(String text) {
    return text.strip().split("\\s+").length;
  }

  @Test
  void theDefaultIsTheDefinitionAndTwoExamplesInThePlainFormat() {
    assertThat(encode(InstructionEncoding.DEFAULT).text())
        .isEqualTo(
            """
            Give the plural of the word.

            Input: cat
            Output: cats

            Input: box
            Output: boxes

            Input: dog
            Output:""");
  }

  @Test
  void negativesAndExplanationsAreSaidToBeSo() {
    Source source = encode(InstructionEncoding.parse("pos:1,neg:2,explanations"));
    assertThat(source.text())
        .isEqualTo(
            """
            Input: cat
            Output: cats
            Reason: an s is added

            Input: mouse
            Wrong output: mouses
            Reason: it is irregular

            Input: dog
            Output:""");
    assertThat(source.positives()).isEqualTo(1);
    assertThat(source.negatives()).isEqualTo(1);
    assertThat(source.dropped()).isZero();
  }

  @Test
  void noInstructionIsTheInputAlone() {
    assertThat(encode(InstructionEncoding.NONE).text()).isEqualTo(QUERY);
  }

  @Test
  void withRoomForOneTokenMoreThanDefinitionAndInputNoExampleSurvives() {
    int bare = words(TASK.instruction()) + words(QUERY);
    Source source = encode(InstructionEncoding.DEFAULT.withMaxSourceTokens(bare + 1));
    assertThat(source.text()).isEqualTo(TASK.instruction() + "\n\n" + QUERY);
    assertThat(source.dropped()).isEqualTo(2);
    assertThat(source.cut()).isFalse();
  }

  @Test
  void aLargerLimitAddsExamplesStrictlyInOrder() {
    int bare = words(TASK.instruction()) + words(QUERY);
    InstructionEncoding all = InstructionEncoding.parse("definition,pos:3");
    int before = 0;
    for (int limit = bare; limit < bare + 20; limit++) {
      Source source = encode(all.withMaxSourceTokens(limit));
      assertThat(words(source.text())).isLessThanOrEqualTo(limit);
      assertThat(source.positives()).isBetween(before, before + 1);
      for (int e = 0; e < 3; e++) {
        String shown = "Output: " + TASK.positives().get(e).output();
        assertThat(source.text().contains(shown)).isEqualTo(e < source.positives());
      }
      before = source.positives();
    }
    assertThat(before).isEqualTo(3);
  }

  @Test
  void theInputIsNeverShortenedAndTheDefinitionGivesWay() {
    Source source = encode(InstructionEncoding.DEFAULT.withMaxSourceTokens(words(QUERY) + 3));
    assertThat(source.text()).isEqualTo("Give the plural\n\n" + QUERY);
    assertThat(source.cut()).isTrue();
    assertThat(encode(InstructionEncoding.DEFAULT.withMaxSourceTokens(1)).text()).isEqualTo(QUERY);
  }

  @Test
  void theMixDrawsEveryOneOfItsEncodings() {
    RandomGenerator random = new Seeds(3).generator("mix");
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      seen.add(
          MixedEncoding.DEFAULT.encode(TASK, "dog", InstructionEncodingTest::words, random).text());
    }
    assertThat(seen).hasSize(5);
  }

  @Test
  void anUnknownPartIsNamed() {
    assertThatThrownBy(() -> InstructionEncoding.parse("definition,shots:2"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'shots:2'");
  }
}
