package dev.chiron.nn.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.checkpoint.Checkpoint;
import dev.chiron.nn.checkpoint.SafetensorsWriter;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Parameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The layout of Hugging Face's PEFT library for a LoRA on disk. */
final class PeftFormat {
  static final String PREFIX = "base_model.model.";
  static final String A = ".lora_A.weight";
  static final String B = ".lora_B.weight";

  private static final String CONFIG = "adapter_config.json";
  private static final String MODEL = "adapter_model.safetensors";

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

  private PeftFormat() {}

  /** The module of a weight: its name without the last part. */
  static String module(String weight) {
    return weight.substring(0, weight.lastIndexOf('.'));
  }

  /** {@code q_proj} for {@code model.layers.0.self_attn.q_proj.weight}. */
  static String lastName(String weight) {
    String module = module(weight);
    return module.substring(module.lastIndexOf('.') + 1);
  }

  static void save(Path directory, Lora lora, String baseModel) {
    LoraConfig config = lora.config();
    ObjectNode json = Json.object();
    json.put("peft_type", "LORA");
    json.put("task_type", "CAUSAL_LM");
    json.put("base_model_name_or_path", baseModel);
    json.put("r", config.rank());
    json.put("lora_alpha", config.alpha());
    json.put("lora_dropout", config.dropout());
    json.put("bias", "none");
    json.put("inference_mode", true);
    json.put("fan_in_fan_out", false);
    json.set("target_modules", Json.tree(lora.targetModules()));
    AtomicFiles.writeDirectory(
        directory,
        temporary -> {
          AtomicFiles.write(temporary.resolve(CONFIG), Json.pretty(json));
          SafetensorsWriter.write(temporary.resolve(MODEL), lora.parameters());
        });
  }

  static Lora load(Path directory, Architecture architecture) {
    LoraConfig config = config(directory.resolve(CONFIG), architecture);
    Path file = directory.resolve(MODEL);
    Parameters parameters = Checkpoint.read(file);
    try {
      check(file, parameters, Lora.shapes(architecture, config));
      return Lora.of(architecture, config, parameters);
    } catch (InputException e) {
      parameters.close();
      throw e;
    }
  }

  private static void check(Path file, Parameters parameters, Map<String, long[]> shapes) {
    shapes.forEach(
        (name, shape) -> {
          if (!parameters.has(name)) {
            throw InputException.in(file, "the tensor '" + name + "' is missing");
          }
          long[] actual = Tensors.shape(parameters.get(name));
          if (!Arrays.equals(actual, shape)) {
            throw InputException.in(
                file,
                name,
                "has shape %s, the model asks for %s"
                    .formatted(Arrays.toString(actual), Arrays.toString(shape)));
          }
        });
    Set<String> more = new HashSet<>(parameters.names());
    more.removeAll(shapes.keySet());
    if (!more.isEmpty()) {
      throw InputException.in(
          file, "the tensor '" + more.stream().sorted().findFirst().orElse("") + "' has no place");
    }
  }

  private static LoraConfig config(Path file, Architecture architecture) {
    JsonNode json = Json.read(file);
    if (!json.path("peft_type").asText("").equals("LORA")) {
      throw InputException.in(file, "peft_type", "must be LORA, not " + json.path("peft_type"));
    }
    if (!json.path("bias").asText("none").equals("none")) {
      throw InputException.in(file, "bias", json.path("bias") + " is not supported; none is");
    }
    for (String name : MUST_BE_OFF) {
      JsonNode value = json.path(name);
      boolean off =
          value.isMissingNode()
              || value.isNull()
              || (value.isBoolean() && !value.booleanValue())
              || (value.isContainerNode() && value.isEmpty());
      if (!off) {
        throw InputException.in(file, name, value + " is not supported");
      }
    }
    try {
      return new LoraConfig(
          json.path("r").asInt(0),
          json.path("lora_alpha").asDouble(0),
          json.path("lora_dropout").asDouble(0),
          targets(file, json.path("target_modules"), architecture));
    } catch (IllegalArgumentException e) {
      throw InputException.in(file, String.valueOf(e.getMessage()));
    }
  }

  /** The parts that PEFT's names of modules stand for. */
  private static List<String> targets(Path file, JsonNode modules, Architecture architecture) {
    boolean all = modules.asText("").equals("all-linear");
    if (!all && !modules.isArray()) {
      throw InputException.in(
          file, "target_modules", "must be a list of names or \"all-linear\", not " + modules);
    }
    Map<String, String> partOf = new HashMap<>();
    architecture
        .linearSites()
        .forEach(
            (site, weight) -> {
              if (site.layer() != Site.OUTSIDE) {
                partOf.put(lastName(weight), site.part());
              }
            });
    if (all) {
      return List.copyOf(partOf.values());
    }
    List<String> targets = new ArrayList<>();
    for (JsonNode each : modules) {
      String part = partOf.get(each.asText());
      if (part == null) {
        throw InputException.in(file, "target_modules", "the model has no module " + each);
      }
      targets.add(part);
    }
    return targets;
  }
}
