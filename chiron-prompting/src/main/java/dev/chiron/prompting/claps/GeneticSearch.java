package dev.chiron.prompting.claps;

import dev.chiron.core.random.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * A genetic algorithm: of each generation the best tenth are elites; the next one is the elites,
 * half a population of their mutants, and half of crossovers of two of them, position by position.
 *
 * @param population prompts of a generation; 128 in the paper
 * @param epochs generations; 30 in the paper
 */
public record GeneticSearch(int population, int epochs) implements PromptTokenSearch {
  public static final GeneticSearch STANDARD = new GeneticSearch(128, 30);

  private static final double ELITE = 0.1;
  private static final double MUTATION = 0.1;

  @Override
  public String name() {
    return "genetic";
  }

  @Override
  public List<List<String>> search(
      TokenSpace space, int length, ToDoubleFunction<List<String>> reward, long room, Seeds seeds) {
    RandomGenerator random = seeds.generator("genetic");
    List<List<String>> remembered = new ArrayList<>();
    Population known = new Population();
    List<List<String>> generation = Population.random(space, length, population, random);
    for (int epoch = 0; epoch < epochs && !known.isExhausted(); epoch++) {
      known.evaluate(generation, reward);
      List<List<String>> ranked = known.ranked(generation);
      if (known.reward(ranked.getFirst()) > Double.NEGATIVE_INFINITY) {
        remembered.add(ranked.getFirst());
      }
      List<List<String>> elites = ranked.subList(0, Math.max(1, (int) (ELITE * generation.size())));
      List<List<String>> next = new ArrayList<>(elites);
      for (int i = 0; i < population / 2; i++) {
        next.add(mutant(elites.get(random.nextInt(elites.size())), space, random));
        next.add(
            crossed(
                elites.get(random.nextInt(elites.size())),
                elites.get(random.nextInt(elites.size())),
                random));
      }
      generation = next;
    }
    return remembered;
  }

  private static List<String> mutant(
      List<String> parent, TokenSpace space, RandomGenerator random) {
    List<String> child = new ArrayList<>(parent);
    for (int place = 0; place < child.size(); place++) {
      if (random.nextDouble() < MUTATION) {
        child.set(place, space.words().get(random.nextInt(space.size())));
      }
    }
    return List.copyOf(child);
  }

  /** A child that has each position from either parent. */
  static List<String> crossed(List<String> mother, List<String> father, RandomGenerator random) {
    List<String> child = new ArrayList<>();
    for (int place = 0; place < mother.size(); place++) {
      child.add(random.nextBoolean() ? mother.get(place) : father.get(place));
    }
    return List.copyOf(child);
  }
}
