package dev.chiron.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.error.InputException;
import dev.chiron.core.task.MetricSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static double score(String metric, String output, String... references) {
    return Metrics.of(MetricSpec.of(metric)).score(Answered.of(0, output, references));
  }

  @Test
  void exactMatchOverlooksCasePunctuationAndWhiteSpaceAndNothingElse() {
    assertThat(score("exact-match", " The  answer: Yes!\n", "the answer yes")).isEqualTo(1);
    assertThat(score("exact-match", "the answer yes", "answer yes")).isZero();
    assertThat(score("exact-match", "it's", "its")).isEqualTo(1);
    assertThat(score("exact-match", "naïve", "naive")).isZero();
  }

  @Test
  void exactMatchTellsPunctuationApartWhenThereIsNothingElse() {
    assertThat(score("exact-match", "+", "-")).isZero();
    assertThat(score("exact-match", "+", "+")).isEqualTo(1);
  }

  @Test
  void accuracyKeepsPunctuation() {
    assertThat(score("accuracy", "C++ ", "c++")).isEqualTo(1);
    assertThat(score("accuracy", "C", "C++")).isZero();
  }

  @Test
  void theBestOfSeveralReferencesCounts() {
    assertThat(score("exact-match", "b", "a", "b")).isEqualTo(1);
    assertThat(score("token-f1", "x y", "x z", "x y z w")).isEqualTo(2.0 * 2 / 6, within(1e-12));
  }

  @Test
  void tokenF1IsTheHarmonicMeanOverWordsWithoutArticles() {
    // Words: {cat, sat, mat} and {cat, mat, mat}: 2 shared of 3 and 3.
    assertThat(score("token-f1", "The cat sat, a mat.", "cat mat mat"))
        .isEqualTo(2.0 / 3, within(1e-12));
    assertThat(score("token-f1", "the", "an")).isEqualTo(1);
    assertThat(score("token-f1", "the", "cat")).isZero();
  }

  @Test
  void rougeCountsSharedGramsAndTheLongestCommonSubsequence() {
    String output = "police killed the gunman";
    String reference = "police kill the gunman";
    Rouge plain = new Rouge(false);
    // Unigrams: police, the, gunman shared of 4 and 4; bigrams: "the gunman" of 3 and 3.
    assertThat(plain.n(1, output, reference)).isEqualTo(0.75);
    assertThat(plain.n(2, output, reference)).isEqualTo(1.0 / 3, within(1e-12));
    assertThat(plain.l(output, reference)).isEqualTo(0.75);
    // Lin's example: same words, other order; the subsequence "the gunman" is 2 of 4 and 4.
    assertThat(plain.l("the gunman kill police", reference)).isEqualTo(0.5);
    assertThat(plain.n(1, "the gunman kill police", reference)).isEqualTo(1);
  }

  @Test
  void rougeStemsUnlessToldOtherwise() {
    assertThat(score("rouge-1", "killed", "kills")).isEqualTo(1);
    Metric unstemmed = Metrics.of(new MetricSpec("rouge-1", Map.of("stem", "false")));
    assertThat(unstemmed.score(Answered.of(0, "killed", "kills"))).isZero();
    // Words of three letters are left alone.
    assertThat(score("rouge-1", "its", "it")).isZero();
  }

  @Test
  void macroF1WeighsLabelsEqually() {
    Metric metric = Metrics.of(MetricSpec.MACRO_F1, List.of("a", "b", "c"));
    List<Answered> answers =
        List.of(
            Answered.of(0, "a", "a"),
            Answered.of(1, "a", "a"),
            Answered.of(2, "a", "b"),
            Answered.of(3, "nonsense", "b"));
    // a: tp 2, fp 1, fn 0 → 4/5; b: tp 0 → 0; c occurs nowhere and does not count.
    assertThat(metric.aggregate(answers)).isEqualTo(0.4, within(1e-12));
    // Without known labels the nonsense is a label with F1 0, as scikit-learn has it.
    assertThat(Metrics.of(MetricSpec.MACRO_F1).aggregate(answers))
        .isEqualTo(0.8 / 3, within(1e-12));
  }

  @Test
  void calibrationErrorIsTheWeightedGapOfTheBins() {
    Metric metric = Metrics.of(new MetricSpec("calibration-error", Map.of("bins", "2")));
    List<Answered> answers =
        List.of(
            ranked("a", 0.9, "a"),
            ranked("a", 0.7, "b"),
            ranked("a", 0.8, "a"),
            ranked("a", 0.5, "b"));
    // (0.5, 1]: three answers, 2/3 right, confidence 0.8; (0, 0.5]: one, wrong, 0.5.
    assertThat(metric.aggregate(answers))
        .isEqualTo(0.75 * (0.8 - 2.0 / 3) + 0.25 * 0.5, within(1e-12));
    assertThat(metric.higherIsBetter()).isFalse();
  }

  @Test
  void brierIsTheSquaredDistanceFromTheRightLabel() {
    Metric metric = Metrics.of(MetricSpec.of("brier"));
    assertThat(metric.score(ranked("a", 0.7, "a"))).isEqualTo(0.09 + 0.09, within(1e-12));
    assertThat(metric.score(ranked("a", 0.7, "b"))).isEqualTo(0.49 + 0.49, within(1e-12));
    assertThat(metric.score(Answered.of(0, "a", "b"))).isEqualTo(2);
  }

  @Test
  void passAtKEqualsTheRatioOfBinomials() {
    // 1 − C(3,2)/C(5,2) = 1 − 3/10.
    assertThat(PassAtK.estimate(5, 2, 2)).isEqualTo(0.7, within(1e-12));
    assertThat(PassAtK.estimate(10, 4, 1)).isEqualTo(0.4, within(1e-12));
    assertThat(PassAtK.estimate(5, 4, 2)).isEqualTo(1);
    assertThat(PassAtK.estimate(5, 0, 5)).isZero();
    assertThat(PassAtK.estimate(100_000, 1, 50_000)).isEqualTo(0.5, within(1e-9));
  }

  @Test
  void passAtKGroupsTheSamplesOfAnExample() {
    Metric metric = Metrics.of(new MetricSpec("pass@k", Map.of("k", "2")));
    List<Answered> answers =
        List.of(
            Answered.of(0, "x", "x"),
            Answered.of(0, "y", "x"),
            Answered.of(0, "y", "x"),
            Answered.of(1, "y", "x"),
            Answered.of(1, "y", "x"));
    // Example 0: n 3, c 1 → 1 − C(2,2)/C(3,2) = 2/3; example 1: 0.
    assertThat(metric.aggregate(answers)).isEqualTo(1.0 / 3, within(1e-12));
    assertThatThrownBy(() -> metric.aggregate(answers.subList(0, 1)))
        .hasMessageContaining("needs at least 2 samples");
  }

  @Test
  void unknownNamesAndOptionsAreRefused() {
    assertThatThrownBy(() -> Metrics.of(MetricSpec.of("bleurt")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("unknown metric 'bleurt'")
        .hasMessageContaining("rouge-l");
    assertThatThrownBy(() -> Metrics.of(new MetricSpec("rouge-l", Map.of("steam", "true"))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("unknown option 'steam'");
    assertThatThrownBy(() -> Metrics.of(new MetricSpec("pass@k", Map.of("k", "0"))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("positive whole number");
  }

  @Test
  void everyListedNameIsAMetric() {
    assertThat(Metrics.NAMES)
        .allSatisfy(name -> assertThat(Metrics.of(MetricSpec.of(name)).name()).isEqualTo(name));
  }

  private static Answered ranked(String output, double p, String reference) {
    String other = output.equals("a") ? "b" : "a";
    return new Answered(0, output, List.of(reference), Map.of(output, p, other, 1 - p));
  }
}
