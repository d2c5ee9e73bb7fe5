package dev.chiron.nn.adapter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.io.Json;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.architecture.ArchitectureConfig;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.intervention.Taps;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Weights;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/**
 * Prompt tuning (Lester et al., 2021, arXiv:2104.08691): trained vectors in the place of embedded
 * tokens before the text. With an encoder it is P-tuning (Liu et al., 2021, arXiv:2103.10385): in
 * training the vectors come from three linear maps with ReLU between them, as in PEFT.
 */
public final class PromptTuning extends Adapter {
  static final String TYPE = "PROMPT_TUNING";
  static final String ENCODED_TYPE = "P_TUNING";

  /** More virtual tokens than any use needs, few enough for any memory. */
  private static final int MOST_TOKENS = 65_536;

  private final int tokens;
  private final int encoderWidth;
  private final ArchitectureConfig model;
  private final VirtualTable table;

  private PromptTuning(int tokens, int encoderWidth, ArchitectureConfig model, VirtualTable table) {
    super(table.parameters());
    this.tokens = tokens;
    this.encoderWidth = encoderWidth;
    this.model = model;
    this.table = table;
  }

  /**
   * A prompt that starts as a text: before training it does what the text does. A model with
   * learned positions adds those to tokens alone, so that there it starts near the text, not at it.
   *
   * @param weights of the model, which embed the text
   * @param text token ids, at least one
   */
  public static PromptTuning ofText(Architecture architecture, Weights weights, int[] text) {
    try (Scope _ = Scope.open()) {
      return new PromptTuning(
          text.length,
          0,
          architecture.config(),
          VirtualTable.direct(embedded(architecture, weights, text)));
    }
  }

  /** A prompt that starts as random entries of the vocabulary (Lester et al., 2021, 3.2). */
  public static PromptTuning ofVocabulary(
      Architecture architecture, Weights weights, int tokens, Seeds seeds) {
    RandomGenerator random = seeds.generator("vocabulary");
    int[] text = random.ints(tokens, 0, architecture.config().vocabularySize()).toArray();
    return ofText(architecture, weights, text);
  }

  /**
   * P-tuning: the prompt of an encoder, to be trained with it.
   *
   * @param encoderWidth between the encoder's maps
   */
  public static PromptTuning encoded(
      Architecture architecture, int tokens, int encoderWidth, Seeds seeds) {
    ArchitectureConfig model = architecture.config();
    List<Integer> widths = List.of(model.width(), encoderWidth, encoderWidth, model.width());
    try (Scope _ = Scope.open()) {
      Tensor embeddings = new FreshTensors(seeds).normal("embedding", 1, tokens, model.width());
      return new PromptTuning(
          tokens,
          encoderWidth,
          model,
          VirtualTable.network(embeddings, widths, Tensor::relu, seeds));
    }
  }

  private static Tensor embedded(Architecture architecture, Weights weights, int[] text) {
    try (Taps taps = Taps.at(List.of(Site.EMBEDDING));
        var _ = Torch.noGradient()) {
      architecture.hidden(weights, TokenInput.of(new int[][] {text}), Interventions.of(taps));
      return taps.residual(Site.EMBEDDING).select(0, 0).clone();
    }
  }

  @Override
  public int virtualTokens() {
    return isEnabled() ? tokens : 0;
  }

  @Override
  public Optional<Tensor> prompt() {
    return isEnabled() ? Optional.of(table.rows()) : Optional.empty();
  }

  @Override
  protected Weights stored() {
    return table.toStore();
  }

  @Override
  protected ObjectNode description() {
    ObjectNode json = Json.object();
    json.put("peft_type", encoderWidth == 0 ? TYPE : ENCODED_TYPE);
    json.put("task_type", "CAUSAL_LM");
    json.put("num_virtual_tokens", tokens);
    json.put("token_dim", model.width());
    json.put("num_transformer_submodules", 1);
    json.put("num_attention_heads", model.keyValueHeads());
    json.put("num_layers", model.layers());
    if (encoderWidth == 0) {
      json.put("prompt_tuning_init", "RANDOM");
    } else {
      json.put("encoder_reparameterization_type", "MLP");
      json.put("encoder_hidden_size", encoderWidth);
    }
    return json;
  }

  static PromptTuning read(AdapterFiles files, Architecture architecture) {
    ArchitectureConfig model = architecture.config();
    files.require("num_transformer_submodules", 1);
    int tokens = files.size("num_virtual_tokens", MOST_TOKENS);
    int encoderWidth =
        files.type().equals(ENCODED_TYPE) ? files.size("encoder_hidden_size", MOST_TOKENS) : 0;
    return new PromptTuning(
        tokens,
        encoderWidth,
        model,
        VirtualTable.stored(files.tensors(VirtualTable.shapes(tokens, model.width()))));
  }
}
