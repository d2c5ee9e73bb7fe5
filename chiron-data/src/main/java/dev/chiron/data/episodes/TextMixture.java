package dev.chiron.data.episodes;

import dev.chiron.core.error.InputException;
import java.util.List;
import java.util.random.RandomGenerator;

/** Several sources, each drawn from with a probability in proportion to its weight. */
public final class TextMixture implements TextSource {
  /** A source with its share of the draws. */
  public record Part(TextSource source, double weight) {
    public Part {
      if (!(weight > 0)) {
        throw new InputException(
            "mixture: the weight of '" + source.name() + "' must be positive, not " + weight);
      }
    }
  }

  private final List<Part> parts;
  private final double total;

  public TextMixture(List<Part> parts) {
    if (parts.isEmpty()) {
      throw new InputException("mixture: it needs at least one source");
    }
    this.parts = List.copyOf(parts);
    this.total = parts.stream().mapToDouble(Part::weight).sum();
  }

  @Override
  public String name() {
    return "mixture";
  }

  @Override
  public TrainingText draw(RandomGenerator random, int limit, TokenCount tokens) {
    double point = random.nextDouble() * total;
    for (Part part : parts) {
      point -= part.weight();
      if (point < 0) {
        return part.source().draw(random, limit, tokens);
      }
    }
    return parts.getLast().source().draw(random, limit, tokens);
  }
}
