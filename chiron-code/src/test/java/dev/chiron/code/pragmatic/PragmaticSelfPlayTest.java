package dev.chiron.code.pragmatic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.code.pragmatic.PragmaticSelfPlay.Round;
import dev.chiron.code.pragmatic.PragmaticSelfPlay.Settings;
import dev.chiron.code.pragmatic.PragmaticSelfPlay.Specification;
import dev.chiron.code.pragmatic.PragmaticSelfPlay.Weights;
import dev.chiron.code.pragmatic.SetToSequence.Pair;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Steps;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.training.LearningRateSchedule;
import dev.chiron.nn.weights.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PragmaticSelfPlayTest {
  private static final TinyRegex DOMAIN = new TinyRegex();
  private static final Seeds SEEDS = new Seeds(5);
  private static final Settings TINY = new Settings(2, 6, 3, 20, 20, 2, 8, 1e-3);

  private final PragmaticModel<RegexProgram> model = new PragmaticModel<>(DOMAIN, 16);

  private Weights fresh() {
    return new Weights(
        model.listener().initialize(SEEDS.child("l")),
        model.speaker().initialize(SEEDS.child("s")));
  }

  private PragmaticSelfPlay<RegexProgram> play(Weights base) {
    return new PragmaticSelfPlay<>(DOMAIN, model, base, TINY, SEEDS);
  }

  @Test
  void whatIsSaidIsTrueAndNeverRepeated() {
    try (Weights base = fresh()) {
      List<Round> rounds = play(base).play(DOMAIN.languages().subList(100, 112), Steps.FORGOTTEN);
      assertThat(rounds).hasSize(2);
      int said = 0;
      for (Round round : rounds) {
        for (Specification each : round.specifications()) {
          Pattern pattern = Pattern.compile(DOMAIN.parse(each.program()).orElseThrow().pattern());
          for (LabelledText text : each.chosen()) {
            assertThat(pattern.matcher(text.text()).matches()).isEqualTo(text.positive());
          }
          assertThat(each.chosen()).doesNotHaveDuplicates();
          said += each.chosen().size();
        }
      }
      assertThat(said).isGreaterThan(10);
    }
  }

  @Test
  void keptHypothesesAgreeWithTheExamples() {
    RegexProgram program = DOMAIN.languages().get(700);
    RandomGenerator random = SEEDS.generator("examples");
    List<LabelledText> examples = DOMAIN.randomExamples(program, 1, random);
    try (Weights base = fresh()) {
      Map<RegexProgram, Double> kept =
          model.hypotheses(base.listener(), List.of(examples), 400, random).getFirst();
      assertThat(kept).isNotEmpty();
      kept.forEach(
          (each, logProbability) -> {
            for (LabelledText text : examples) {
              assertThat(Pattern.matches(each.pattern(), text.text())).isEqualTo(text.positive());
            }
            assertThat(logProbability).isNegative();
          });
    }
  }

  @Test
  void theOrderOfEarlierRoundsChangesNothing() {
    try (Weights base = fresh()) {
      PragmaticSelfPlay<RegexProgram> play = play(base);
      List<Round> rounds = play.play(DOMAIN.languages().subList(100, 112), Steps.FORGOTTEN);
      List<float[]> before = values(base.listener());
      assertThat(pairs(play, rounds)).isEqualTo(pairs(play, rounds.reversed()));
      try (Weights one = play.trained(rounds);
          Weights other = play.trained(rounds.reversed())) {
        assertThat(values(one.listener()))
            .usingRecursiveComparison()
            .isEqualTo(values(other.listener()));
        assertThat(values(one.listener())).usingRecursiveComparison().isNotEqualTo(before);
      }
      // The first weights are still what every round begins with.
      assertThat(values(base.listener())).usingRecursiveComparison().isEqualTo(before);
    }
  }

  private static List<String> pairs(PragmaticSelfPlay<RegexProgram> play, List<Round> rounds) {
    List<String> all = new ArrayList<>();
    for (Pair pair : play.heard(play.lessons(rounds, Specification::chosen))) {
      all.add(
          pair.items().stream().map(Arrays::toString).toList() + Arrays.toString(pair.target()));
    }
    return all;
  }

  private static List<float[]> values(Parameters parameters) {
    return parameters.names().stream().map(name -> Tensors.floats(parameters.get(name))).toList();
  }

  @Test
  void aListenerLearnsWhatItIsTaught() {
    List<RegexProgram> programs = List.of(DOMAIN.languages().get(50), DOMAIN.languages().get(900));
    RandomGenerator random = SEEDS.generator("lessons");
    List<Pair> pairs = new ArrayList<>();
    for (RegexProgram program : programs) {
      for (int i = 0; i < 30; i++) {
        pairs.add(model.heard(program, DOMAIN.randomExamples(program, 3, random)));
      }
    }
    try (Weights base = fresh()) {
      PragmaticModel.train(
          model.listener(),
          base.listener(),
          new LearningRateSchedule.Constant(3e-3, 5),
          120,
          16,
          pairs.size(),
          pairs::get,
          SEEDS);
      for (RegexProgram program : programs) {
        List<LabelledText> examples = List.of(positive(program, random));
        Map<RegexProgram, Double> kept =
            model.hypotheses(base.listener(), List.of(examples), 20, random).getFirst();
        assertThat(kept).containsKey(program);
      }
    }
  }

  private static LabelledText positive(RegexProgram program, RandomGenerator random) {
    return LabelledText.positive(DOMAIN.example(program, true, random).orElseThrow());
  }

  @Test
  void theSpeakerDecidesTheLabelFirst() {
    RegexProgram program = DOMAIN.languages().get(50);
    Pair yes = model.said(program, List.of(), LabelledText.positive("ab"));
    Pair no = model.said(program, List.of(), LabelledText.negative("ab"));
    assertThat(yes.target()).hasSize(3);
    assertThat(yes.target()[0]).isNotEqualTo(no.target()[0]);
    assertThat(Arrays.copyOfRange(yes.target(), 1, 3))
        .isEqualTo(Arrays.copyOfRange(no.target(), 1, 3));
    assertThatThrownBy(() -> model.heard(program, List.of(LabelledText.positive("xy"))))
        .hasMessageContaining("no text of the domain");
  }
}
