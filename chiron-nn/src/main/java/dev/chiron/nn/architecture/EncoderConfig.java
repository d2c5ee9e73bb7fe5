package dev.chiron.nn.architecture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import java.nio.file.Path;
import java.util.List;

/**
 * An encoder in the shape of BERT (Devlin et al., 2018, arXiv:1810.04805): learned positions, layer
 * normalisation after each sum, bidirectional attention.
 *
 * @param vocabularySize rows of the table of tokens
 * @param contextLength the most tokens of a text
 * @param types how many kinds of tokens there are, such as those of the two texts of a pair
 * @param activation of the feed-forward blocks
 * @param normEpsilon added to the variance
 * @param paddingToken fills shorter rows
 * @param labels of the classification head
 * @param initialDeviation of the normal distribution of fresh weights
 */
public record EncoderConfig(
    EncoderFamily family,
    EncoderHead head,
    StackSize size,
    int vocabularySize,
    int contextLength,
    int types,
    Activation activation,
    double normEpsilon,
    int paddingToken,
    List<String> labels,
    double initialDeviation)
    implements NetworkConfig {

  /** What Hugging Face's BertConfig and RobertaConfig take for fields that a file leaves out. */
  private static final double DEFAULT_NORM_EPSILON = 1e-12;

  private static final int DEFAULT_CONTEXT = 512;
  private static final double DEFAULT_DEVIATION = 0.02;

  public EncoderConfig {
    labels = List.copyOf(labels);
    size.headSize();
    if (vocabularySize < 1 || contextLength < 1 || types < 1) {
      throw new IllegalArgumentException(
          "the vocabulary, the positions and the types of tokens must be at least 1");
    }
    if (paddingToken < 0 || paddingToken >= vocabularySize) {
      throw new IllegalArgumentException("the padding token is not in the vocabulary");
    }
    if (head == EncoderHead.CLASSIFICATION && labels.isEmpty()) {
      throw new IllegalArgumentException("a classification head needs a label");
    }
  }

  /** A BERT of some size: padding token 0, two types of tokens, 512 positions, two labels. */
  public static EncoderConfig bert(EncoderHead head, int vocabularySize, StackSize size) {
    return of(EncoderFamily.BERT, head, vocabularySize, size, 2, 0);
  }

  /** A RoBERTa of some size: padding token 1, one type of tokens, 512 positions, two labels. */
  public static EncoderConfig roberta(EncoderHead head, int vocabularySize, StackSize size) {
    return of(EncoderFamily.ROBERTA, head, vocabularySize, size, 1, 1);
  }

  private static EncoderConfig of(
      EncoderFamily family,
      EncoderHead head,
      int vocabularySize,
      StackSize size,
      int types,
      int paddingToken) {
    return new EncoderConfig(
        family,
        head,
        size,
        vocabularySize,
        DEFAULT_CONTEXT,
        types,
        Activation.GELU,
        DEFAULT_NORM_EPSILON,
        paddingToken,
        Labels.unnamed(2),
        DEFAULT_DEVIATION);
  }

  public EncoderConfig withContextLength(int tokens) {
    return new EncoderConfig(
        family,
        head,
        size,
        vocabularySize,
        tokens,
        types,
        activation,
        normEpsilon,
        paddingToken,
        labels,
        initialDeviation);
  }

  /** With a classification head for some labels. */
  public EncoderConfig withLabels(List<String> newLabels) {
    return new EncoderConfig(
        family,
        EncoderHead.CLASSIFICATION,
        size,
        vocabularySize,
        contextLength,
        types,
        activation,
        normEpsilon,
        paddingToken,
        newLabels,
        initialDeviation);
  }

  public EncoderConfig withInitialDeviation(double deviation) {
    return new EncoderConfig(
        family,
        head,
        size,
        vocabularySize,
        contextLength,
        types,
        activation,
        normEpsilon,
        paddingToken,
        labels,
        deviation);
  }

  /** The row of the table of positions that a text's first token has. */
  int firstPosition() {
    return family.positionsFollowPadding() ? paddingToken + 1 : 0;
  }

  @Override
  public String modelType() {
    return family.modelType();
  }

  /**
   * Reads {@code config.json}.
   *
   * @throws InputException if a field is missing, of the wrong type or out of range, or asks for
   *     what this encoder does not do; names the field
   */
  public static EncoderConfig read(Path file) {
    ConfigFields fields = new ConfigFields(file, Json.read(file));
    EncoderFamily family =
        EncoderFamily.of(fields.text("model_type"))
            .orElseThrow(() -> fields.unsupported("model_type", "bert, roberta, xlm-roberta"));
    if (fields.bool("is_decoder", false)) {
      throw fields.unsupported("is_decoder", "false");
    }
    if (!fields.json().path("position_embedding_type").asText("absolute").equals("absolute")) {
      throw fields.unsupported("position_embedding_type", "absolute");
    }
    if (!fields.bool("tie_word_embeddings", true)) {
      throw fields.unsupported("tie_word_embeddings", "true");
    }
    int padding = fields.integer("pad_token_id", family == EncoderFamily.BERT ? 0 : 1);
    int positions = fields.integer("max_position_embeddings", DEFAULT_CONTEXT);
    try {
      return new EncoderConfig(
          family,
          head(fields, family),
          new StackSize(
              fields.layers("num_hidden_layers"),
              fields.positive("hidden_size"),
              fields.positive("num_attention_heads"),
              fields.positive("intermediate_size")),
          fields.positive("vocab_size"),
          family.positionsFollowPadding() ? positions - padding - 1 : positions,
          fields.integer("type_vocab_size", 2),
          fields.json().hasNonNull("hidden_act")
              ? fields.activation("hidden_act")
              : Activation.GELU,
          fields.real("layer_norm_eps", DEFAULT_NORM_EPSILON),
          padding,
          Labels.read(fields),
          fields.real("initializer_range", DEFAULT_DEVIATION));
    } catch (IllegalArgumentException e) {
      throw InputException.in(file, String.valueOf(e.getMessage()));
    }
  }

  private static EncoderHead head(ConfigFields fields, EncoderFamily family) {
    JsonNode classes = fields.json().path("architectures");
    for (EncoderHead head : EncoderHead.values()) {
      if (classes.path(0).asText("").equals(family.className() + head.suffix())) {
        return head;
      }
    }
    throw fields.unsupported(
        "architectures",
        "[\"%1$sModel\"], [\"%1$sForMaskedLM\"], [\"%1$sForSequenceClassification\"]"
            .formatted(family.className()));
  }

  @Override
  public ObjectNode toJson() {
    ObjectNode json = Json.object();
    json.putArray("architectures").add(family.className() + head.suffix());
    json.put("model_type", modelType());
    json.put("vocab_size", vocabularySize);
    json.put("max_position_embeddings", contextLength + firstPosition());
    json.put("type_vocab_size", types);
    json.put("hidden_size", size.width());
    json.put("intermediate_size", size.feedForwardWidth());
    json.put("num_hidden_layers", size.layers());
    json.put("num_attention_heads", size.heads());
    json.put("hidden_act", activation.fileName());
    json.put("layer_norm_eps", normEpsilon);
    json.put("pad_token_id", paddingToken);
    json.put("initializer_range", initialDeviation);
    if (head == EncoderHead.CLASSIFICATION) {
      Labels.write(json, labels);
    }
    return json;
  }
}
