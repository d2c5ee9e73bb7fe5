package dev.chiron.core.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.task.Demonstration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class PromptFitterProperties {
  private static final String INSTRUCTION = "Say it in other words.";

  @Property(tries = 300)
  void aFittedPromptKeepsTheLimitTheQueryAndTheNearestDemonstrations(
      @ForAll("demonstrations") List<Demonstration> demonstrations,
      @ForAll("words") String query,
      @ForAll PromptTemplate.Format format,
      @ForAll @IntRange(min = 120, max = 400) int limit) {
    PromptTemplate template = new PromptTemplate(format, false);
    PromptFitter fitter = new PromptFitter(template, String::length, limit);

    PromptFitter.Fitted fitted = fitter.fit(INSTRUCTION, demonstrations, query);

    int kept = fitted.demonstrations().size();
    assertThat(fitter.tokens(fitted.prompt())).isLessThanOrEqualTo(limit);
    assertThat(fitted.demonstrations())
        .isEqualTo(demonstrations.subList(demonstrations.size() - kept, demonstrations.size()));
    assertThat(fitted.prompt())
        .isEqualTo(template.render(INSTRUCTION, fitted.demonstrations(), query));
    if (kept < demonstrations.size()) {
      List<Demonstration> oneMore =
          demonstrations.subList(demonstrations.size() - kept - 1, demonstrations.size());
      assertThat(fitter.tokens(template.render(INSTRUCTION, oneMore, query))).isGreaterThan(limit);
    }
  }

  @Property(tries = 100)
  void aQueryThatDoesNotFitAloneIsRefusedWithItsCounts(
      @ForAll("demonstrations") List<Demonstration> demonstrations,
      @ForAll @IntRange(min = 1, max = 30) int limit) {
    PromptFitter fitter = new PromptFitter(PromptTemplate.PLAIN, String::length, limit);
    int alone = fitter.tokens(PromptTemplate.PLAIN.render(INSTRUCTION, List.of(), "query"));

    assertThatThrownBy(() -> fitter.fit(INSTRUCTION, demonstrations, "query"))
        .isInstanceOfSatisfying(
            QueryTooLong.class,
            e -> {
              assertThat(e.tokens()).isEqualTo(alone);
              assertThat(e.limit()).isEqualTo(limit);
            })
        .hasMessageContaining(alone + " tokens")
        .hasMessageContaining(Integer.toString(limit));
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(40);
  }

  @Provide
  Arbitrary<List<Demonstration>> demonstrations() {
    return Combinators.combine(words(), words()).as(Demonstration::of).list().ofMaxSize(12);
  }
}
