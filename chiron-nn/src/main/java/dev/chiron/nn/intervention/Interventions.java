package dev.chiron.nn.intervention;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Interventions in order: each sees what the one before it left. */
public record Interventions(List<Intervention> list) implements Intervention {
  /** The plain forward pass. */
  public static final Interventions NONE = new Interventions(List.of());

  public Interventions {
    list = List.copyOf(list);
  }

  public static Interventions of(Intervention... interventions) {
    return new Interventions(List.of(interventions));
  }

  /** These, then one more. */
  public Interventions plus(Intervention last) {
    List<Intervention> longer = new ArrayList<>(list);
    longer.add(last);
    return new Interventions(longer);
  }

  @Override
  public Tensor linear(Site site, Tensor input, Tensor output) {
    Tensor result = output;
    for (Intervention intervention : list) {
      result = intervention.linear(site, input, result);
    }
    return result;
  }

  @Override
  public Tensor residual(Site site, Tensor stream) {
    Tensor result = stream;
    for (Intervention intervention : list) {
      result = intervention.residual(site, result);
    }
    return result;
  }
}
