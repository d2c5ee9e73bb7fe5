package dev.chiron.nn.intervention;

import dev.chiron.nn.tensor.Scope;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Records what passes some sites, without gradients and without a change to the pass. It keeps what
 * it saw last at each site, until it is closed.
 *
 * <pre>{@code
 * try (Taps taps = Taps.at(List.of(Site.parse("layers.3.residual")))) {
 *   architecture.forward(weights, input, Interventions.of(taps));
 *   Tensor stream = taps.residual(Site.parse("layers.3.residual"));
 * }
 * }</pre>
 */
public final class Taps implements Intervention, AutoCloseable {
  private final Set<Site> sites;
  private final Map<Site, Tensor> inputs = new HashMap<>();
  private final Map<Site, Tensor> outputs = new HashMap<>();

  private Taps(Set<Site> sites) {
    this.sites = sites;
  }

  public static Taps at(Collection<Site> sites) {
    return new Taps(Set.copyOf(sites));
  }

  /** What went into the linear map at a site: [batch, time, in]. */
  public Tensor input(Site site) {
    return recorded(inputs, site);
  }

  /** What came out of the linear map at a site: [batch, time, out]. */
  public Tensor output(Site site) {
    return recorded(outputs, site);
  }

  /** The residual stream at a site: [batch, time, width]. */
  public Tensor residual(Site site) {
    return recorded(outputs, site);
  }

  private static Tensor recorded(Map<Site, Tensor> records, Site site) {
    Tensor tensor = records.get(site);
    if (tensor == null) {
      throw new IllegalStateException("nothing was recorded at " + site);
    }
    return tensor;
  }

  @Override
  public Tensor linear(Site site, Tensor input, Tensor output) {
    record(inputs, site, input);
    record(outputs, site, output);
    return output;
  }

  @Override
  public Tensor residual(Site site, Tensor stream) {
    record(outputs, site, stream);
    return stream;
  }

  private void record(Map<Site, Tensor> records, Site site, Tensor tensor) {
    if (sites.contains(site)) {
      free(records.put(site, Scope.own(tensor.detach())));
    }
  }

  private static void free(@Nullable Tensor tensor) {
    if (tensor != null) {
      tensor.close();
    }
  }

  @Override
  public void close() {
    inputs.values().forEach(Tensor::close);
    outputs.values().forEach(Tensor::close);
    inputs.clear();
    outputs.clear();
  }
}
