package dev.chiron.init.dualprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.random.Seeds;
import dev.chiron.init.dualprocess.PartOfSpeech.Frequency;
import dev.chiron.nn.architecture.StackSize;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.training.LearningRateSchedule.Constant;
import dev.chiron.nn.training.Trainer;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.weights.Parameters;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PartOfSpeechTest {
  private static final Seeds SEEDS = new Seeds(3);
  private static final int MANY = 20_000;

  private static PartOfSpeech task(double alpha, double ambiguity, double nullContext) {
    return new PartOfSpeech(200, 40, alpha, ambiguity, nullContext, SEEDS);
  }

  private static List<TaggedItem> items(int count, Function<RandomGenerator, TaggedItem> draw) {
    RandomGenerator random = SEEDS.generator("items");
    return Stream.generate(() -> draw.apply(random)).limit(count).toList();
  }

  @Test
  void bothOrdersAndBothQueriesAreEquallyLikely() {
    PartOfSpeech task = task(0, 0, 0);
    List<TaggedItem> items = items(MANY, task::training);
    double copulaFirst =
        items.stream().filter(item -> item.tokens()[0] == task.copula()).count() / (double) MANY;
    double adjectiveAsked =
        items.stream().filter(item -> item.tokens()[3] == item.adjective()).count() / (double) MANY;
    assertThat(copulaFirst).isCloseTo(0.5, within(0.015));
    assertThat(adjectiveAsked).isCloseTo(0.5, within(0.015));
    for (TaggedItem item : items.subList(0, 200)) {
      int[] tokens = item.tokens();
      boolean first = tokens[0] == task.copula();
      assertThat(tokens[first ? 1 : 2]).isEqualTo(item.adjective());
      assertThat(tokens[first ? 2 : 0]).isEqualTo(item.noun());
      assertThat(item.targets()).containsExactly(item.adjective(), tokens[3], tokens[3]);
      assertThat(task.isNoun(item.noun())).isTrue();
      assertThat(task.isNoun(item.adjective())).isFalse();
    }
  }

  @Test
  void frequenciesFollowZipfsLaw() {
    PartOfSpeech task = task(1.5, 0, 0);
    long[] counts = new long[100];
    items(MANY, task::ordinary).forEach(item -> counts[item.noun()]++);
    // log(count of rank 1 / count of rank r) / log r is the exponent.
    for (int rank : new int[] {2, 4, 8}) {
      double exponent = Math.log((double) counts[0] / counts[rank - 1]) / Math.log(rank);
      assertThat(exponent).as("rank " + rank).isCloseTo(1.5, within(0.1));
    }
  }

  @Test
  void everyBinHasItsShareOfAmbiguousTokens() {
    PartOfSpeech task = task(0, 0.1, 0);
    for (int from = 0; from < 200; from += 20) {
      assertThat(IntStream.range(from, from + 20).filter(task::isAmbiguous).count()).isEqualTo(2);
    }
    List<TaggedItem> items = items(MANY, task::ordinary);
    double swapped =
        items.stream().filter(item -> !task.isNoun(item.noun())).count() / (double) MANY;
    assertThat(swapped).isCloseTo(0.05, within(0.01)); // a tenth, half of the time
    assertThat(items.stream().filter(item -> !task.isNoun(item.noun())))
        .allMatch(item -> task.isAmbiguous(item.noun()));
  }

  @Test
  void unseenTokensAreNeverTrainedAndSwitchedOnesAreUnambiguous() {
    PartOfSpeech task = task(1, 0.5, 0.2);
    assertThat(items(MANY, task::training))
        .allMatch(item -> IntStream.of(item.tokens()).allMatch(token -> token < task.known()));
    assertThat(items(500, task::unseen))
        .allMatch(item -> item.noun() >= task.known() && item.adjective() >= task.known())
        .allMatch(item -> item.noun() != item.adjective());
    for (Frequency frequency : Frequency.values()) {
      assertThat(items(500, random -> task.switched(frequency, random)))
          .allMatch(item -> !task.isAmbiguous(item.noun()) && !task.isAmbiguous(item.adjective()))
          .allMatch(item -> task.isNoun(item.adjective()) && !task.isNoun(item.noun()));
    }
    assertThat(items(500, random -> task.switched(Frequency.HEAD, random)))
        .allMatch(item -> item.adjective() < 10 && item.noun() < 110);
    assertThat(items(500, random -> task.switched(Frequency.TAIL, random)))
        .allMatch(item -> item.adjective() >= 90 && item.noun() >= 190);
  }

  @Test
  void whoReadsTheOrderAndWhoKnowsTheWordsScoreAsTheyShould() {
    PartOfSpeech task = task(0, 0, 0.2);
    Answers order =
        each ->
            each.stream()
                .map(
                    item -> {
                      int[] tokens = item.tokens();
                      int adjective = tokens[0] == task.copula() ? tokens[1] : tokens[2];
                      return new int[] {adjective, tokens[3], tokens[3]};
                    })
                .toList();
    RandomGenerator guess = SEEDS.generator("guess");
    Answers lexicon =
        each ->
            each.stream()
                .map(
                    item -> {
                      int[] tokens = item.tokens();
                      int[] words =
                          IntStream.of(tokens)
                              .limit(3)
                              .filter(t -> t != task.copula() && t != task.mask())
                              .toArray();
                      boolean known = words[0] < task.known();
                      boolean firstIsNoun = known ? task.isNoun(words[0]) : guess.nextBoolean();
                      int adjective = words[firstIsNoun ? 1 : 0];
                      return new int[] {adjective, tokens[3], tokens[3]};
                    })
                .toList();
    StrategyScores reading = StrategyScores.of(task, order, 2000, SEEDS);
    assertThat(reading.ordinary()).isEqualTo(1);
    assertThat(reading.unseen()).isEqualTo(1);
    assertThat(reading.switched()).isEqualTo(1);
    StrategyScores knowing = StrategyScores.of(task, lexicon, 2000, SEEDS);
    assertThat(knowing.ordinary()).isEqualTo(1);
    assertThat(knowing.nullContext()).isEqualTo(1);
    assertThat(knowing.switched()).isZero();
    assertThat(knowing.switchedFirst()).isZero();
    assertThat(knowing.unseen()).isCloseTo(0.5, within(0.04));
  }

  @Test
  void unseenRowsAreTheSameAtEveryMeasurementAndNeverTrained() {
    PartOfSpeech task = task(0, 0, 0.2);
    TaggingEncoder encoder = new TaggingEncoder(task, new StackSize(1, 16, 2, 32));
    try (Parameters weights = encoder.initialize(SEEDS)) {
      assertThat(weights.get(encoder.table()).size(0)).isEqualTo(task.known());
      Answers answers = encoder.answers(weights, SEEDS);
      List<TaggedItem> items = items(50, task::unseen);
      List<int[]> first = answers.of(items);
      List<int[]> again = encoder.answers(weights, SEEDS).of(items);
      List<int[]> otherRows = encoder.answers(weights, SEEDS.child("other")).of(items);
      assertThat(first).usingRecursiveComparison().isEqualTo(again);
      assertThat(first).usingRecursiveComparison().isNotEqualTo(otherRows);
    }
  }

  @Test
  void aFewStepsTeachWhatWordsAre() {
    PartOfSpeech task = new PartOfSpeech(20, 4, 0, 0, 0.5, SEEDS);
    TaggingEncoder encoder = new TaggingEncoder(task, new StackSize(1, 32, 2, 64));
    try (Parameters weights = encoder.initialize(SEEDS)) {
      double before = encoder.answers(weights, SEEDS).accuracy(items(200, task::withoutContext));
      TrainerConfig config =
          TrainerConfig.builder(new Constant(3e-3, 0)).steps(250).batchSize(32).build();
      new Trainer(config, weights, encoder.objective(weights, 8000, SEEDS)).train();
      double after = encoder.answers(weights, SEEDS).accuracy(items(200, task::withoutContext));
      assertThat(before).isLessThan(0.2);
      assertThat(after).isGreaterThan(0.9);
      // The head's bias is the same for all tokens, so that an untrained one can be said.
      assertThat(Tensors.item(weights.get("cls.predictions.bias").abs().sum())).isZero();
    }
  }
}
