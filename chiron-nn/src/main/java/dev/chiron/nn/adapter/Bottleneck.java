package dev.chiron.nn.adapter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.io.Json;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.adapter.Modules.Module;
import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.weights.Parameters;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Bottleneck adapters (Houlsby et al., 2019, arXiv:1902.00751; Pfeiffer et al., 2021,
 * arXiv:2005.00247): a block's output h, before it is added to the residual stream, becomes {@code
 * h + U f(D h + d) + u}, with D [size, width], U [width, size] and f the Gaussian error linear
 * unit. U and u start at zero, so that a fresh adapter changes nothing.
 */
public final class Bottleneck extends Adapter {
  static final String TYPE = "BOTTLENECK";

  private static final String DOWN = ".adapter_down.weight";
  private static final String DOWN_BIAS = ".adapter_down.bias";
  private static final String UP = ".adapter_up.weight";
  private static final String UP_BIAS = ".adapter_up.bias";

  /** Wider than any model that is run, narrow enough for any memory. */
  private static final int MOST_SIZE = 65_536;

  private final BottleneckConfig config;
  private final SequencedMap<Site, Module> modules;

  private Bottleneck(
      BottleneckConfig config, SequencedMap<Site, Module> modules, Parameters parameters) {
    super(parameters);
    this.config = config;
    this.modules = modules;
  }

  /**
   * Fresh adapters, to be trained: D uniform in ±1/sqrt(width), the rest zero.
   *
   * @throws IllegalArgumentException if the network does not have a part
   */
  public static Bottleneck create(Network network, BottleneckConfig config, Seeds seeds) {
    SequencedMap<Site, Module> modules = Modules.at(network, config.parts());
    FreshTensors fresh = new FreshTensors(seeds);
    LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
    try (Scope _ = Scope.open()) {
      shapes(config, modules)
          .forEach(
              (name, shape) ->
                  tensors.put(
                      name,
                      name.endsWith(DOWN)
                          ? fresh.uniform(name, shape[0], shape[1])
                          : FreshTensors.filled(0, shape)));
      return new Bottleneck(config, modules, Parameters.owning(tensors).trainAll());
    }
  }

  private static SequencedMap<String, long[]> shapes(
      BottleneckConfig config, SequencedMap<Site, Module> modules) {
    LinkedHashMap<String, long[]> shapes = new LinkedHashMap<>();
    for (Module module : modules.values()) {
      shapes.put(module.tensor(DOWN), new long[] {config.size(), module.out()});
      shapes.put(module.tensor(DOWN_BIAS), new long[] {config.size()});
      shapes.put(module.tensor(UP), new long[] {module.out(), config.size()});
      shapes.put(module.tensor(UP_BIAS), new long[] {module.out()});
    }
    return shapes;
  }

  public BottleneckConfig config() {
    return config;
  }

  @Override
  public Tensor linear(Site site, Tensor input, Tensor output) {
    Module module = isEnabled() ? modules.get(site) : null;
    if (module == null) {
      return output;
    }
    Tensor narrow = torch.gelu(mapped(module, DOWN, DOWN_BIAS, output));
    return output.add(mapped(module, UP, UP_BIAS, narrow));
  }

  private Tensor mapped(Module module, String weight, String bias, Tensor input) {
    return torch.linear(
        input,
        parameters().get(module.tensor(weight)),
        new TensorOptional(parameters().get(module.tensor(bias))));
  }

  @Override
  protected ObjectNode description() {
    ObjectNode json = Json.object();
    json.put("peft_type", TYPE);
    json.put("bottleneck_size", config.size());
    json.set("target_modules", Json.tree(Modules.targets(modules)));
    return json;
  }

  static Bottleneck read(AdapterFiles files, Network network) {
    int size = files.size("bottleneck_size", MOST_SIZE);
    BottleneckConfig config = new BottleneckConfig(size, files.parts("target_modules", network));
    SequencedMap<Site, Module> modules = Modules.at(network, config.parts());
    return new Bottleneck(config, modules, files.tensors(shapes(config, modules)));
  }
}
