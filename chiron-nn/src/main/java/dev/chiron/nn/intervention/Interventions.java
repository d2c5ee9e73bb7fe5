package dev.chiron.nn.intervention;

import dev.chiron.nn.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
  public Tensor input(Site site, Tensor input) {
    Tensor result = input;
    for (Intervention intervention : list) {
      result = intervention.input(site, result);
    }
    return result;
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

  @Override
  public Tensor pixels(Tensor images) {
    Tensor result = images;
    for (Intervention intervention : list) {
      result = intervention.pixels(result);
    }
    return result;
  }

  @Override
  public int virtualTokens() {
    return list.stream().mapToInt(Intervention::virtualTokens).sum();
  }

  /** One behind the other, in the order of the list. */
  @Override
  public Map<Integer, KeyValues> prefixes() {
    Map<Integer, KeyValues> all = new TreeMap<>();
    for (Intervention intervention : list) {
      intervention.prefixes().forEach((layer, more) -> all.merge(layer, more, KeyValues::then));
    }
    return all;
  }

  /** One behind the other, in the order of the list. */
  @Override
  public Optional<Tensor> prompt() {
    return list.stream()
        .flatMap(intervention -> intervention.prompt().stream())
        .reduce((first, second) -> Tensors.concatenate(List.of(first, second), 0));
  }
}
