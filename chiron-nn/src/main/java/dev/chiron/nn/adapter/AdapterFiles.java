package dev.chiron.nn.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.nn.adapter.Modules.Module;
import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.checkpoint.Checkpoint;
import dev.chiron.nn.checkpoint.SafetensorsWriter;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;

/**
 * An adapter's directory in the layout of Hugging Face's PEFT library.
 *
 * @param json what {@code adapter_config.json} holds
 */
record AdapterFiles(Path directory, JsonNode json) {
  private static final String CONFIG = "adapter_config.json";
  private static final String MODEL = "adapter_model.safetensors";

  static AdapterFiles open(Path directory) {
    return new AdapterFiles(directory, Json.read(directory.resolve(CONFIG)));
  }

  static void write(Path directory, ObjectNode json, Adapter adapter) {
    json.put("inference_mode", true);
    AtomicFiles.writeDirectory(
        directory,
        temporary -> {
          AtomicFiles.write(temporary.resolve(CONFIG), Json.pretty(json));
          try (Scope _ = Scope.open();
              var _ = Torch.noGradient()) {
            SafetensorsWriter.write(temporary.resolve(MODEL), adapter.stored());
          }
        });
  }

  String type() {
    return json.path("peft_type").asText("");
  }

  InputException wrong(String field, String problem) {
    return InputException.in(directory.resolve(CONFIG), field, problem);
  }

  /** A number from 1 to a limit, which keeps a hostile file from asking for all memory. */
  int size(String field, int most) {
    JsonNode value = json.path(field);
    if (!value.isIntegralNumber() || value.asLong() < 1 || value.asLong() > most) {
      throw wrong(field, "must be a number from 1 to " + most + ", not " + value);
    }
    return value.asInt();
  }

  /** Refuses switches that change the computation in ways that are not supported here. */
  void requireOff(List<String> switches) {
    for (String name : switches) {
      JsonNode value = json.path(name);
      boolean off =
          value.isMissingNode()
              || value.isNull()
              || (value.isBoolean() && !value.booleanValue())
              || (value.isContainerNode() && value.isEmpty());
      if (!off) {
        throw wrong(name, value + " is not supported");
      }
    }
  }

  void require(String field, int expected) {
    int actual = json.path(field).asInt(expected);
    if (actual != expected) {
      throw wrong(field, "is %d, the model has %d".formatted(actual, expected));
    }
  }

  /** The parts that PEFT's names of modules stand for; every part must be named as a whole. */
  List<String> parts(String field, Network network) {
    JsonNode names = json.path(field);
    SequencedMap<Site, Module> modules = Modules.of(network);
    if (names.asText("").equals("all-linear")) {
      // PEFT takes all linear maps to be those within the layers.
      return modules.keySet().stream()
          .filter(site -> site.layer() != Site.OUTSIDE)
          .map(Site::part)
          .distinct()
          .toList();
    }
    if (!names.isArray() || names.isEmpty()) {
      throw wrong(field, "must be a list of names or \"all-linear\", not " + names);
    }
    Set<Site> named = new LinkedHashSet<>();
    for (JsonNode each : names) {
      Set<Site> sites = new LinkedHashSet<>(modules.keySet());
      sites.removeIf(site -> !of(modules, site).isNamed(each.asText()));
      if (sites.isEmpty()) {
        throw wrong(field, "the model has no module " + each);
      }
      named.addAll(sites);
    }
    List<String> parts = named.stream().map(Site::part).distinct().toList();
    for (Site site : modules.keySet()) {
      if (parts.contains(site.part()) && !named.contains(site)) {
        throw wrong(field, "leaves out '" + of(modules, site).name() + "': name all layers alike");
      }
    }
    return parts;
  }

  private static Module of(SequencedMap<Site, Module> modules, Site site) {
    return Objects.requireNonNull(modules.get(site));
  }

  /** The network as a causal model, which virtual tokens are for. */
  Architecture causal(Network network) {
    if (network instanceof Architecture architecture) {
      return architecture;
    }
    throw wrong("peft_type", "'" + type() + "' is read for causal models only");
  }

  /**
   * Reads the tensors, which must be those of some names and shapes and no others.
   *
   * @throws InputException if they are not
   */
  Parameters tensors(Map<String, long[]> shapes) {
    Path file = directory.resolve(MODEL);
    Parameters parameters = Checkpoint.read(file);
    try {
      check(file, parameters, shapes);
      return parameters;
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
}
