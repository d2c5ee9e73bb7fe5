package dev.chiron.nn.adapter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.nn.adapter.Modules.Module;
import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;

/**
 * BitFit (Ben Zaken et al., 2022, arXiv:2106.10199): only biases are trained. What is trained is
 * how far the bias of each linear map moves, from zero, so that a model whose maps have no biases,
 * such as Llama, is tuned alike. The biases of norms are left out: each feeds linear maps, whose
 * own biases can do whatever it can.
 */
public final class BitFit extends Adapter implements Mergeable {
  static final String TYPE = "BITFIT";

  private static final String CHANGE = ".bias_change";

  private final SequencedMap<Site, Module> modules;

  private BitFit(SequencedMap<Site, Module> modules, Parameters parameters) {
    super(parameters);
    this.modules = modules;
  }

  /** The biases of all linear maps in the layers, to be trained. */
  public static BitFit create(Network network) {
    return create(
        network,
        Modules.of(network).keySet().stream()
            .filter(site -> site.layer() != Site.OUTSIDE)
            .map(Site::part)
            .distinct()
            .toList());
  }

  /**
   * The biases of some parts of every layer, to be trained.
   *
   * @throws IllegalArgumentException if the network does not have a part
   */
  public static BitFit create(Network network, List<String> parts) {
    SequencedMap<Site, Module> modules = Modules.at(network, parts);
    LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
    try (Scope _ = Scope.open()) {
      shapes(modules).forEach((name, shape) -> tensors.put(name, FreshTensors.filled(0, shape)));
      return new BitFit(modules, Parameters.owning(tensors).trainAll());
    }
  }

  private static SequencedMap<String, long[]> shapes(SequencedMap<Site, Module> modules) {
    LinkedHashMap<String, long[]> shapes = new LinkedHashMap<>();
    modules.values().forEach(m -> shapes.put(m.tensor(CHANGE), new long[] {m.out()}));
    return shapes;
  }

  @Override
  public Tensor linear(Site site, Tensor input, Tensor output) {
    Module module = isEnabled() ? modules.get(site) : null;
    return module == null ? output : output.add(parameters().get(module.tensor(CHANGE)));
  }

  @Override
  public Parameters merged(Weights base) {
    LinkedHashMap<String, Tensor> changed = new LinkedHashMap<>();
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      for (Module module : modules.values()) {
        if (!base.has(module.bias())) {
          throw new InputException(
              "the biases cannot be merged: '" + module.name() + "' has none in this model");
        }
        Tensor change = parameters().get(module.tensor(CHANGE));
        changed.put(module.bias(), base.get(module.bias()).add(change));
      }
      return Parameters.owning(changed);
    }
  }

  @Override
  protected ObjectNode description() {
    ObjectNode json = Json.object();
    json.put("peft_type", TYPE);
    json.set("target_modules", Json.tree(Modules.targets(modules)));
    return json;
  }

  static BitFit read(AdapterFiles files, Network network) {
    SequencedMap<Site, Module> modules =
        Modules.at(network, files.parts("target_modules", network));
    return new BitFit(modules, files.tensors(shapes(modules)));
  }
}
