package dev.chiron.nn.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.tokenizer.BytePairTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamingTest {
  /** A token for each byte, after one special token. */
  private static final BytePairTokenizer BYTES =
      new BytePairTokenizer(List.of("<|endoftext|>"), List.of());

  private static List<String> pieces(String text, String... stops) {
    int[] tokens = BYTES.encode(text);
    List<String> pieces = new ArrayList<>();
    TextStream stream = new TextStream(new StopTexts(BYTES, List.of(stops)), pieces::add);
    int length = 1;
    while (length <= tokens.length && stream.next(0, Arrays.copyOf(tokens, length))) {
      length++;
    }
    stream.finish(new StopTexts(BYTES, List.of(stops)).cut(text));
    return pieces;
  }

  @Test
  void aCharacterIsToldWhenItsLastByteIsThere() {
    assertThat(pieces("aä€😀b")).containsExactly("a", "ä", "€", "😀", "b");
  }

  @Test
  void bytesThatNeverBecomeACharacterAreToldAtTheEnd() {
    int[] tokens = Arrays.copyOf(BYTES.encode("a€"), 3);
    List<String> pieces = new ArrayList<>();
    TextStream stream = new TextStream(new StopTexts(BYTES, List.of()), pieces::add);
    for (int length = 1; length <= 3; length++) {
      assertThat(stream.next(0, Arrays.copyOf(tokens, length))).isTrue();
    }
    stream.finish(BYTES.decode(tokens));
    assertThat(String.join("", pieces)).isEqualTo(BYTES.decode(tokens));
  }

  @Test
  void whatMayBeAStopTextWaitsAndAStopTextIsNeverTold() {
    assertThat(pieces("one\n\ntwo", "\n\n")).containsExactly("o", "n", "e");
    assertThat(pieces("a\nb", "\n\n")).containsExactly("a", "\nb");
    assertThat(pieces("ab\n", "\n\n")).containsExactly("a", "b", "\n");
    assertThat(String.join("", pieces("aabaac", "aac", "x"))).isEqualTo("aab");
  }

  @Test
  void theFirstOfSeveralStopTextsCounts() {
    StopTexts stops = new StopTexts(BYTES, List.of("END", "\n"));
    assertThat(stops.cut("one\ntwo END")).isEqualTo("one");
    assertThat(stops.cut("one END two\n")).isEqualTo("one ");
    assertThat(stops.cut("nothing")).isEqualTo("nothing");
    assertThat(stops.stops(0, BYTES.encode("xEN"))).isFalse();
    assertThat(stops.stops(0, BYTES.encode("xEND"))).isTrue();
    assertThatThrownBy(() -> new StopTexts(BYTES, List.of("")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aListenerHearsEveryTokenOfEveryRowAndCanEndOneOfThem() {
    try (TinyModels model = new TinyModels(13, 2)) {
      ModelView view = model.view();
      Generator generator =
          new Generator(view.architecture(), view.weights(), view.interventions());
      List<int[]> prompts = List.of(new int[] {1}, new int[] {2, 3}, new int[] {4});
      GenerationOptions options =
          GenerationOptions.sampled(9, new Sampling(1, 0, 1), new Seeds(5), 0);
      List<Generated> free = generator.generate(prompts, options);
      List<int[]> heard = new ArrayList<>(List.of(new int[0], new int[0], new int[0]));
      List<Generated> ended =
          generator.generate(
              prompts,
              options.withListener(
                  (row, tokens) -> {
                    assertThat(Arrays.copyOf(tokens, tokens.length - 1)).isEqualTo(heard.get(row));
                    heard.set(row, tokens);
                    return row != 1 || tokens.length < 2;
                  }));
      for (int row = 0; row < 3; row++) {
        assertThat(heard.get(row)).isEqualTo(ended.get(row).tokens());
        int[] all = free.get(row).tokens();
        int[] expected = row == 1 ? Arrays.copyOf(all, Math.min(2, all.length)) : all;
        assertThat(ended.get(row).tokens()).isEqualTo(expected);
      }
      assertThat(ended.get(1).stopped()).isTrue();
    }
  }
}
