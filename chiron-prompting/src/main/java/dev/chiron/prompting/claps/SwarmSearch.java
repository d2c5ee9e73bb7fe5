package dev.chiron.prompting.claps;

import dev.chiron.core.random.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * Particle swarm over words. In epoch i of E, with inertia Ω = 0.2 + 0.6 (E−i)/E, C₁ = 0.8 − 0.6
 * i/E and C₂ = 0.2 + 0.6 i/E, each particle's velocity at place d becomes
 *
 * <pre>
 *   V_d ← Ω V_d + (1 − Ω) (s(x_d, own best_d) + s(x_d, best of all_d)),   s = −3 if equal else 3
 * </pre>
 *
 * With probability C₁ each place takes its own best's word with probability σ(V_d), likewise with
 * C₂ that of the best of all; then with probability 0.1 one place takes a random word.
 *
 * @param particles 128 in the paper
 * @param epochs E; 30 in the paper
 */
public record SwarmSearch(int particles, int epochs) implements PromptTokenSearch {
  public static final SwarmSearch STANDARD = new SwarmSearch(128, 30);

  private static final double LIMIT = 3;
  private static final double MUTATION = 0.1;

  @Override
  public String name() {
    return "swarm";
  }

  @Override
  public List<List<String>> search(
      TokenSpace space, int length, ToDoubleFunction<List<String>> reward, long room, Seeds seeds) {
    RandomGenerator random = seeds.generator("swarm");
    Population known = new Population();
    List<List<String>> remembered = new ArrayList<>();
    List<List<String>> places =
        new ArrayList<>(Population.random(space, length, particles, random));
    List<List<String>> own = new ArrayList<>(places);
    double[][] velocities = new double[particles][length];
    for (double[] velocity : velocities) {
      // One draw a particle, copied to all positions.
      Arrays.fill(velocity, LIMIT * (2 * random.nextDouble() - 1));
    }
    known.evaluate(places, reward);
    List<String> best = known.ranked(places).getFirst();
    for (int epoch = 0; epoch < epochs && !known.isExhausted(); epoch++) {
      double done = (double) epoch / epochs;
      for (int i = 0; i < particles; i++) {
        List<String> at = new ArrayList<>(places.get(i));
        turn(velocities[i], at, own.get(i), best, 0.2 + 0.6 * (1 - done));
        follow(at, own.get(i), velocities[i], 0.8 - 0.6 * done, random);
        follow(at, best, velocities[i], 0.2 + 0.6 * done, random);
        if (random.nextDouble() < MUTATION) {
          at.set(random.nextInt(length), space.words().get(random.nextInt(space.size())));
        }
        places.set(i, List.copyOf(at));
      }
      known.evaluate(places, reward);
      for (int i = 0; i < particles; i++) {
        if (known.reward(places.get(i)) > known.reward(own.get(i))) {
          own.set(i, places.get(i));
        }
      }
      best = known.ranked(own).getFirst();
      remembered.add(best);
    }
    if (remembered.isEmpty() && known.reward(best) > Double.NEGATIVE_INFINITY) {
      remembered.add(best);
    }
    return remembered;
  }

  private static void turn(
      double[] velocity, List<String> at, List<String> own, List<String> best, double inertia) {
    for (int d = 0; d < velocity.length; d++) {
      double pull =
          (at.get(d).equals(own.get(d)) ? -LIMIT : LIMIT)
              + (at.get(d).equals(best.get(d)) ? -LIMIT : LIMIT);
      velocity[d] = inertia * velocity[d] + (1 - inertia) * pull;
    }
  }

  private static void follow(
      List<String> at,
      List<String> leader,
      double[] velocity,
      double probability,
      RandomGenerator random) {
    if (random.nextDouble() < probability) {
      for (int d = 0; d < velocity.length; d++) {
        if (random.nextDouble() < 1 / (1 + Math.exp(-velocity[d]))) {
          at.set(d, leader.get(d));
        }
      }
    }
  }
}
