package dev.chiron.nn.adapter;

import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.intervention.Site;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The linear maps of an architecture by site, as PEFT names them. */
final class Modules {
  /** The prefix of PEFT's names: its wrapper, and the wrapped model. */
  private static final String PREFIX = "base_model.model.";

  private static final String HEAD = "lm_head";

  /**
   * A linear map.
   *
   * @param weight the name of its matrix
   * @param name of its module in the Hugging Face model
   * @param in the size of its input
   * @param out the size of its output
   */
  record Module(String weight, String name, long in, long out) {
    /** PEFT's name of an adapter's tensor at this module. */
    String tensor(String suffix) {
      return PREFIX + name + suffix;
    }

    String bias() {
      return name + ".bias";
    }

    /** {@code q_proj} of {@code model.layers.0.self_attn.q_proj}. */
    String lastName() {
      return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Whether its matrix is another's too, such as the embedding's. */
    boolean isTied() {
      return !weight.startsWith(name + ".");
    }
  }

  private Modules() {}

  /** All linear maps in the order of the pass. */
  static SequencedMap<Site, Module> of(Architecture architecture) {
    SequencedMap<String, long[]> shapes = architecture.shapes();
    LinkedHashMap<Site, Module> modules = new LinkedHashMap<>();
    architecture
        .linearSites()
        .forEach(
            (site, weight) -> {
              long[] shape = shapes.get(weight);
              if (shape == null) {
                throw new IllegalArgumentException("there is no weight named '" + weight + "'");
              }
              boolean tied = site.equals(Site.HEAD) && weight.equals(shapes.firstEntry().getKey());
              String name = tied ? HEAD : weight.substring(0, weight.lastIndexOf('.'));
              modules.put(site, new Module(weight, name, shape[1], shape[0]));
            });
    return modules;
  }

  /**
   * Those at some parts.
   *
   * @throws IllegalArgumentException if the architecture does not have one of the parts
   */
  static SequencedMap<Site, Module> at(Architecture architecture, List<String> parts) {
    SequencedMap<Site, Module> modules = of(architecture);
    for (String part : parts) {
      if (modules.keySet().stream().noneMatch(site -> site.part().equals(part))) {
        throw new IllegalArgumentException("the architecture has no part '" + part + "'");
      }
    }
    modules.keySet().removeIf(site -> !parts.contains(site.part()));
    return modules;
  }

  /** What PEFT's {@code target_modules} says of some modules. */
  static List<String> lastNames(SequencedMap<Site, Module> modules) {
    return modules.values().stream().map(Module::lastName).distinct().toList();
  }
}
