package dev.chiron.init.codegen2;

import dev.chiron.core.error.InputException;
import dev.chiron.init.corpus.Reading;
import dev.chiron.nn.training.TokenObjective;
import dev.chiron.nn.training.TrainingExample;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * For each row a reading by chance: with {@link #half}, the paper's fair coin between causal
 * language modelling and span corruption. No token says which it was.
 *
 * @param parts of one packing, with weights above 0
 */
public record Mixture(List<Part> parts) implements Reading {
  /** A reading and how often it is drawn, in proportion to the other weights. */
  public record Part(Reading reading, double weight) {}

  public Mixture {
    parts = List.copyOf(parts);
    if (parts.isEmpty() || parts.stream().anyMatch(part -> !(part.weight() > 0))) {
      throw new InputException("objective: a mixture needs parts with weights above 0");
    }
    if (parts.stream().map(part -> part.reading().packing()).distinct().count() > 1) {
      throw new InputException("objective: a prefix LM is not mixed with causal objectives");
    }
  }

  /** The paper's recipe. */
  public static Mixture half(Reading corruption) {
    return new Mixture(List.of(new Part(Reading.CAUSAL, 0.5), new Part(corruption, 0.5)));
  }

  @Override
  public TrainingExample example(int[] row, RandomGenerator random) {
    double total = parts.stream().mapToDouble(Part::weight).sum();
    double drawn = random.nextDouble() * total;
    for (Part part : parts) {
      drawn -= part.weight();
      if (drawn < 0) {
        return part.reading().example(row, random);
      }
    }
    return parts.getLast().reading().example(row, random);
  }

  @Override
  public TokenObjective.Packing packing() {
    return parts.getFirst().reading().packing();
  }
}
