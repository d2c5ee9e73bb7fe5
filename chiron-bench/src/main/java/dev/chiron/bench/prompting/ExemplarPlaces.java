package dev.chiron.bench.prompting;

import dev.chiron.prompting.search.Exemplar;
import java.util.List;

/** Exemplars among other examples than those that they were chosen by. */
final class ExemplarPlaces {
  private ExemplarPlaces() {}

  /** The same exemplars, which are in no place of the other examples. */
  static List<Exemplar> forgotten(List<Exemplar> exemplars) {
    return exemplars.stream()
        .map(e -> new Exemplar(e.input(), e.output(), -1, e.source()))
        .toList();
  }
}
