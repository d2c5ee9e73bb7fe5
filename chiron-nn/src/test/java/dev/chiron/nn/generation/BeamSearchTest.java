package dev.chiron.nn.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BeamSearchTest {
  private static final int[] PROMPT = {1, 3, 2};
  private static final int END = 0;

  @ParameterizedTest
  @ValueSource(doubles = {-0.5, 0, 1, 2})
  void asManyBeamsAsTextsFindWhatAnExhaustiveSearchFinds(double lengthPenalty) {
    try (TinyModels model = new TinyModels(5, 3)) {
      List<Hypothesis> expected =
          model.allCompletions(PROMPT, 4, END, lengthPenalty).stream()
              .sorted(Comparator.comparingDouble((Hypothesis h) -> -h.score()))
              .toList();
      List<Hypothesis> found =
          new BeamSearch(model.view())
              .search(
                  PROMPT,
                  new BeamOptions(256, 4, lengthPenalty, Set.of(END), LogitsProcessor.NONE));
      assertThat(found).hasSize(256);
      for (int i = 0; i < 20; i++) {
        assertThat(found.get(i).tokens()).as("place %d", i).isEqualTo(expected.get(i).tokens());
        assertThat(found.get(i).score()).isCloseTo(expected.get(i).score(), within(1e-4));
        assertThat(found.get(i).ended()).isEqualTo(expected.get(i).ended());
      }
    }
  }

  @Test
  void oneBeamWithoutEndIsGreedyDecoding() {
    try (TinyModels model = new TinyModels(9, 4)) {
      ModelView view = model.view();
      int[] greedy =
          new Generator(view.architecture(), view.weights(), view.interventions())
              .generate(List.of(PROMPT), GenerationOptions.greedy(12))
              .getFirst()
              .tokens();
      List<Hypothesis> found =
          new BeamSearch(view).search(PROMPT, new BeamOptions(1, 12, Set.of()));
      assertThat(found).hasSize(1);
      assertThat(found.getFirst().tokens()).isEqualTo(greedy);
      assertThat(found.getFirst().ended()).isFalse();
    }
  }

  @Test
  void moreBeamsNeverFindLessAndFewBeamsReportTrueProbabilities() {
    for (int seed = 0; seed < 5; seed++) {
      try (TinyModels model = new TinyModels(6, seed)) {
        double before = Double.NEGATIVE_INFINITY;
        for (int beams : new int[] {1, 1296}) {
          Hypothesis best =
              new BeamSearch(model.view())
                  .search(PROMPT, new BeamOptions(beams, 4, 0, Set.of(END), LogitsProcessor.NONE))
                  .getFirst();
          assertThat(best.logProbability()).isGreaterThanOrEqualTo(before - 1e-5);
          before = best.logProbability();
          assertThat(best.logProbability()).isCloseTo(probability(model, best), within(1e-4));
        }
      }
    }
  }

  private static double probability(TinyModels model, Hypothesis found) {
    double sum = 0;
    int[] text = PROMPT;
    for (int token : found.tokens()) {
      sum += model.logProbabilities(text)[token];
      text = Contrast.joined(text, new int[] {token});
    }
    return found.ended() ? sum + model.logProbabilities(text)[END] : sum;
  }

  @Test
  void aLengthPenaltyAboveOneFavoursLongCompletions() {
    try (TinyModels model = new TinyModels(6, 8)) {
      // The prefix that ends at once, against one that goes on: only their lengths differ in rank.
      double plain = averageLength(model, 0);
      double favoured = averageLength(model, 4);
      assertThat(favoured).isGreaterThan(plain);
    }
  }

  private static double averageLength(TinyModels model, double lengthPenalty) {
    return new BeamSearch(model.view())
            .search(PROMPT, new BeamOptions(8, 6, lengthPenalty, Set.of(END), LogitsProcessor.NONE))
            .stream()
            .mapToInt(each -> each.tokens().length)
            .average()
            .orElseThrow();
  }

  @Test
  void aProcessorForbidsWhatNoBeamMayHold() {
    try (TinyModels model = new TinyModels(6, 5)) {
      LogitsProcessor never =
          (row, tokens, logits) -> {
            logits[2] = Float.NEGATIVE_INFINITY;
            logits[END] = Float.NEGATIVE_INFINITY;
          };
      assertThat(
              new BeamSearch(model.view())
                  .search(PROMPT, new BeamOptions(40, 3, 1, Set.of(END), never)))
          .hasSize(40)
          .allSatisfy(each -> assertThat(each.tokens()).hasSize(3).doesNotContain(END, 2));
    }
  }
}
