package dev.chiron.nn.adapter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.io.Json;
import dev.chiron.nn.adapter.Modules.Module;
import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;

/**
 * (IA)³ (Liu et al., 2022, arXiv:2205.05638): learned factors, one for each dimension, on the keys,
 * the values and the inner activations of the feed-forward blocks: {@code y = l ⊙ (W x + b)} where
 * an output is scaled and {@code y = W (l ⊙ x) + b} where an input is. The factors start at one, so
 * that a fresh adapter changes nothing. Parameters have PEFT's names: [out, 1] or [1, in].
 */
public final class Ia3 extends Adapter implements Mergeable {
  static final String TYPE = "IA3";

  private static final String FACTORS = ".ia3_l";

  private final SequencedMap<Site, Module> outputs;
  private final SequencedMap<Site, Module> inputs;

  private Ia3(
      SequencedMap<Site, Module> outputs,
      SequencedMap<Site, Module> inputs,
      Parameters parameters) {
    super(parameters);
    this.outputs = outputs;
    this.inputs = inputs;
  }

  /** As in the paper: keys, values and what enters the last feed-forward projection. */
  public static Ia3 create(Network network) {
    return create(
        network,
        List.of(Site.ATTENTION_KEY, Site.ATTENTION_VALUE),
        List.of(Site.FEED_FORWARD_DOWN));
  }

  /**
   * A fresh adapter, to be trained.
   *
   * @param scaledOutputs parts of every layer whose output is scaled
   * @param scaledInputs parts of every layer whose input is scaled
   * @throws IllegalArgumentException if the network does not have a part
   */
  public static Ia3 create(Network network, List<String> scaledOutputs, List<String> scaledInputs) {
    SequencedMap<Site, Module> outputs = Modules.at(network, scaledOutputs);
    SequencedMap<Site, Module> inputs = Modules.at(network, scaledInputs);
    LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
    try (Scope _ = Scope.open()) {
      shapes(outputs, inputs)
          .forEach((name, shape) -> tensors.put(name, FreshTensors.filled(1, shape)));
      return new Ia3(outputs, inputs, Parameters.owning(tensors).trainAll());
    }
  }

  private static SequencedMap<String, long[]> shapes(
      SequencedMap<Site, Module> outputs, SequencedMap<Site, Module> inputs) {
    LinkedHashMap<String, long[]> shapes = new LinkedHashMap<>();
    outputs.values().forEach(m -> shapes.put(m.tensor(FACTORS), new long[] {m.out(), 1}));
    inputs.values().forEach(m -> shapes.put(m.tensor(FACTORS), new long[] {1, m.in()}));
    return shapes;
  }

  @Override
  public Tensor input(Site site, Tensor input) {
    return scaled(inputs, site, input);
  }

  @Override
  public Tensor linear(Site site, Tensor input, Tensor output) {
    return scaled(outputs, site, output);
  }

  private Tensor scaled(SequencedMap<Site, Module> modules, Site site, Tensor tensor) {
    Module module = isEnabled() ? modules.get(site) : null;
    return module == null ? tensor : tensor.mul(factors(module).flatten());
  }

  private Tensor factors(Module module) {
    return parameters().get(module.tensor(FACTORS));
  }

  @Override
  public Parameters merged(Weights base) {
    LinkedHashMap<String, Tensor> changed = new LinkedHashMap<>();
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      for (Module module : outputs.values()) {
        changed.put(module.weight(), base.get(module.weight()).mul(factors(module)));
        if (base.has(module.bias())) {
          changed.put(module.bias(), base.get(module.bias()).mul(factors(module).flatten()));
        }
      }
      for (Module module : inputs.values()) {
        changed.put(module.weight(), base.get(module.weight()).mul(factors(module)));
      }
      return Parameters.owning(changed);
    }
  }

  @Override
  protected ObjectNode description() {
    List<String> targets = new ArrayList<>(Modules.targets(outputs));
    targets.addAll(Modules.targets(inputs));
    ObjectNode json = Json.object();
    json.put("peft_type", TYPE);
    json.put("task_type", "CAUSAL_LM");
    json.set("target_modules", Json.tree(targets));
    json.set("feedforward_modules", Json.tree(Modules.targets(inputs)));
    json.put("fan_in_fan_out", false);
    json.put("init_ia3_weights", true);
    return json;
  }

  static Ia3 read(AdapterFiles files, Network network) {
    files.requireOff(List.of("fan_in_fan_out", "modules_to_save"));
    List<String> scaledInputs = files.parts("feedforward_modules", network);
    List<String> scaledOutputs = new ArrayList<>(files.parts("target_modules", network));
    if (!scaledOutputs.containsAll(scaledInputs)) {
      throw files.wrong("feedforward_modules", "must be among the target_modules");
    }
    scaledOutputs.removeAll(scaledInputs);
    SequencedMap<Site, Module> outputs = Modules.at(network, scaledOutputs);
    SequencedMap<Site, Module> inputs = Modules.at(network, scaledInputs);
    return new Ia3(outputs, inputs, files.tensors(shapes(outputs, inputs)));
  }
}
