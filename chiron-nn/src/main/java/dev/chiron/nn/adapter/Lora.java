package dev.chiron.nn.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.adapter.Modules.Module;
import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Low-rank adaptation (Hu et al., 2021, arXiv:2106.09685): a linear map W gets an update of rank r,
 * {@code y = W x + (alpha / r) · B A dropout(x)}, with A [r, in] and B [out, r]. B starts at zero,
 * so that a fresh LoRA changes nothing. Its parameters have PEFT's names.
 */
public final class Lora extends Adapter implements Mergeable {
  static final String TYPE = "LORA";

  private static final String A = ".lora_A.weight";
  private static final String B = ".lora_B.weight";

  /** Switches of PEFT that change the computation in ways that are not supported here. */
  private static final List<String> MUST_BE_OFF =
      List.of(
          "use_dora",
          "use_rslora",
          "fan_in_fan_out",
          "lora_bias",
          "rank_pattern",
          "alpha_pattern",
          "modules_to_save",
          "layers_to_transform",
          "target_parameters");

  private final LoraConfig config;
  private final SequencedMap<Site, Module> modules;
  private final Scalar scale;

  private Lora(LoraConfig config, SequencedMap<Site, Module> modules, Parameters parameters) {
    super(parameters);
    this.config = config;
    this.modules = modules;
    this.scale = Scope.own(new Scalar(config.scale()));
  }

  /**
   * A fresh LoRA, to be trained: A uniform in ±1/sqrt(in), as PEFT has it, and B zero.
   *
   * @throws IllegalArgumentException if the network does not have a target
   */
  public static Lora create(Network network, LoraConfig config, Seeds seeds) {
    SequencedMap<Site, Module> modules = Modules.at(network, config.targets());
    FreshTensors fresh = new FreshTensors(seeds);
    LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
    try (Scope _ = Scope.open()) {
      for (Module module : modules.values()) {
        String a = module.tensor(A);
        tensors.put(a, fresh.uniform(a, config.rank(), module.in()));
        tensors.put(module.tensor(B), Tensors.zeros(ScalarType.Float, module.out(), config.rank()));
      }
      return new Lora(config, modules, Parameters.owning(tensors).trainAll());
    }
  }

  public LoraConfig config() {
    return config;
  }

  @Override
  public Tensor linear(Site site, Tensor input, Tensor output) {
    Module module = isEnabled() ? modules.get(site) : null;
    if (module == null) {
      return output;
    }
    Tensor kept =
        isTraining() && config.dropout() > 0 ? torch.dropout(input, config.dropout(), true) : input;
    Tensor low = torch.linear(kept, parameters().get(module.tensor(A)));
    return output.add(torch.linear(low, parameters().get(module.tensor(B))), scale);
  }

  @Override
  public Parameters merged(Weights base) {
    LinkedHashMap<String, Tensor> changed = new LinkedHashMap<>();
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      for (Module module : modules.values()) {
        if (module.isTied()) {
          throw new InputException(
              "the adapter cannot be merged: '%s' shares its matrix with the embedding, which must not change"
                  .formatted(module.name()));
        }
        Tensor product =
            parameters().get(module.tensor(B)).matmul(parameters().get(module.tensor(A)));
        changed.put(module.weight(), base.get(module.weight()).add(product, scale));
      }
      return Parameters.owning(changed);
    }
  }

  @Override
  protected ObjectNode description() {
    ObjectNode json = Json.object();
    json.put("peft_type", TYPE);
    json.put("task_type", "CAUSAL_LM");
    json.put("r", config.rank());
    json.put("lora_alpha", config.alpha());
    json.put("lora_dropout", config.dropout());
    json.put("bias", "none");
    json.put("fan_in_fan_out", false);
    json.set("target_modules", Json.tree(Modules.targets(modules)));
    return json;
  }

  /**
   * Reads what {@link #save} or PEFT wrote, untrained.
   *
   * @throws dev.chiron.core.error.InputException if a file is missing, corrupt, for another
   *     architecture, or asks for what is not supported
   */
  public static Lora load(Path directory, Network network) {
    AdapterFiles files = AdapterFiles.open(directory);
    if (!files.type().equals(TYPE)) {
      throw files.wrong("peft_type", "must be " + TYPE + ", not " + files.type());
    }
    return read(files, network);
  }

  static Lora read(AdapterFiles files, Network network) {
    JsonNode json = files.json();
    if (!json.path("bias").asText("none").equals("none")) {
      throw files.wrong("bias", json.path("bias") + " is not supported; none is");
    }
    files.requireOff(MUST_BE_OFF);
    LoraConfig config = config(files, network);
    SequencedMap<Site, Module> modules = Modules.at(network, config.targets());
    LinkedHashMap<String, long[]> shapes = new LinkedHashMap<>();
    for (Module module : modules.values()) {
      shapes.put(module.tensor(A), new long[] {config.rank(), module.in()});
      shapes.put(module.tensor(B), new long[] {module.out(), config.rank()});
    }
    return new Lora(config, modules, files.tensors(shapes));
  }

  private static LoraConfig config(AdapterFiles files, Network network) {
    JsonNode json = files.json();
    List<String> targets = files.parts("target_modules", network);
    try {
      return new LoraConfig(
          json.path("r").asInt(0),
          json.path("lora_alpha").asDouble(0),
          json.path("lora_dropout").asDouble(0),
          targets);
    } catch (IllegalArgumentException e) {
      throw files.wrong("r", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    super.close();
    scale.close();
  }
}
