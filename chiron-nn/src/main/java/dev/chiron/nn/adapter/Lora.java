package dev.chiron.nn.adapter;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.intervention.Intervention;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Low-rank adaptation (Hu et al., 2021, arXiv:2106.09685): a linear map W gets an update of rank r,
 * {@code y = W x + (alpha / r) · B A dropout(x)}, with A [r, in] and B [out, r]. B starts at zero,
 * so that a fresh LoRA changes nothing. Switched off, the model is its own untuned reference.
 *
 * <p>It owns its parameters, which have PEFT's names; {@link #close} frees them.
 */
public final class Lora implements Intervention, AutoCloseable {
  /**
   * The update of one linear map.
   *
   * @param weight the name of the map's own matrix
   */
  private record Update(String weight, String a, String b) {}

  private final LoraConfig config;
  private final SequencedMap<Site, Update> updates;
  private final Parameters parameters;
  private final Scalar scale;
  private boolean enabled = true;
  private boolean training;

  private Lora(LoraConfig config, SequencedMap<Site, Update> updates, Parameters parameters) {
    this.config = config;
    this.updates = updates;
    this.parameters = parameters;
    this.scale = Scope.own(new Scalar(config.scale()));
  }

  /**
   * A fresh LoRA, to be trained: A uniform in ±1/sqrt(in), as PEFT has it, and B zero.
   *
   * @throws IllegalArgumentException if the architecture does not have a target
   */
  public static Lora create(Architecture architecture, LoraConfig config, Seeds seeds) {
    SequencedMap<Site, Update> updates = updates(architecture, config);
    Map<String, long[]> shapes = architecture.shapes();
    LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
    try (Scope _ = Scope.open()) {
      for (Update update : updates.values()) {
        long[] shape = shape(shapes, update);
        float[] a = new float[Math.toIntExact(config.rank() * shape[1])];
        RandomGenerator random = seeds.generator(update.a());
        double bound = 1 / Math.sqrt((double) shape[1]);
        for (int i = 0; i < a.length; i++) {
          a[i] = (float) random.nextDouble(-bound, bound);
        }
        tensors.put(update.a(), Tensors.floats(a, config.rank(), shape[1]));
        tensors.put(update.b(), Tensors.zeros(ScalarType.Float, shape[0], config.rank()));
      }
      return new Lora(config, updates, Parameters.owning(tensors).trainAll());
    }
  }

  /** A LoRA of given matrices, by PEFT's names, which it takes over. */
  static Lora of(Architecture architecture, LoraConfig config, Parameters parameters) {
    return new Lora(config, updates(architecture, config), parameters);
  }

  /** The shape of every matrix by PEFT's name. */
  static SequencedMap<String, long[]> shapes(Architecture architecture, LoraConfig config) {
    Map<String, long[]> shapes = architecture.shapes();
    LinkedHashMap<String, long[]> own = new LinkedHashMap<>();
    for (Update update : updates(architecture, config).values()) {
      long[] shape = shape(shapes, update);
      own.put(update.a(), new long[] {config.rank(), shape[1]});
      own.put(update.b(), new long[] {shape[0], config.rank()});
    }
    return own;
  }

  private static SequencedMap<Site, Update> updates(Architecture architecture, LoraConfig config) {
    LinkedHashMap<Site, Update> updates = new LinkedHashMap<>();
    architecture
        .linearSites()
        .forEach(
            (site, weight) -> {
              if (site.layer() != Site.OUTSIDE && config.targets().contains(site.part())) {
                String module = PeftFormat.PREFIX + PeftFormat.module(weight);
                updates.put(site, new Update(weight, module + PeftFormat.A, module + PeftFormat.B));
              }
            });
    for (String target : config.targets()) {
      if (updates.keySet().stream().noneMatch(site -> site.part().equals(target))) {
        throw new IllegalArgumentException("the architecture has no part '" + target + "'");
      }
    }
    return updates;
  }

  private static long[] shape(Map<String, long[]> shapes, Update update) {
    long[] shape = shapes.get(update.weight());
    if (shape == null) {
      throw new IllegalArgumentException("there is no weight named '" + update.weight() + "'");
    }
    return shape;
  }

  public LoraConfig config() {
    return config;
  }

  /** What is trained: the matrices A and B of every target. */
  public Parameters parameters() {
    return parameters;
  }

  /** Switches the update on, as at the start, or off: then the model is as it was without. */
  public void enable(boolean on) {
    enabled = on;
  }

  public boolean isEnabled() {
    return enabled;
  }

  /** Switches dropout on, or off, as at the start; it draws from libtorch's generator. */
  public void training(boolean on) {
    training = on;
  }

  @Override
  public Tensor linear(Site site, Tensor input, Tensor output) {
    Update update = enabled ? updates.get(site) : null;
    if (update == null) {
      return output;
    }
    Tensor kept =
        training && config.dropout() > 0 ? torch.dropout(input, config.dropout(), true) : input;
    Tensor low = torch.linear(kept, parameters.get(update.a()));
    return output.add(torch.linear(low, parameters.get(update.b())), scale);
  }

  /**
   * The matrices with the update added: {@code base.overlay(lora.merged(base))} computes what the
   * base computes with this intervention. The base is not touched, so that closing them unmerges.
   *
   * @return the changed matrices only; the caller closes them
   */
  public Parameters merged(Weights base) {
    LinkedHashMap<String, Tensor> changed = new LinkedHashMap<>();
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      for (Update update : updates.values()) {
        Tensor product = parameters.get(update.b()).matmul(parameters.get(update.a()));
        changed.put(update.weight(), base.get(update.weight()).add(product, scale));
      }
      return Parameters.owning(changed);
    }
  }

  /**
   * Writes the directory that PEFT reads: {@code adapter_config.json} and {@code
   * adapter_model.safetensors}.
   *
   * @param baseModel the name of the model that this was trained for
   */
  public void save(Path directory, String baseModel) {
    PeftFormat.save(directory, this, baseModel);
  }

  /**
   * Reads what {@link #save} or PEFT wrote, untrained.
   *
   * @throws dev.chiron.core.error.InputException if a file is missing, corrupt, for another
   *     architecture, or asks for what is not supported
   */
  public static Lora load(Path directory, Architecture architecture) {
    return PeftFormat.load(directory, architecture);
  }

  /** The modules of PEFT's {@code target_modules}, in the order of the pass. */
  List<String> targetModules() {
    return updates.values().stream()
        .map(update -> PeftFormat.lastName(update.weight()))
        .distinct()
        .toList();
  }

  @Override
  public void close() {
    parameters.close();
    scale.close();
  }
}
