package dev.chiron.nn.architecture;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The decoders that can be opened. A family is a row: what its file calls things, which choices its
 * file states, and the choices that it states nowhere or that stand if a file leaves them out, as
 * in the Hugging Face library.
 */
@SuppressWarnings("ImmutableEnumChecker") // the fields hold immutable lists and pure functions
public enum DecoderFamily {
  /** Touvron et al., 2023, arXiv:2302.13971, and its successors up to Llama 3. */
  LLAMA(
      "llama",
      "LlamaForCausalLM",
      DecoderNames.LLAMA,
      Joining.NONE,
      DecoderFields.LLAMA_SIZES,
      DecoderFields.LLAMA,
      row -> row.contextLength(2048)),

  /** Jiang et al., 2023, arXiv:2310.06825: Llama with a sliding window. */
  MISTRAL(
      "mistral",
      "MistralForCausalLM",
      DecoderNames.LLAMA,
      Joining.NONE,
      DecoderFields.LLAMA_SIZES,
      DecoderFields.MISTRAL,
      row -> row.contextLength(131_072).window(4096, 0)),

  /** Yang et al., 2024, arXiv:2407.10671: biases for queries, keys and values. */
  QWEN2(
      "qwen2",
      "Qwen2ForCausalLM",
      DecoderNames.LLAMA,
      Joining.NONE,
      DecoderFields.LLAMA_SIZES,
      DecoderFields.QWEN2,
      row -> row.contextLength(32_768).attentionInputBias(true)),

  /** Yang et al., 2025, arXiv:2505.09388: queries and keys are normalised head by head. */
  QWEN3(
      "qwen3",
      "Qwen3ForCausalLM",
      DecoderNames.LLAMA,
      Joining.NONE,
      DecoderFields.LLAMA_SIZES,
      DecoderFields.QWEN3,
      row -> row.contextLength(32_768).headSize(128).queryKeyNorm(true)),

  /** Radford et al., 2019. */
  GPT2(
      "gpt2",
      "GPT2LMHeadModel",
      DecoderNames.GPT2,
      Joining.COLUMNS,
      DecoderFields.GPT2_SIZES,
      DecoderFields.GPT2,
      row -> classic(row).contextLength(1024).learnedPositions(0).activation(Activation.GELU_TANH)),

  /** Zhang et al., 2022, arXiv:2205.01068. */
  OPT(
      "opt",
      "OPTForCausalLM",
      DecoderNames.OPT,
      Joining.NONE,
      DecoderFields.OPT_SIZES,
      DecoderFields.OPT,
      row -> classic(row).contextLength(2048).learnedPositions(2).activation(Activation.RELU)),

  /** Black et al., 2022, arXiv:2204.06745; Pythia (Biderman et al., 2023, arXiv:2304.01373). */
  GPT_NEOX(
      "gpt_neox",
      "GPTNeoXForCausalLM",
      DecoderNames.GPT_NEOX,
      Joining.BY_HEAD,
      DecoderFields.LLAMA_SIZES,
      DecoderFields.GPT_NEOX,
      row ->
          classic(row)
              .contextLength(2048)
              .positions(new Positions.Rotary(10_000, 0.25, RotaryScaling.NONE))
              .order(BlockOrder.PARALLEL)
              .activation(Activation.GELU)
              .tiedHead(false));

  /** How a file keeps queries, keys and values. */
  enum Joining {
    /** Apart. */
    NONE,
    /** {@link Packing.Columns}, and all other matrices as such columns too. */
    COLUMNS,
    /** {@link Packing.ByHead}. */
    BY_HEAD
  }

  /** What a file calls the sizes. */
  record Sizes(String context, String width, String feedForward, String layers, String heads) {}

  private final String modelType;
  private final String className;
  private final DecoderNames names;
  private final Joining joining;
  private final Sizes sizes;
  private final List<DecoderField> fields;
  private final UnaryOperator<DecoderConfigBuilder> row;

  DecoderFamily(
      String modelType,
      String className,
      DecoderNames names,
      Joining joining,
      Sizes sizes,
      List<DecoderField> fields,
      UnaryOperator<DecoderConfigBuilder> row) {
    this.modelType = modelType;
    this.className = className;
    this.names = names;
    this.joining = joining;
    this.sizes = sizes;
    this.fields = fields;
    this.row = row;
  }

  /** Layer norms with biases, biases everywhere, one projection before the non-linearity. */
  private static DecoderConfigBuilder classic(DecoderConfigBuilder row) {
    return row.norm(NormShape.layer(1e-5))
        .attentionBias(true)
        .feedForwardBias(true)
        .gated(false)
        .tiedHead(true);
  }

  /** The {@code model_type} of its files. */
  public String modelType() {
    return modelType;
  }

  /** The family of a {@code model_type}. */
  public static Optional<DecoderFamily> of(String modelType) {
    return Arrays.stream(values()).filter(each -> each.modelType.equals(modelType)).findFirst();
  }

  /** All {@code model_type}s, for a message. */
  static String modelTypes() {
    return Arrays.stream(values()).map(DecoderFamily::modelType).collect(Collectors.joining(", "));
  }

  String className() {
    return className;
  }

  DecoderNames names() {
    return names;
  }

  Joining joining() {
    return joining;
  }

  Sizes sizes() {
    return sizes;
  }

  List<DecoderField> fields() {
    return fields;
  }

  /** The choices that stand if nothing says otherwise. */
  DecoderConfigBuilder row() {
    return row.apply(new DecoderConfigBuilder(this));
  }
}
