package dev.chiron.code.pragmatic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.random.Seeds;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TinyRegexTest {
  private static final TinyRegex DOMAIN = new TinyRegex();

  @Test
  void theSpaceHasTheKnownSize() {
    assertThat(DOMAIN.vocabulary()).isEqualTo(56);
    assertThat(DOMAIN.textCount()).isEqualTo(5460);
    assertThat(DOMAIN.distinctLanguages()).isEqualTo(2601);
    assertThat(DOMAIN.languages()).hasSize(2394);
  }

  @Test
  void matchesAsTheJdksExpressionsDo() {
    RandomGenerator random = new Seeds(1).generator("programs");
    for (int i = 0; i < 60; i++) {
      RegexProgram program = DOMAIN.draw(random);
      Pattern pattern = Pattern.compile(program.pattern());
      for (int t = random.nextInt(7); t < DOMAIN.textCount(); t += 7) {
        String text = DOMAIN.text(t);
        boolean expected = pattern.matcher(text).matches();
        assertThat(DOMAIN.accepts(program, text)).as("%s on %s", program, text).isEqualTo(expected);
        assertThat(program.matches(text)).as("%s on %s", program, text).isEqualTo(expected);
      }
    }
  }

  @Test
  void tokensAreReadBackAndExamplesTellTheTruth() {
    RandomGenerator random = new Seeds(2).generator("programs");
    for (int i = 0; i < 200; i++) {
      RegexProgram program = DOMAIN.draw(random);
      assertThat(DOMAIN.parse(DOMAIN.tokens(program))).contains(program);
      List<LabelledText> examples = DOMAIN.randomExamples(program, 5, random);
      assertThat(examples).hasSize(5).doesNotHaveDuplicates();
      assertThat(DOMAIN.consistent(program, examples)).isTrue();
    }
    assertThat(DOMAIN.parse(new int[] {3})).isEmpty();
    assertThat(DOMAIN.accepts(DOMAIN.languages().getFirst(), "xyz")).isFalse();
  }

  @Test
  void overTheWholeSpaceTheChoiceIsThatOfDenseMatrices() {
    RandomGenerator random = new Seeds(3).generator("programs");
    List<RegexProgram> space = DOMAIN.languages();
    for (int i = 0; i < 200; i++) {
      RegexProgram program = DOMAIN.draw(random);
      TreeSet<LabelledText> said = new TreeSet<>(DOMAIN.randomExamples(program, 12, random));
      assertThat(PragmaticChoice.mostTelling(DOMAIN, program, space, said))
          .isEqualTo(dense(program, space, List.copyOf(said)));
    }
  }

  /** By the equations, without any short cut. */
  private static LabelledText dense(
      RegexProgram program, List<RegexProgram> space, List<LabelledText> said) {
    double[] literal = new double[said.size()];
    for (int u = 0; u < literal.length; u++) {
      double agreeing = 0;
      for (RegexProgram each : space) {
        agreeing += DOMAIN.consistent(each, List.of(said.get(u))) ? 1 : 0;
      }
      literal[u] = DOMAIN.consistent(program, List.of(said.get(u))) ? 1 / agreeing : 0;
    }
    int best = 0;
    for (int u = 1; u < literal.length; u++) {
      best = literal[u] > literal[best] ? u : best;
    }
    return said.get(best);
  }

  @Test
  void aUserWhoChoosesTellsMoreThanChance() {
    ExactPragmatics<RegexProgram> exact = new ExactPragmatics<>(DOMAIN, DOMAIN.languages());
    RandomGenerator random = new Seeds(4).generator("users");
    int chosen = 0;
    int any = 0;
    int understood = 0;
    for (int i = 0; i < 12; i++) {
      RegexProgram program = DOMAIN.draw(random);
      List<LabelledText> examples = exact.user(program, 2, random);
      assertThat(DOMAIN.consistent(program, examples)).isTrue();
      assertThat(exact.consistent(examples)).contains(program);
      chosen += exact.consistent(examples).size();
      any += exact.consistent(DOMAIN.randomExamples(program, 2, random)).size();
      understood += exact.pragmatic(program, exact.user(program, 5, random), random) > 0 ? 1 : 0;
    }
    assertThat(chosen).isLessThan(any / 2);
    assertThat(understood).isGreaterThan(1);
  }
}
