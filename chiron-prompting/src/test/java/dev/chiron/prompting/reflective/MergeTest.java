package dev.chiron.prompting.reflective;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.evaluation.Evaluated;
import dev.chiron.core.model.Usage;
import dev.chiron.prompting.search.Exemplar;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.Proposal;
import dev.chiron.prompting.search.Scored;
import dev.chiron.prompting.search.SearchHistory;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MergeTest {
  private static final PromptCandidate ANCESTOR = candidate("old", "x");

  private static PromptCandidate candidate(String instruction, String... inputs) {
    return PromptCandidate.of(instruction)
        .showing(
            List.of(inputs).stream()
                .map(input -> new Exemplar(input, "y", -1, Exemplar.Source.GOLD))
                .toList());
  }

  private static SearchHistory.Entry entry(PromptCandidate candidate, double score) {
    List<Evaluated> records =
        IntStream.range(0, 2)
            .mapToObj(
                i -> new Evaluated(i, "q", List.of("y"), "y", score, Map.of(), Usage.NONE, ""))
            .toList();
    return new SearchHistory.Entry(
        0, 1, Proposal.of(candidate, 0, ""), new Scored(candidate, score, records, true));
  }

  @Test
  void whatOneChangedAndTheOtherDidNotIsTakenFromTheOneThatDid() {
    SearchHistory.Entry taught = entry(candidate("new", "x"), 0.5);
    SearchHistory.Entry shown = entry(candidate("old", "z"), 0.4);
    assertThat(Merge.of(ANCESTOR, taught, shown)).contains(candidate("new", "z"));
    assertThat(Merge.of(ANCESTOR, shown, taught)).contains(candidate("new", "z"));
  }

  @Test
  void ofAPartThatBothChangedTheBetterOnesIsTakenAndOfEqualsTheFirst() {
    SearchHistory.Entry both = entry(candidate("new", "z"), 0.5);
    SearchHistory.Entry taught = entry(candidate("other", "x"), 0.6);
    assertThat(Merge.of(ANCESTOR, both, taught)).contains(candidate("other", "z"));
    SearchHistory.Entry equal = entry(candidate("other", "x"), 0.5);
    assertThat(Merge.of(ANCESTOR, both, equal)).contains(candidate("new", "z"));
  }

  @Test
  void whereBothChangedEverythingOrNeitherAnythingThereIsNothingToMerge() {
    SearchHistory.Entry one = entry(candidate("new", "z"), 0.5);
    SearchHistory.Entry two = entry(candidate("other", "w"), 0.6);
    assertThat(Merge.of(ANCESTOR, one, two)).isEmpty();
    assertThat(Merge.of(ANCESTOR, entry(ANCESTOR, 0), entry(ANCESTOR, 0))).isEmpty();
  }

  @Test
  void commonAncestorsAreThoseOfBothTheLatestFirstAndNoneInADirectLine() {
    Family family = new Family();
    family.add(List.of());
    family.add(List.of(0));
    family.add(List.of(1));
    family.add(List.of(1));
    family.add(List.of(2, 3));
    family.add(List.of(0));
    assertThat(family.common(2, 3)).containsExactly(1, 0);
    assertThat(family.common(2, 5)).containsExactly(0);
    assertThat(family.common(4, 5)).containsExactly(0);
    assertThat(family.common(1, 3)).isEmpty();
    assertThat(family.common(4, 2)).isEmpty();
    assertThat(family.ancestors(4)).containsExactly(0, 1, 2, 3);
  }
}
