package dev.chiron.nn.adapter;

import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.intervention.Site;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/** The linear maps of a network by site, as PEFT names them. */
final class Modules {
  /** The prefix of PEFT's names: its wrapper, and the wrapped model. */
  private static final String PREFIX = "base_model.model.";

  private static final String HEAD = "lm_head";

  /**
   * A linear map.
   *
   * @param weight the name of its matrix
   * @param name of its module in the Hugging Face model
   * @param target what PEFT's {@code target_modules} says of it, such as {@code q_proj}
   * @param in the size of its input
   * @param out the size of its output
   */
  record Module(String weight, String name, String target, long in, long out) {
    /** PEFT's name of an adapter's tensor at this module. */
    String tensor(String suffix) {
      return PREFIX + name + suffix;
    }

    String bias() {
      return name + ".bias";
    }

    /** Whether PEFT takes a name in {@code target_modules} for this module. */
    boolean isNamed(String asked) {
      return names(name, asked);
    }

    /** Whether its matrix is another's too, such as the embedding's. */
    boolean isTied() {
      return !weight.startsWith(name + ".");
    }
  }

  private Modules() {}

  /** All linear maps in the order of the pass. */
  static SequencedMap<Site, Module> of(Network network) {
    SequencedMap<String, long[]> shapes = network.shapes();
    LinkedHashMap<Site, String> names = new LinkedHashMap<>();
    network
        .linearSites()
        .forEach((site, weight) -> names.put(site, name(site, weight, shapes.firstEntry())));
    LinkedHashMap<Site, Module> modules = new LinkedHashMap<>();
    network
        .linearSites()
        .forEach(
            (site, weight) -> {
              long[] shape = shapes.get(weight);
              if (shape == null) {
                throw new IllegalArgumentException("there is no weight named '" + weight + "'");
              }
              String name = Objects.requireNonNull(names.get(site));
              modules.put(
                  site, new Module(weight, name, target(site, name, names), shape[1], shape[0]));
            });
    return modules;
  }

  private static String name(Site site, String weight, Map.Entry<String, long[]> first) {
    boolean tied = site.equals(Site.HEAD) && weight.equals(first.getKey());
    return tied ? HEAD : weight.substring(0, weight.lastIndexOf('.'));
  }

  /**
   * The shortest ending of a name that all modules at its part have and no others; the whole name
   * if there is none.
   */
  private static String target(Site site, String name, Map<Site, String> names) {
    for (int dot = name.lastIndexOf('.'); dot >= 0; dot = name.lastIndexOf('.', dot - 1)) {
      String ending = name.substring(dot + 1);
      boolean fits =
          names.entrySet().stream()
              .allMatch(
                  each ->
                      names(each.getValue(), ending) == each.getKey().part().equals(site.part()));
      if (fits) {
        return ending;
      }
    }
    return name;
  }

  private static boolean names(String module, String asked) {
    return module.equals(asked) || module.endsWith("." + asked);
  }

  /**
   * Those at some parts.
   *
   * @throws IllegalArgumentException if the architecture does not have one of the parts
   */
  static SequencedMap<Site, Module> at(Network network, List<String> parts) {
    SequencedMap<Site, Module> modules = of(network);
    for (String part : parts) {
      if (modules.keySet().stream().noneMatch(site -> site.part().equals(part))) {
        throw new IllegalArgumentException("the architecture has no part '" + part + "'");
      }
    }
    modules.keySet().removeIf(site -> !parts.contains(site.part()));
    return modules;
  }

  /** What PEFT's {@code target_modules} says of some modules. */
  static List<String> targets(SequencedMap<Site, Module> modules) {
    return modules.values().stream().map(Module::target).distinct().toList();
  }
}
