package dev.chiron.nn.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.random.Seeds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpeculativeGeneratorTest {
  private static final int[] PROMPT = {1, 2};
  private static final int END = 3;
  private static final int SMALL = 5;

  @Test
  void greedyTextIsTheTargetsOwnWhateverTheDraft() {
    try (TinyModels target = new TinyModels(23, 1);
        TinyModels other = new TinyModels(23, 2)) {
      ModelView view = target.view();
      for (int drafted : new int[] {1, 3, 8}) {
        for (TinyModels draft : List.of(target, other)) {
          for (int start = 0; start < 10; start++) {
            int[] prompt = {start, 5};
            GenerationOptions options = GenerationOptions.greedy(17, END);
            Generated expected =
                new Generator(view.architecture(), view.weights(), view.interventions())
                    .generate(List.of(prompt), options)
                    .getFirst();
            Speculated found =
                new SpeculativeGenerator(view, draft.view(), drafted).generate(prompt, options);
            assertThat(found.generated().tokens()).isEqualTo(expected.tokens());
            assertThat(found.generated().stopped()).isEqualTo(expected.stopped());
          }
        }
      }
    }
  }

  @Test
  void aDraftThatIsTheTargetIsAlwaysAcceptedAndSavesPasses() {
    try (TinyModels target = new TinyModels(23, 1)) {
      Speculated found =
          new SpeculativeGenerator(target.view(), target.view(), 4)
              .generate(PROMPT, GenerationOptions.greedy(20));
      assertThat(found.accepted()).isEqualTo(found.proposed());
      assertThat(found.passes()).isEqualTo(4); // four rounds of four drafts and one token more
      assertThat(found.generated().tokens()).hasSize(20);
    }
  }

  /**
   * Compares the counts of all completions of three tokens with their exact probabilities by the
   * statistic of Pearson. Of the 125 texts those that are expected less than five times are one
   * cell. A right distribution exceeds mean + 5 deviations of chi squared once in some million
   * seeds.
   */
  @Test
  void sampledTextHasTheTargetsDistribution() {
    try (TinyModels target = new TinyModels(SMALL, 1);
        TinyModels draft = new TinyModels(SMALL, 2)) {
      for (Sampling sampling : List.of(new Sampling(1, 0, 1), new Sampling(1.4, 4, 0.95, 0.1))) {
        Map<List<Integer>, Double> exact = exact(target, sampling);
        assertThat(chiSquared(target, draft, sampling, exact)).isTrue();
      }
    }
  }

  @Test
  void theTestOfDistributionsTellsTheDraftFromTheTarget() {
    try (TinyModels target = new TinyModels(SMALL, 1);
        TinyModels draft = new TinyModels(SMALL, 2)) {
      Sampling sampling = new Sampling(1, 0, 1);
      assertThat(chiSquared(draft, draft, sampling, exact(target, sampling))).isFalse();
    }
  }

  private static Map<List<Integer>, Double> exact(TinyModels model, Sampling sampling) {
    Map<List<Integer>, Double> exact = new HashMap<>();
    double[] first = sampling.distribution(model.logits(PROMPT));
    for (int a = 0; a < SMALL; a++) {
      if (first[a] == 0) {
        continue;
      }
      double[] second = sampling.distribution(model.logits(PROMPT[0], PROMPT[1], a));
      for (int b = 0; b < SMALL; b++) {
        if (second[b] == 0) {
          continue;
        }
        double[] third = sampling.distribution(model.logits(PROMPT[0], PROMPT[1], a, b));
        for (int c = 0; c < SMALL; c++) {
          exact.put(List.of(a, b, c), first[a] * second[b] * third[c]);
        }
      }
    }
    return exact;
  }

  private static boolean chiSquared(
      TinyModels target, TinyModels draft, Sampling sampling, Map<List<Integer>, Double> exact) {
    int draws = 600;
    Map<List<Integer>, Integer> counts = new HashMap<>();
    SpeculativeGenerator generator = new SpeculativeGenerator(target.view(), draft.view(), 2);
    for (int i = 0; i < draws; i++) {
      int[] tokens =
          generator
              .generate(PROMPT, GenerationOptions.sampled(3, sampling, new Seeds(i)))
              .generated()
              .tokens();
      counts.merge(List.of(tokens[0], tokens[1], tokens[2]), 1, Integer::sum);
    }
    double statistic = 0;
    int cells = 0;
    double restExpected = draws;
    int restSeen = draws;
    for (Map.Entry<List<Integer>, Double> each : exact.entrySet()) {
      double expected = each.getValue() * draws;
      int seen = counts.getOrDefault(each.getKey(), 0);
      if (expected == 0 && seen > 0) {
        return false;
      }
      if (expected >= 5) {
        statistic += (seen - expected) * (seen - expected) / expected;
        restExpected -= expected;
        restSeen -= seen;
        cells++;
      }
    }
    if (restExpected >= 5) {
      statistic += (restSeen - restExpected) * (restSeen - restExpected) / restExpected;
      cells++;
    }
    int degrees = cells - 1;
    assertThat(degrees).isGreaterThan(10);
    return statistic < degrees + 5 * Math.sqrt(2.0 * degrees);
  }

  @Test
  void stopRulesListenersAndProcessorsActAsInPlainGeneration() {
    try (TinyModels target = new TinyModels(23, 1);
        TinyModels draft = new TinyModels(23, 2)) {
      ModelView view = target.view();
      GenerationOptions options =
          GenerationOptions.greedy(15)
              .withProcessor(new RepetitionPenalty(5, List.of(PROMPT)))
              .withStop((row, tokens) -> tokens.length == 9);
      Generated expected =
          new Generator(view.architecture(), view.weights(), view.interventions())
              .generate(List.of(PROMPT), options)
              .getFirst();
      Generated found =
          new SpeculativeGenerator(view, draft.view(), 4).generate(PROMPT, options).generated();
      assertThat(found.tokens()).isEqualTo(expected.tokens()).hasSize(9);
      Generated early =
          new SpeculativeGenerator(view, target.view(), 4)
              .generate(PROMPT, options.withListener((row, tokens) -> tokens.length < 3))
              .generated();
      assertThat(early.tokens()).hasSize(3);
      assertThat(early.stopped()).isTrue();
    }
  }

  @Test
  void aDraftOfAnotherVocabularyIsRefused() {
    try (TinyModels target = new TinyModels(23, 1);
        TinyModels draft = new TinyModels(8, 2)) {
      assertThatThrownBy(() -> new SpeculativeGenerator(target.view(), draft.view(), 4))
          .hasMessageContaining("23")
          .hasMessageContaining("8");
    }
  }
}
