package dev.chiron.code.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.nn.probe.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeaningStudyTest {
  private static final LineKarel LINE = new LineKarel();
  private static final Feature<LineState> HEADING = LINE.features().getFirst();
  private static final ProgramText<LineState> TEXT = new ProgramText<>(LINE, 3, 6);
  private static final Probe.Shape LINEAR = Probe.Shape.linear(900);
  private static final Seeds SEEDS = new Seeds(3);

  private interface Planted {
    float[] at(List<LineState> run, int action);
  }

  /** Random programs with made-up states of a model. */
  private static MeaningStudy<LineState> planted(Planted states, boolean lastDropped) {
    RandomGenerator random = SEEDS.generator("programs");
    return new MeaningStudy<>(
        traces(400, states, random), traces(250, states, random), lastDropped);
  }

  private static List<Trace<LineState>> traces(int count, Planted states, RandomGenerator random) {
    List<Trace<LineState>> traces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Specification<LineState> drawn = TEXT.draw(3, 6, random);
      LineState start = drawn.inputs().getFirst();
      List<LineState> run = new Trace<>(start, drawn.program(), new float[0][]).run(LINE);
      float[][] own =
          IntStream.range(0, drawn.program().size())
              .mapToObj(t -> states.at(run, t + 1))
              .toArray(float[][]::new);
      traces.add(new Trace<>(start, drawn.program(), own));
    }
    return traces;
  }

  private static float[] heading(List<LineState> run, int place) {
    boolean there = place >= 0 && place < run.size();
    return new float[] {there ? (run.get(place).right() ? 1 : -1) : 0};
  }

  private static double content(MeaningStudy<LineState> study, int offset) {
    return study.content(LINE, HEADING, offset, LINEAR, SEEDS);
  }

  @Test
  void aPlantedStateIsReadAtItsOwnOffsetAlone() {
    MeaningStudy<LineState> next = planted((run, t) -> heading(run, t + 1), true);
    assertThat(content(next, 1)).isEqualTo(1);
    assertThat(content(next, 0)).isLessThan(0.8);
    MeaningStudy<LineState> before = planted((run, t) -> heading(run, t - 1), true);
    assertThat(content(before, -1)).isEqualTo(1);
    assertThat(content(before, 0)).isLessThan(0.8);
  }

  @Test
  void theIdentityIsTheOriginalToTheLastDigit() {
    MeaningStudy<LineState> study = planted((run, t) -> heading(run, t - 1), true);
    double original = study.content(LINE, HEADING, 0, LINEAR, SEEDS);
    double identical = study.content(LINE.permuted(List.of(0, 1, 2)), HEADING, 0, LINEAR, SEEDS);
    assertThat(identical).isEqualTo(original);
  }

  @Test
  void aRecordOfTokensHoldsNoMeaning() {
    MeaningStudy<LineState> records = planted((run, t) -> new float[1], true).ofTokenRecords(LINE);
    assertThat(records.gap(LINE, HEADING, 0, LINEAR, SEEDS)).isCloseTo(0, within(0.06));
  }

  @Test
  void theGivenOutputWouldLeakIfTheLastStateWereKept() {
    Planted output = (run, t) -> heading(run, run.size() - 1);
    double kept = content(planted(output, false), 0);
    double dropped = content(planted(output, true), 0);
    assertThat(kept).isGreaterThan(dropped + 0.03);
  }

  @Test
  void trainingAndTestingShareNoSpecification() {
    RandomGenerator random = SEEDS.generator("specifications");
    for (int i = 0; i < 300; i++) {
      assertThat(TEXT.isHeldOut(TEXT.draw(1, 6, true, random))).isTrue();
      assertThat(TEXT.isHeldOut(TEXT.draw(1, 6, false, random))).isFalse();
    }
    assertThat(TEXT.length()).isEqualTo(24);
    assertThat(TEXT.vocabulary()).isBetween(19, 20);
  }

  @Test
  void aModelLearnsToWriteProgramsThatMayStandThere() {
    ProgramModel.Recipe recipe = new ProgramModel.Recipe(1, 16, 2, 3, 30, 16, 3e-3);
    List<Integer> steps = new ArrayList<>();
    RandomGenerator random = SEEDS.generator("tests");
    List<Specification<LineState>> asked =
        IntStream.range(0, 40).mapToObj(i -> TEXT.draw(1, 6, true, random)).toList();
    try (ProgramModel<LineState> model = ProgramModel.untrained(TEXT, recipe, SEEDS)) {
      model.train(recipe, SEEDS, steps::add, Progress.SILENT);
      List<List<Integer>> programs = model.write(asked);
      assertThat(programs).allMatch(p -> !p.isEmpty() && p.size() <= 6);
      assertThat(programs).allMatch(p -> p.stream().allMatch(a -> a >= 0 && a < 3));
      List<Trace<LineState>> traces = model.traces(asked, programs);
      for (int i = 0; i < traces.size(); i++) {
        assertThat(traces.get(i).states()).hasDimensions(programs.get(i).size(), 16);
      }
    }
    assertThat(steps).hasSize(30);
    assertThat(asked.getFirst().metBy(LINE, asked.getFirst().program())).isTrue();
  }
}
