package dev.chiron.nn.intervention;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Several interventions at once, each with a weight: wherever they act, the result is {@code x + Σ
 * wᵢ (aᵢ(x) - x)}, the weighted sum of their effects. So two LoRAs in a blend add their updates,
 * and a weight of 0.5 takes half of an adapter's effect.
 *
 * <p>Virtual tokens have no half: what brings them goes beside a blend, in a list.
 */
public record Blend(List<Part> parts) implements Intervention {
  /** An intervention and what its effect is multiplied with. */
  public record Part(Intervention intervention, double weight) {}

  /** An intervention at one place. */
  private interface Act {
    Tensor apply(Intervention intervention);
  }

  /**
   * @throws IllegalArgumentException if a part has virtual tokens
   */
  public Blend {
    parts = List.copyOf(parts);
    for (Part part : parts) {
      if (part.intervention().virtualTokens() > 0) {
        throw new IllegalArgumentException(
            part.intervention().getClass().getSimpleName()
                + " has virtual tokens: list it instead");
      }
    }
  }

  @Override
  public Tensor input(Site site, Tensor input) {
    return blended(input, each -> each.input(site, input));
  }

  @Override
  public Tensor linear(Site site, Tensor input, Tensor output) {
    return blended(output, each -> each.linear(site, input, output));
  }

  @Override
  public Tensor residual(Site site, Tensor stream) {
    return blended(stream, each -> each.residual(site, stream));
  }

  @Override
  public Tensor pixels(Tensor images) {
    return blended(images, each -> each.pixels(images));
  }

  private Tensor blended(Tensor plain, Act act) {
    Tensor sum = plain;
    for (Part part : parts) {
      Tensor changed = act.apply(part.intervention());
      // What did not act gives back what it got: nothing to add, and nothing to round.
      if (!changed.equals(plain)) {
        sum = sum.add(changed.sub(plain), new Scalar(part.weight()));
      }
    }
    return sum;
  }
}
