package dev.chiron.nn.architecture;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Stream;

/** Which tensors of a decoder's files hold which weights. */
final class DecoderFiles {
  private static final int PARTS = 3;

  private final DecoderConfig config;

  DecoderFiles(DecoderConfig config) {
    this.config = config;
  }

  List<StoredTensor> stored(SequencedSet<String> weights) {
    return switch (config.family().joining()) {
      case NONE -> weights.stream().map(StoredTensor::plain).toList();
      case COLUMNS -> stored(weights, new Packing.Columns(PARTS), maps());
      case BY_HEAD -> stored(weights, new Packing.ByHead(PARTS, config.heads()), Set.of());
    };
  }

  /**
   * The tensors with queries, keys and values joined.
   *
   * @param columns weights that are stored as columns, each on its own
   */
  private List<StoredTensor> stored(
      SequencedSet<String> weights, Packing joined, Set<String> columns) {
    List<StoredTensor> tensors = new ArrayList<>();
    LinkedHashSet<String> left = new LinkedHashSet<>(weights);
    while (!left.isEmpty()) {
      String weight = left.removeFirst();
      List<String> together = joinedWith(weight);
      if (!together.isEmpty()) {
        together.forEach(left::remove);
        String module = weight.substring(0, weight.lastIndexOf('.'));
        String kind = weight.substring(module.length());
        tensors.add(new StoredTensor(DecoderNames.joined(module) + kind, together, joined));
      } else if (columns.contains(weight)) {
        tensors.add(new StoredTensor(weight, List.of(weight), new Packing.Columns(1)));
      } else {
        tensors.add(StoredTensor.plain(weight));
      }
    }
    return tensors;
  }

  /** The three weights that are stored with one that is for queries; none for others. */
  private List<String> joinedWith(String weight) {
    for (int layer = 0; layer < config.layers(); layer++) {
      Attention.Names names = config.family().names().in(layer).attention();
      for (String kind : List.of(".weight", ".bias")) {
        if (weight.equals(names.query() + kind)) {
          return List.of(weight, names.key() + kind, names.value() + kind);
        }
      }
    }
    return List.of();
  }

  /** The matrices of the linear maps of all layers. */
  private Set<String> maps() {
    LinkedHashSet<String> maps = new LinkedHashSet<>();
    for (int layer = 0; layer < config.layers(); layer++) {
      DecoderNames names = config.family().names().in(layer);
      Stream.of(names.attention().output(), names.feedForward().up(), names.feedForward().down())
          .forEach(module -> maps.add(module + ".weight"));
    }
    return maps;
  }
}
