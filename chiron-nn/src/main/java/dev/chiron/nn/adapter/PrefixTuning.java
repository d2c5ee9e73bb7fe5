package dev.chiron.nn.adapter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.io.Json;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.architecture.ArchitectureConfig;
import dev.chiron.nn.intervention.KeyValues;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;

/**
 * Prefix tuning (Li and Liang, 2021, arXiv:2101.00190) and P-tuning v2 (Liu et al., 2022,
 * arXiv:2110.07602): trained keys and values of virtual tokens, which the attention of every layer
 * from some depth on sees before those of the text.
 *
 * <p>The rows of the table are virtual tokens, and the columns hold key and value of each layer in
 * turn, as in PEFT. A fresh prefix is small, but it takes a share of the attention: unlike other
 * adapters it changes the model at once.
 */
public final class PrefixTuning extends Adapter {
  static final String TYPE = "PREFIX_TUNING";

  /** A prefix that begins above the first layer, which PEFT does not have. */
  static final String DEEP_TYPE = "DEEP_PREFIX_TUNING";

  /** Small beside the activations of a trained model, so that training starts near it. */
  private static final double DEVIATION = 0.02;

  /** More virtual tokens than any use needs, few enough for any memory. */
  private static final int MOST_TOKENS = 65_536;

  private final PrefixConfig config;
  private final ArchitectureConfig model;
  private final VirtualTable table;

  private PrefixTuning(PrefixConfig config, ArchitectureConfig model, VirtualTable table) {
    super(table.parameters());
    this.config = config;
    this.model = model;
    this.table = table;
  }

  /**
   * A fresh prefix, to be trained.
   *
   * @throws IllegalArgumentException if the architecture does not have the first layer
   */
  public static PrefixTuning create(Architecture architecture, PrefixConfig config, Seeds seeds) {
    ArchitectureConfig model = architecture.config();
    if (config.firstLayer() >= model.layers()) {
      throw new IllegalArgumentException(
          "the model has %d layers, none with the number %d"
              .formatted(model.layers(), config.firstLayer()));
    }
    FreshTensors fresh = new FreshTensors(seeds);
    int columns = columns(config.firstLayer(), model);
    try (Scope _ = Scope.open()) {
      if (config.hidden() == 0) {
        Tensor rows = fresh.normal("rows", DEVIATION, config.tokens(), columns);
        return new PrefixTuning(config, model, VirtualTable.direct(rows));
      }
      Tensor embeddings = fresh.normal("embedding", 1, config.tokens(), model.width());
      List<Integer> widths = List.of(model.width(), config.hidden(), columns);
      return new PrefixTuning(
          config, model, VirtualTable.network(embeddings, widths, Tensor::tanh, seeds));
    }
  }

  private static int columns(int firstLayer, ArchitectureConfig model) {
    return (model.layers() - firstLayer) * 2 * model.keyValueHeads() * model.headSize();
  }

  public PrefixConfig config() {
    return config;
  }

  @Override
  public int virtualTokens() {
    return isEnabled() ? config.tokens() : 0;
  }

  @Override
  public Map<Integer, KeyValues> prefixes() {
    if (!isEnabled()) {
      return Map.of();
    }
    int layers = model.layers() - config.firstLayer();
    Tensor split =
        table
            .rows()
            .view(config.tokens(), layers * 2L, model.keyValueHeads(), model.headSize())
            .permute(1, 2, 0, 3); // [layers · 2, heads, tokens, size]
    Map<Integer, KeyValues> prefixes = new TreeMap<>();
    for (int i = 0; i < layers; i++) {
      prefixes.put(
          config.firstLayer() + i,
          new KeyValues(split.narrow(0, 2L * i, 1), split.narrow(0, 2L * i + 1, 1)));
    }
    return prefixes;
  }

  @Override
  protected Weights stored() {
    return table.toStore();
  }

  @Override
  protected ObjectNode description() {
    ObjectNode json = Json.object();
    json.put("peft_type", config.firstLayer() == 0 ? TYPE : DEEP_TYPE);
    json.put("task_type", "CAUSAL_LM");
    json.put("num_virtual_tokens", config.tokens());
    json.put("token_dim", model.keyValueHeads() * model.headSize());
    json.put("num_transformer_submodules", 1);
    json.put("num_attention_heads", model.keyValueHeads());
    json.put("num_layers", model.layers());
    json.put("encoder_hidden_size", model.width());
    json.put("prefix_projection", config.hidden() > 0);
    if (config.firstLayer() > 0) {
      json.put("first_layer", config.firstLayer());
    }
    return json;
  }

  static PrefixTuning read(AdapterFiles files, Architecture architecture) {
    ArchitectureConfig model = architecture.config();
    int first = files.type().equals(DEEP_TYPE) ? files.size("first_layer", model.layers() - 1) : 0;
    files.require("num_layers", model.layers());
    files.require("num_attention_heads", model.keyValueHeads());
    files.require("num_transformer_submodules", 1);
    int tokens = files.size("num_virtual_tokens", MOST_TOKENS);
    return new PrefixTuning(
        new PrefixConfig(tokens, 0, first),
        model,
        VirtualTable.stored(files.tensors(VirtualTable.shapes(tokens, columns(first, model)))));
  }
}
