package dev.chiron.nn.adapter;

import dev.chiron.nn.intervention.Site;
import java.util.List;

/**
 * The size and the places of bottleneck adapters.
 *
 * @param size of the bottleneck
 * @param parts of every layer behind which one stands
 */
public record BottleneckConfig(int size, List<String> parts) {
  public BottleneckConfig {
    parts = List.copyOf(parts);
    if (size < 1) {
      throw new IllegalArgumentException("the bottleneck must be at least 1, not " + size);
    }
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("bottleneck adapters need at least one place");
    }
  }

  /** Behind attention and behind the feed-forward block (Houlsby et al., 2019). */
  public static BottleneckConfig houlsby(int size) {
    return new BottleneckConfig(size, List.of(Site.ATTENTION_OUTPUT, Site.FEED_FORWARD_DOWN));
  }

  /** Behind the feed-forward block only (Pfeiffer et al., 2021): half as many parameters. */
  public static BottleneckConfig pfeiffer(int size) {
    return new BottleneckConfig(size, List.of(Site.FEED_FORWARD_DOWN));
  }
}
