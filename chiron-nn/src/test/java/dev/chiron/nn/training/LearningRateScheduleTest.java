package dev.chiron.nn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {

  @Test
  void allRiseInAStraightLineToThePeak() {
    List<LearningRateSchedule> all =
        List.of(
            new LearningRateSchedule.Constant(0.5, 4),
            new LearningRateSchedule.Linear(0.5, 4, 0),
            new LearningRateSchedule.Cosine(0.5, 4, 0.1),
            new LearningRateSchedule.WarmupStableDecay(0.5, 4, 3, 0));
    for (LearningRateSchedule schedule : all) {
      assertThat(schedule.rate(0, 100)).isEqualTo(0.125);
      assertThat(schedule.rate(1, 100)).isEqualTo(0.25);
      assertThat(schedule.rate(3, 100)).isEqualTo(0.5);
      assertThat(schedule.rate(4, 100)).isEqualTo(0.5);
    }
  }

  @Test
  void constantStays() {
    assertThat(new LearningRateSchedule.Constant(0.3, 0).rate(99, 100)).isEqualTo(0.3);
  }

  @Test
  void linearIsHalfWayAtHalfTime() {
    LearningRateSchedule schedule = new LearningRateSchedule.Linear(1, 10, 0.2);

    assertThat(schedule.rate(55, 100)).isCloseTo(0.6, within(1e-12));
    assertThat(schedule.rate(99, 100)).isCloseTo(0.2 + 0.8 / 90, within(1e-12));
  }

  @Test
  void cosineFollowsItsClosedForm() {
    LearningRateSchedule schedule = new LearningRateSchedule.Cosine(2, 0, 0.1);

    assertThat(schedule.rate(50, 100)).isCloseTo(2 * (0.1 + 0.9 / 2), within(1e-12));
    // cos(π / 3) = 1/2.
    assertThat(schedule.rate(100, 300)).isCloseTo(2 * (0.1 + 0.9 * 0.75), within(1e-12));
    assertThat(schedule.rate(300, 300)).isCloseTo(0.2, within(1e-12));
  }

  @Test
  void warmupStableDecayFallsOnlyAtTheEnd() {
    LearningRateSchedule schedule = new LearningRateSchedule.WarmupStableDecay(1, 5, 20, 0);

    assertThat(schedule.rate(79, 100)).isEqualTo(1);
    assertThat(schedule.rate(80, 100)).isEqualTo(1);
    assertThat(schedule.rate(90, 100)).isCloseTo(0.5, within(1e-12));
    assertThat(schedule.rate(99, 100)).isCloseTo(0.05, within(1e-12));
  }

  @Test
  void restartsGoBackToThePeakAfterCyclesThatGrow() {
    LearningRateSchedule schedule = new LearningRateSchedule.Restarts(2, 2, 4, 2, 0.1);
    for (int step : new int[] {2, 6, 14, 30}) {
      assertThat(schedule.rate(step, 100)).as("step %d", step).isCloseTo(2, within(1e-12));
    }
    assertThat(schedule.rate(0, 100)).isCloseTo(1, within(1e-12));
    assertThat(schedule.rate(4, 100)).isCloseTo(2 * 0.55, within(1e-12)); // half of a cycle of 4
    assertThat(schedule.rate(10, 100)).isCloseTo(2 * 0.55, within(1e-12)); // half of one of 8
    assertThat(schedule.rate(5, 100)).isLessThan(schedule.rate(4, 100));
  }
}
