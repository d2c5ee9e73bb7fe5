package dev.chiron.code.pragmatic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.code.pragmatic.RegexSynthesis.Ranked;
import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegexSynthesisTest {
  private static List<Ranked> solve(List<String> matching, List<String> others) {
    List<LabelledText> examples = new ArrayList<>();
    matching.forEach(text -> examples.add(LabelledText.positive(text)));
    others.forEach(text -> examples.add(LabelledText.negative(text)));
    List<Ranked> ranked = new RegexSynthesis(new Seeds(0)).solve(examples).ranked();
    for (Ranked each : ranked) {
      Pattern pattern = Pattern.compile(each.pattern());
      for (LabelledText text : examples) {
        assertThat(pattern.matcher(text.text()).matches())
            .as("%s on %s", each.pattern(), text)
            .isEqualTo(text.positive());
      }
      if (!each.apart().isEmpty()) {
        assertThat(pattern.matcher(each.apart()).matches()).isEqualTo(each.accepted());
      }
    }
    return ranked;
  }

  private static String first(List<String> matching, List<String> others) {
    return solve(matching, others).getFirst().pattern();
  }

  @Test
  void readsCommonFormatsAsTheyAreMeant() {
    assertThat(first(List.of("2024-01-31", "1999-12-05"), List.of("2024-1-31")))
        .isEqualTo("[0-9]{4}\\-[0-9]{2}\\-[0-9]{2}");
    assertThat(first(List.of("AB-12", "XY-9031", "Q-7"), List.of("AB12", "ab-12")))
        .isEqualTo("[A-Z]+\\-[0-9]+");
    assertThat(first(List.of("v1", "v20", "v3"), List.of("w1", "1"))).isEqualTo("v[0-9]+");
  }

  @Test
  void anExampleThatRefusesChangesTheAnswer() {
    String free = first(List.of("ab", "abcd", "abcdefghijkl"), List.of());
    assertThat(Pattern.matches(free, "abcdefghijklmn")).isTrue();
    String held = first(List.of("ab", "abcd", "abcdefghijkl"), List.of("abcdefghijklm"));
    assertThat(Pattern.matches(held, "abcdefghijklmn")).isFalse();
    assertThat(Pattern.matches(held, "xyz")).isTrue();
  }

  @Test
  void aRunThatSomeTextsLackIsOptional() {
    String pattern = first(List.of("-5", "7", "-310", "42"), List.of("--5", "5-"));
    assertThat("3").matches(pattern);
    assertThat("-99").matches(pattern);
    assertThat("-").doesNotMatch(pattern);
  }

  @Test
  void charactersWithAMeaningStandForThemselves() {
    for (String text : List.of("a.b", "(x)", "a*b+c?", "[1]{2}", "C:\\d", "x^y$z|w", "a-b&&c/d")) {
      for (Ranked each : solve(List.of(text), List.of("zzz ~"))) {
        assertThat(text).matches(each.pattern());
      }
    }
  }

  @Test
  void sharesSumToOneAndFall() {
    List<Ranked> ranked = solve(List.of("AB-12", "CD-34"), List.of("AB12"));
    assertThat(ranked.stream().mapToDouble(Ranked::share).sum()).isBetween(0.999, 1.001);
    assertThat(ranked).isSortedAccordingTo((a, b) -> Double.compare(b.share(), a.share()));
    assertThat(ranked.stream().skip(1).filter(each -> !each.apart().isEmpty())).isNotEmpty();
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> solve(List.of("a"), List.of("a")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'a' is given as matching and as not matching");
    assertThatThrownBy(() -> solve(List.of(), List.of("a")))
        .hasMessageContaining("at least one text that should");
    assertThatThrownBy(() -> solve(List.of("ab", "ba"), List.of("aa", "bb", "abab", "cd", "xy")))
        .hasMessageContaining("the nearest");
  }

  @Test
  void aLongHostileTextIsRefusedAtOnce() {
    CharacterSet a = CharacterSet.literal('a');
    RegexPart many = new RegexPart(a, 1, RegexPart.UNLIMITED, true);
    // Backtracking over these ten runs would take longer than the sun has left.
    RegexProgram program = new RegexProgram(Collections.nCopies(10, many));
    assertThat(program.matches("a".repeat(400) + "!")).isFalse();
    assertThat(program.matches("a".repeat(400))).isTrue();
  }

  @Test
  void examplesAreReadFromJsonLines(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("examples.jsonl");
    Files.writeString(
        file,
        """
        {"string": "AB-12", "label": "+"}

        {"examples": [{"string": "x", "label": "-"}, {"string": "y", "label": "+"}], "program": "?"}
        """);
    assertThat(ExampleFile.read(file))
        .containsExactly(
            LabelledText.positive("AB-12"), LabelledText.negative("x"), LabelledText.positive("y"));
    Files.writeString(file, "{\"string\": \"AB-12\", \"label\": \"+\"}\n{\"string\": \"q\"}\n");
    assertThatThrownBy(() -> ExampleFile.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("examples.jsonl:2")
        .hasMessageContaining("label");
  }
}
