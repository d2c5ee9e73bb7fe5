package dev.chiron.prompting.claps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.adaptation.Adaptation;
import dev.chiron.core.adaptation.AdaptationResult;
import dev.chiron.core.adaptation.AdaptationSettings;
import dev.chiron.core.budget.Budget;
import dev.chiron.core.error.InputException;
import dev.chiron.core.model.EmbeddingModel;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.Models;
import dev.chiron.core.model.Scores;
import dev.chiron.core.model.ScoringModel;
import dev.chiron.core.predictor.AnswerMode;
import dev.chiron.core.predictor.PromptProgram;
import dev.chiron.core.prompt.PromptTemplate;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import dev.chiron.core.run.Steps;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.core.task.Splits;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskInfo;
import dev.chiron.prompting.baseline.ZeroShot;
import dev.chiron.testkit.ResponderModel;
import dev.chiron.testkit.TinyModels;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClapsTest {
  private static final PromptProgram PLAIN =
      PromptProgram.zeroShot(
          "",
          PromptTemplate.PLAIN,
          List.of("yes", "no"),
          new AnswerMode.Ranking(AnswerMode.Normalization.SUM));

  private static final List<Example> EXAMPLES =
      IntStream.range(0, 8)
          .mapToObj(
              i -> i % 2 == 0 ? Example.of("plus " + i, "yes") : Example.of("minus " + i, "no"))
          .toList();

  /** Forty words, of which 0, 1, 2 help, 3 harms and the others do nothing. */
  private static final TokenSpace SPACE =
      new TokenSpace(IntStream.range(0, 40).mapToObj(i -> "word" + i).toList());

  private static final Map<String, Double> FORCES =
      Map.of("word0", 1.0, "word1", 0.8, "word2", 0.6, "word3", -0.9);

  private static PromptReward reward(SteeredScorer model) {
    return new PromptReward("few", model, PLAIN, EXAMPLES, Steps.FORGOTTEN);
  }

  private static double expected(double force) {
    return force - Math.log(Math.exp(force) + 1);
  }

  @Test
  void aWordThatTheModelIgnoresHasNoInfluenceAndDivergenceIsNeverNegative() {
    PromptReward reward = reward(new SteeredScorer(FORCES));
    for (String word : SPACE.words()) {
      double gain = Influence.REWARD.of(reward, word);
      double divergence = Influence.DIVERGENCE.of(reward, word);
      double force = FORCES.getOrDefault(word, 0.0);
      assertThat(gain).isCloseTo(expected(force) - expected(0), within(1e-12));
      assertThat(divergence).isGreaterThanOrEqualTo(-1e-12);
      if (force == 0) {
        assertThat(gain).isCloseTo(0, within(1e-6));
        assertThat(divergence).isCloseTo(0, within(1e-6));
      }
    }
    assertThat(reward.divergence(List.of())).isZero();
    // The harmful word acts as strongly as a helpful one, which only the divergence says.
    assertThat(Influence.REWARD.of(reward, "word3")).isNegative();
    assertThat(Influence.DIVERGENCE.of(reward, "word3")).isGreaterThan(0.1);
  }

  @Test
  void theRewardIsTheLogSoftmaxOverTheLabelsOfOneForwardPass(@TempDir Path directory) {
    TinyModels.random(
        directory.resolve("tiny"),
        List.of("yes no yes no plus minus plus minus", "Input: plus Output: yes"),
        new Seeds(3));
    try (LanguageModel model =
        Models.open(directory.resolve("tiny").toString(), ModelOptions.DEFAULT)) {
      ScoringModel scoring = model.as(ScoringModel.class).orElseThrow();
      List<String> labels =
          List.of("yes", "no", "plus", "minus").stream()
              .filter(label -> model.countTokens(" " + label) == 1)
              .limit(2)
              .toList();
      assertThat(labels).hasSize(2);
      PromptProgram plain =
          PromptProgram.zeroShot("Say it.", PromptTemplate.PLAIN, labels, PLAIN.answer());
      Example example = Example.of("plus", labels.get(1));
      PromptReward reward =
          new PromptReward("one", model, plain, List.of(example), Steps.FORGOTTEN);
      List<Double> raw = new ArrayList<>();
      for (String label : labels) {
        Scores score =
            scoring
                .score(
                    List.of(plain.template().render("minus plus Say it.", List.of(), "plus")),
                    List.of(" " + label))
                .getFirst();
        raw.add(score.sum());
      }
      double total = Math.log(Math.exp(raw.get(0)) + Math.exp(raw.get(1)));
      assertThat(reward.of(List.of("minus", "plus"))).isCloseTo(raw.get(1) - total, within(1e-5));
    }
  }

  @Test
  void exactlyTheWordsStrictlyAboveThePercentileSurvive() {
    List<String> words = IntStream.rangeClosed(1, 100).mapToObj(i -> "w" + i).toList();
    List<Double> scores = IntStream.rangeClosed(1, 100).mapToObj(i -> (double) i).toList();
    assertThat(new InfluenceMap(words, scores, 1).above(90).words())
        .containsExactlyElementsOf(words.subList(90, 100));
    InfluenceMap equal = new InfluenceMap(words, words.stream().map(w -> 1.0).toList(), 1);
    assertThat(equal.above(90).words()).isEqualTo(words);
    assertThat(new InfluenceMap(words, scores, 1).ranked()).startsWith("w100", "w99");
    assertThat(equal.share(0.1)).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void eachClusterIsRepresentedByItsCentralWord() {
    // Five groups of three on a line: the middle one is nearest to the centroid.
    List<String> words = new ArrayList<>();
    Map<String, float[]> vectors = new TreeMap<>();
    for (int group = 0; group < 5; group++) {
      for (int member = -1; member <= 1; member++) {
        String word = "g" + group + "m" + member;
        words.add(word);
        vectors.put(word, new float[] {100 * group + member, group % 2});
      }
    }
    EmbeddingModel embeddings =
        new EmbeddingModel() {
          @Override
          public String name() {
            return "planted";
          }

          @Override
          public float[][] embed(List<String> texts) {
            return texts.stream().map(vectors::get).toArray(float[][]::new);
          }
        };
    assertThat(new TokenSpace(words).clustered(embeddings, 5, new Seeds(1).generator("k")).words())
        .containsExactly("g0m0", "g1m0", "g2m0", "g3m0", "g4m0");
    assertThat(
            new TokenSpace(List.of("g0m0", "g0m0", "g1m0"))
                .clustered(embeddings, 3, new Seeds(1).generator("k"))
                .words())
        .containsExactly("g0m0", "g1m0");
  }

  @Test
  void greedyTakesTheBestWordThenTheBestAfterItForLengthTimesWordsEvaluations() {
    SteeredScorer model = new SteeredScorer(FORCES);
    PromptReward reward = reward(model);
    TokenSpace space = new TokenSpace(SPACE.words().subList(0, 20));
    List<List<String>> remembered =
        new GreedySearch().search(space, 2, reward::of, reward.room(), new Seeds(1));
    String first =
        space.words().stream()
            .max(Comparator.comparingDouble(w -> reward.of(List.of(w))))
            .orElseThrow();
    String second =
        space.words().stream()
            .max(Comparator.comparingDouble(w -> reward.of(List.of(first, w))))
            .orElseThrow();
    assertThat(remembered).containsExactly(List.of(first), List.of(first, second));
    assertThat(remembered.getLast()).containsExactly("word0", "word1");
    assertThat(reward.evaluations()).isEqualTo(2 * 20);
    assertThat(model.calls()).isEqualTo(2L * 20 * EXAMPLES.size());
  }

  @Test
  void childrenHaveEachPositionFromAParentAndDifferFromBothInAFairShareOfCases() {
    RandomGenerator random = new Seeds(5).generator("cross");
    List<String> mother = List.of("a", "b", "c", "d", "e");
    List<String> father = List.of("v", "w", "x", "y", "z");
    int mixed = 0;
    for (int i = 0; i < 200; i++) {
      List<String> child = GeneticSearch.crossed(mother, father, random);
      for (int place = 0; place < 5; place++) {
        assertThat(child.get(place)).isIn(mother.get(place), father.get(place));
      }
      mixed += child.equals(mother) || child.equals(father) ? 0 : 1;
    }
    // Each position is a fair coin: 30 of 32 children are mixed.
    assertThat(mixed).isBetween(175, 200);
  }

  static List<PromptTokenSearch> searches() {
    return List.of(new GreedySearch(), new GeneticSearch(16, 8), new SwarmSearch(16, 8));
  }

  @ParameterizedTest
  @MethodSource("searches")
  void everySearchFindsHelpfulWordsWithinItsEvaluationsToTheLastOne(PromptTokenSearch search) {
    SteeredScorer model = new SteeredScorer(FORCES);
    PromptReward reward = reward(model);
    reward.allow(90);
    TokenSpace space = new TokenSpace(SPACE.words().subList(0, 10));
    List<List<String>> remembered =
        search.search(space, 3, reward::of, reward.room(), new Seeds(2));
    assertThat(reward.evaluations()).isLessThanOrEqualTo(90);
    assertThat(model.calls()).isEqualTo(reward.evaluations() * EXAMPLES.size());
    assertThat(reward.of(remembered.getLast())).isGreaterThan(expected(1.2));
    assertThat(search.search(space, 3, reward::of, reward.room(), new Seeds(2)))
        .isEqualTo(remembered);
  }

  @Test
  void pruningByInfluenceHelpsAndPruningByShuffledInfluenceDoesNot() {
    double pruned = 0;
    double shuffled = 0;
    for (int seed = 0; seed < 10; seed++) {
      PromptReward reward = reward(new SteeredScorer(FORCES));
      Seeds seeds = new Seeds(seed);
      InfluenceMap map =
          InfluenceMap.measure(SPACE, reward, Influence.REWARD, 100, seeds.generator("measured"));
      assertThat(map.coverage()).isEqualTo(1);
      pruned += best(map.above(90), reward, seeds) / 10;
      shuffled += best(map.shuffled(seeds.generator("shuffled")).above(90), reward, seeds) / 10;
    }
    assertThat(pruned).isGreaterThan(shuffled + 0.1);
  }

  private static double best(TokenSpace space, PromptReward reward, Seeds seeds) {
    return reward.of(
        new GreedySearch().search(space, 3, reward::of, reward.room(), seeds).getLast());
  }

  @Test
  void theWholeSearchCountsWhatItAsksAndMeasuresASampleWhereTheBudgetIsSmall() {
    SteeredScorer model = new SteeredScorer(FORCES);
    PromptReward reward = reward(model);
    reward.allow(30);
    ClapsSearch.Result result =
        new ClapsSearch(
                0, Influence.REWARD, ClapsSearch.Pruning.INFLUENTIAL, 90, new GreedySearch(), 2)
            .run(SPACE, Optional.empty(), reward, reward(model), new Seeds(1));
    assertThat(result.evaluations()).isLessThanOrEqualTo(30);
    assertThat(result.influence().orElseThrow().coverage()).isEqualTo(18.0 / 40);
    PromptReward enough = reward(new SteeredScorer(FORCES));
    enough.allow(1 + 40 + 4 * 2);
    ClapsSearch.Result whole =
        new ClapsSearch(0, Influence.REWARD, ClapsSearch.Pruning.NONE, 90, new GreedySearch(), 2)
            .run(
                new TokenSpace(SPACE.words().subList(0, 4)),
                Optional.empty(),
                enough,
                reward(new SteeredScorer(FORCES)),
                new Seeds(1));
    assertThat(whole.evaluations()).isEqualTo(2 * 4);
    assertThat(whole.words()).containsExactly("word0", "word1");
  }

  @Test
  void aModelWithoutLogProbabilitiesAndALabelOfTwoTokensAreToldInOneLine() {
    LanguageModel chat = new ResponderModel("chat-only", (prompt, decoding) -> "yes");
    assertThatThrownBy(() -> new PromptReward("few", chat, PLAIN, EXAMPLES, Steps.FORGOTTEN))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "claps needs label probabilities, which model 'chat-only' does not give: use pe2 or"
                + " io-es");
    PromptProgram split =
        PromptProgram.zeroShot(
            "", PromptTemplate.PLAIN, List.of("yes", "of course"), PLAIN.answer());
    assertThatThrownBy(
            () ->
                new PromptReward(
                    "few", new SteeredScorer(FORCES), split, EXAMPLES, Steps.FORGOTTEN))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("[of course]");
    assertThat(new Claps().unsuitable(task(), chat))
        .contains("the model gives no label probabilities: use pe2 or io-es");
  }

  @Test
  void adaptedItFindsTheWordsThatSteerTheModel(@TempDir Path directory) {
    SteeredScorer model =
        new SteeredScorer(Map.of("alpha", 1.0, "beta", -2.0, "gamma", 0.5, "Answer.", -0.5));
    AdaptationSettings settings =
        AdaptationSettings.of(Budget.ofCalls(2 * 4000), 0, ModelOptions.DEFAULT);
    AdaptationResult result =
        new Adaptation(task(), model, List.of(new ZeroShot(), new Claps()), settings)
            .run(new Run(directory, InstantSource.system()), Progress.SILENT);
    assertThat(result.method("claps").reason()).isEmpty();
    assertThat(Objects.requireNonNull(result.method("claps").test())).isEqualTo(1);
    assertThat(Objects.requireNonNull(result.method("zero-shot").test())).isLessThan(0.6);
    assertThat(directory.resolve("methods/claps/influence.json")).exists();
  }

  private static Task task() {
    List<Example> examples = new ArrayList<>();
    List<String> tails = List.of("alpha", "beta", "gamma", "delta", "epsilon");
    for (int i = 0; i < 60; i++) {
      String tail = tails.get(i % 5) + " " + i;
      examples.add(
          i % 2 == 0 ? Example.of("plus " + tail, "yes") : Example.of("minus " + tail, "no"));
    }
    return new Task(
        "signs",
        "Answer.",
        List.of(),
        List.of(),
        List.of("yes", "no"),
        new Splits(examples.subList(0, 30), examples.subList(30, 44), examples.subList(44, 60)),
        MetricSpec.ACCURACY,
        TaskInfo.NONE);
  }
}
