package dev.chiron.data.optiml;

import dev.chiron.core.error.InputException;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * How many demonstrations of its own task stand before a drawn example. The paper's distribution is
 * not published; by default there are none.
 *
 * @param probabilities of 0, 1, 2, … demonstrations, summing to 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Shots(double[] probabilities) {
  public static final Shots NONE = new Shots(new double[] {1});

  public Shots {
    double sum = Arrays.stream(probabilities).sum();
    if (Math.abs(sum - 1) > 1e-6 || Arrays.stream(probabilities).anyMatch(p -> !(p >= 0))) {
      throw new InputException("shots: the shares must be 0 or more and sum to 1, not " + sum);
    }
    probabilities = probabilities.clone();
  }

  /** Each of the numbers alike often: {@code uniform(0, 5)} is half without, half with five. */
  public static Shots uniform(int... counts) {
    int most = Arrays.stream(counts).max().orElse(0);
    if (counts.length == 0 || Arrays.stream(counts).min().orElse(0) < 0) {
      throw new InputException("shots: give numbers of 0 or more");
    }
    double[] probabilities = new double[most + 1];
    for (int count : counts) {
      probabilities[count] += 1.0 / counts.length;
    }
    return new Shots(probabilities);
  }

  @Override
  public double[] probabilities() {
    return probabilities.clone();
  }

  int draw(RandomGenerator random) {
    double rest = random.nextDouble();
    for (int count = 0; count < probabilities.length; count++) {
      rest -= probabilities[count];
      if (rest < 0) {
        return count;
      }
    }
    return probabilities.length - 1;
  }
}
