package dev.chiron.nn.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RelativePositionsTest {
  private static final RelativePositions T5 = RelativePositions.T5;

  @Test
  void nearDistancesHaveABucketEachOnEitherSide() {
    for (int distance = 0; distance < 8; distance++) {
      assertThat(T5.bucket(-distance, true)).isEqualTo(distance);
      assertThat(T5.bucket(distance, true)).isEqualTo(distance == 0 ? 0 : 16 + distance);
    }
    for (int distance = 0; distance < 16; distance++) {
      assertThat(T5.bucket(-distance, false)).isEqualTo(distance);
    }
  }

  @Test
  void farDistancesShareBucketsWhoseBordersAreAGeometricSequence() {
    // Eight buckets from distance 8 to 128: borders at 8 · 16^(i/8), that is 8, 11.3, 16, 22.6, …
    int[] firstOf = {8, 12, 16, 23, 32, 46, 64, 91};
    for (int i = 0; i < firstOf.length; i++) {
      assertThat(T5.bucket(-firstOf[i], true)).as("distance %d", firstOf[i]).isEqualTo(8 + i);
      assertThat(T5.bucket(-firstOf[i] + 1, true)).isEqualTo(8 + i - 1);
    }
    // Sixteen buckets from distance 16 to 128 in a causal pass: borders at 16 · 8^(i/16).
    assertThat(T5.bucket(-18, false)).isEqualTo(16);
    assertThat(T5.bucket(-19, false)).isEqualTo(17);
    assertThat(T5.bucket(-113, false)).isEqualTo(31);
  }

  @Test
  void allDistancesBeyondTheLargestShareTheLastBucket() {
    for (int distance : new int[] {128, 129, 1000, 100_000}) {
      assertThat(T5.bucket(-distance, true)).isEqualTo(15);
      assertThat(T5.bucket(distance, true)).isEqualTo(31);
      assertThat(T5.bucket(-distance, false)).isEqualTo(31);
    }
  }

  @Test
  void whatComesAfterACausalQueryCountsAsNoDistance() {
    assertThat(T5.bucket(1, false)).isZero();
    assertThat(T5.bucket(500, false)).isZero();
  }

  @Test
  void bucketsNeverFallWithDistance() {
    for (boolean both : new boolean[] {true, false}) {
      for (int distance = 1; distance < 300; distance++) {
        assertThat(T5.bucket(-distance, both))
            .isGreaterThanOrEqualTo(T5.bucket(1 - distance, both));
        assertThat(T5.bucket(-distance, both))
            .isEqualTo(ReferenceEncoderDecoder.bucket(T5, -distance, both));
      }
    }
  }

  @Test
  void sizesThatLeaveNoRoomForFarDistancesAreRefused() {
    assertThatThrownBy(() -> new RelativePositions(30, 128)).hasMessageContaining("multiple of 4");
    assertThatThrownBy(() -> new RelativePositions(32, 16)).hasMessageContaining("distance 16");
  }
}
