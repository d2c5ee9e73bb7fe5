package dev.chiron.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.task.MetricSpec;
import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class MetricProperties {
  private static final List<String> OVERLAPS =
      List.of("exact-match", "accuracy", "token-f1", "rouge-1", "rouge-2", "rouge-l");

  @Property(tries = 300)
  void overlapsAreSymmetricAndStayBetweenZeroAndOne(
      @ForAll("texts") String a, @ForAll("texts") String b) {
    for (String name : OVERLAPS) {
      Metric metric = Metrics.of(MetricSpec.of(name));
      double forth = metric.score(Answered.of(0, a, b));
      double back = metric.score(Answered.of(0, b, a));
      assertThat(forth).as(name).isBetween(0.0, 1.0).isEqualTo(back, within(1e-12));
    }
  }

  @Property(tries = 300)
  void longerGramsAreSharedLess(@ForAll("texts") String a, @ForAll("texts") String b) {
    Rouge rouge = new Rouge(true);
    assertThat(rouge.l(a, b)).isLessThanOrEqualTo(rouge.n(1, a, b) + 1e-12);
    if (a.equals(b)) {
      assertThat(rouge.l(a, b)).isIn(0.0, 1.0);
    }
  }

  @Property(tries = 200)
  void macroF1OfTwoAnswersDoesNotDependOnTheirOrder(@ForAll("labels") List<String> gold) {
    List<Answered> answers =
        gold.stream().map(label -> Answered.of(0, label.equals("a") ? "b" : label, label)).toList();
    MacroF1 metric = new MacroF1(List.of("a", "b", "c"));
    assertThat(metric.aggregate(answers)).isEqualTo(metric.aggregate(answers.reversed()));
    assertThat(metric.aggregate(answers)).isBetween(0.0, 1.0);
  }

  @Property(tries = 300)
  void passAtKAgreesWithExactBinomials(
      @ForAll @IntRange(min = 1, max = 60) int n,
      @ForAll @IntRange(min = 0, max = 60) int c,
      @ForAll @IntRange(min = 1, max = 60) int k) {
    if (c > n || k > n) {
      return;
    }
    double exact = 1 - choose(n - c, k).doubleValue() / choose(n, k).doubleValue();
    assertThat(PassAtK.estimate(n, c, k)).isEqualTo(exact, within(1e-10));
  }

  private static BigInteger choose(int n, int k) {
    BigInteger result = BigInteger.ONE;
    for (int i = 0; i < k; i++) {
      result = result.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1));
    }
    return result;
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of("the", "cat", "cats", "sat", "On", "mat.", "mat", "!")
        .list()
        .ofMaxSize(7)
        .map(words -> String.join(" ", words));
  }

  @Provide
  Arbitrary<List<String>> labels() {
    return Arbitraries.of("a", "b", "c").list().ofMinSize(1).ofMaxSize(8);
  }
}
