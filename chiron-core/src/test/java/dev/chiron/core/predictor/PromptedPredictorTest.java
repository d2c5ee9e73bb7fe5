package dev.chiron.core.predictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.core.model.EchoModel;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.prompt.PromptTemplate;
import dev.chiron.core.prompt.QueryTooLong;
import dev.chiron.core.task.Demonstration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptedPredictorTest {
  private static final List<Demonstration> POOL =
      List.of(
          Demonstration.of("the food was awful", "no"),
          Demonstration.of("a lovely lovely evening", "yes"),
          Demonstration.of("rude waiters and cold soup", "no"),
          Demonstration.of("the soup was great", "yes"));
  private static final List<String> LABELS = List.of("yes", "no");
  private static final List<String> QUERIES =
      List.of("lovely soup", "awful waiters", "the evening was rude");

  private static PromptProgram program(DemonstrationSelector selector, AnswerMode answer) {
    return new PromptProgram("Is it good?", PromptTemplate.PLAIN, POOL, selector, LABELS, answer);
  }

  private static AnswerMode ranking(AnswerMode.Normalization normalization) {
    return new AnswerMode.Ranking(normalization);
  }

  @Test
  void fixedDemonstrationsAreAllShown() {
    try (var predictor =
        new PromptedPredictor(
            EchoModel.generating(0),
            program(new DemonstrationSelector.Fixed(), new AnswerMode.Generation(4)))) {
      assertThat(predictor.predict(QUERIES))
          .extracting(Prediction::output)
          .containsExactly("yes", "no", "yes");
      // Instruction 3 words, four demonstrations of 15 + 4 · 3, the query 2 + 2 marks.
      assertThat(predictor.predict("lovely soup").usage().promptTokens())
          .isEqualTo(3 + 17 + 4 * 3 + 2 + 2);
    }
  }

  @Test
  void aGeneratedAnswerBecomesTheLabelThatItEqualsElseStaysAsItIs() {
    List<Demonstration> pool =
        List.of(Demonstration.of("shout", "YES!"), Demonstration.of("mumble", "maybe so"));
    var predictor =
        new PromptedPredictor(
            EchoModel.generating(0),
            program(new DemonstrationSelector.Fixed(), new AnswerMode.Generation(4))
                .withDemonstrations(pool, new DemonstrationSelector.Fixed()));
    assertThat(predictor.predict(List.of("shout", "mumble")))
        .extracting(Prediction::output)
        .containsExactly("yes", "maybe so");
  }

  @Test
  void theMostSimilarDemonstrationStandsNextToTheQuery() {
    for (DemonstrationSelector selector :
        List.of(new DemonstrationSelector.Bm25(2), DemonstrationSelector.Nearest.offline(2))) {
      try (DemonstrationSource source =
          DemonstrationSource.of(selector, POOL, ModelOptions.DEFAULT)) {
        List<Demonstration> shown = source.select(List.of("rude and cold soup")).getFirst();
        assertThat(shown).hasSize(2);
        assertThat(shown.getLast()).isEqualTo(POOL.get(2));
      }
    }
  }

  @Test
  void aRandomSampleDependsOnTheQueryAndNotOnItsCompany() {
    DemonstrationSource source =
        DemonstrationSource.of(new DemonstrationSelector.Random(2, 9), POOL, ModelOptions.DEFAULT);
    List<String> many = IntStream.range(0, 40).mapToObj(i -> "query " + i).toList();
    List<List<Demonstration>> together = source.select(many);
    assertThat(source.select(many.reversed()).reversed()).isEqualTo(together);
    assertThat(together.stream().distinct().count()).isGreaterThan(6);
    assertThat(together).allSatisfy(sample -> assertThat(sample).doesNotHaveDuplicates());
  }

  @Test
  void rankingPrefersTheModelsBiasAndCalibrationTakesItAway() {
    var selector = new DemonstrationSelector.Fixed();
    var raw =
        new PromptedPredictor(
            EchoModel.scoring(0), program(selector, ranking(AnswerMode.Normalization.SUM)));
    var calibrated =
        new PromptedPredictor(
            EchoModel.scoring(0), program(selector, ranking(AnswerMode.Normalization.CALIBRATED)));
    // Raw: yes −2, no −3. Calibrated: the bias of 3 cancels and the model's own answer has +2.
    Prediction biased = raw.predict("awful food");
    assertThat(biased.output()).isEqualTo("yes");
    assertThat(biased.labelProbabilities().get("no")).isEqualTo(1 / (1 + Math.E), within(1e-12));
    Prediction fair = calibrated.predict("awful food");
    assertThat(fair.output()).isEqualTo("no");
    assertThat(fair.labelProbabilities().get("no"))
        .isEqualTo(1 / (1 + Math.exp(-2)), within(1e-12));
  }

  @Test
  void calibrationAsksOnceForADistinctSetOfDemonstrationsInABatch() {
    EchoModel.Scoring model = EchoModel.scoring(0);
    var predictor =
        new PromptedPredictor(
            model,
            program(
                new DemonstrationSelector.Fixed(), ranking(AnswerMode.Normalization.CALIBRATED)));
    List<Prediction> predictions = predictor.predict(QUERIES);
    assertThat(model.calls()).isEqualTo((3 + 1) * 2);
    assertThat(predictions.stream().mapToLong(p -> p.usage().calls()).sum()).isEqualTo(3 + 1);
  }

  @Test
  void lengthNormalizationComparesMeans() {
    PromptProgram program =
        new PromptProgram(
            "",
            PromptTemplate.PLAIN,
            List.of(),
            new DemonstrationSelector.None(),
            List.of("short", "one two three four"),
            ranking(AnswerMode.Normalization.SUM));
    // short: −5, in sum and mean; the other: −8 in sum, −2 in mean.
    assertThat(new PromptedPredictor(EchoModel.scoring(0), program).predict("x").output())
        .isEqualTo("short");
    PromptProgram mean = program.withAnswer(ranking(AnswerMode.Normalization.MEAN));
    assertThat(new PromptedPredictor(EchoModel.scoring(0), mean).predict("x").output())
        .isEqualTo("one two three four");
  }

  @Test
  void labelsThatBeginOneAnotherAreScoredWithTheEndOfTheAnswer() {
    PromptProgram nested =
        PromptProgram.zeroShot(
            "", PromptTemplate.PLAIN, List.of("1", "10"), ranking(AnswerMode.Normalization.SUM));
    PromptProgram apart =
        PromptProgram.zeroShot(
            "", PromptTemplate.PLAIN, List.of("1", "20"), ranking(AnswerMode.Normalization.SUM));
    assertThat(LabelRanking.continuations(nested)).containsExactly(" 1\n\n", " 10\n\n");
    assertThat(LabelRanking.continuations(apart)).containsExactly(" 1", " 20");
  }

  @Test
  void demonstrationsGiveWayToTheContextAndTheQueryNever() {
    var predictor =
        new PromptedPredictor(
            EchoModel.generating(20),
            program(new DemonstrationSelector.Fixed(), new AnswerMode.Generation(4)));
    assertThat(predictor.predict("lovely soup").usage().promptTokens()).isEqualTo(3 + 7 + 4);
    assertThatThrownBy(() -> predictor.predict("word ".repeat(30)))
        .isInstanceOf(QueryTooLong.class);
  }

  @Test
  void aModelWithoutProbabilitiesCannotRank() {
    assertThatThrownBy(
            () ->
                new PromptedPredictor(
                    EchoModel.generating(0),
                    program(
                        new DemonstrationSelector.None(), ranking(AnswerMode.Normalization.SUM))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("log-probabilities");
  }

  @Test
  void aLoadedPredictorPredictsWhatTheSavedOneDid(@TempDir Path directory) {
    List<DemonstrationSelector> selectors =
        List.of(
            new DemonstrationSelector.None(),
            new DemonstrationSelector.Fixed(),
            new DemonstrationSelector.Random(2, 5),
            new DemonstrationSelector.Bm25(2),
            new DemonstrationSelector.Nearest(2, "hashed-tfidf", 0.3));
    List<AnswerMode> modes =
        List.of(
            new AnswerMode.Generation(4),
            ranking(AnswerMode.Normalization.SUM),
            ranking(AnswerMode.Normalization.CALIBRATED));
    int number = 0;
    for (DemonstrationSelector selector : selectors) {
      for (AnswerMode mode : modes) {
        Path place = directory.resolve("p" + number++);
        PromptProgram program =
            program(selector, mode)
                .withInstruction("Täglich \"gut\"?")
                .withDemonstrations(
                    List.of(new Demonstration("a\nb", "yes", "because"), POOL.get(0)), selector);
        var saved = new PromptedPredictor(EchoModel.scoring(64), program);
        saved.save(place);
        try (Predictor loaded = Predictors.load(place, ModelOptions.DEFAULT)) {
          assertThat(((PromptedPredictor) loaded).program()).isEqualTo(program);
          assertThat(loaded.predict(QUERIES)).isEqualTo(saved.predict(QUERIES));
        }
      }
    }
  }

  @Test
  void anOpenModelOfTheSameNameIsUsedAndLeftOpen(@TempDir Path directory) {
    PromptProgram program = program(new DemonstrationSelector.None(), new AnswerMode.Generation(4));
    new PromptedPredictor(EchoModel.generating(0), program).save(directory.resolve("p"));
    EchoModel open = EchoModel.generating(0);
    try (Predictor loaded = Predictors.load(directory.resolve("p"), ModelOptions.DEFAULT, open)) {
      loaded.predict("x");
    }
    assertThat(open.calls()).isEqualTo(1);
    LanguageModel other = EchoModel.generating(7);
    try (Predictor loaded = Predictors.load(directory.resolve("p"), ModelOptions.DEFAULT, other)) {
      loaded.predict("x");
    }
    assertThat(((EchoModel) other).calls()).isZero();
  }

  @Test
  void aDamagedManifestIsOneClearLine(@TempDir Path directory) throws IOException {
    Path place = directory.resolve("p");
    new PromptedPredictor(
            EchoModel.generating(0),
            program(new DemonstrationSelector.None(), new AnswerMode.Generation(4)))
        .save(place);
    Path manifest = place.resolve("predictor.json");
    Files.writeString(
        manifest, Json.pretty(Json.read(manifest)).replace("\"none\"", "\"clairvoyant\""));
    assertThatThrownBy(() -> Predictors.load(place, ModelOptions.DEFAULT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("predictor.json")
        .hasMessageContaining("'program'")
        .hasMessageContaining("clairvoyant")
        .message()
        .doesNotContain("\n");
  }
}
