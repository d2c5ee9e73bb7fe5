package dev.chiron.nn.architecture;

import java.util.Map;

/** BERT and RoBERTa once more, from the equations of Devlin et al., 2018, and Liu et al., 2019. */
final class ReferenceEncoder {
  private final EncoderConfig config;
  private final Plain plain;
  private final String prefix;

  ReferenceEncoder(EncoderConfig config, Map<String, double[]> weights) {
    this.config = config;
    this.plain = new Plain(weights);
    this.prefix = config.family() == EncoderFamily.BERT ? "bert." : "roberta.";
  }

  /** The states of one text: [time][width]. */
  double[][] hidden(int[] ids, int[] types) {
    int width = config.size().width();
    String embeddings = prefix + "embeddings.";
    int first = config.family() == EncoderFamily.BERT ? 0 : config.paddingToken() + 1;
    double[][] x = new double[ids.length][];
    for (int t = 0; t < ids.length; t++) {
      double[] word = plain.row(embeddings + "word_embeddings.weight", ids[t], width);
      double[] place = plain.row(embeddings + "position_embeddings.weight", first + t, width);
      double[] type = plain.row(embeddings + "token_type_embeddings.weight", types[t], width);
      x[t] = Plain.sum(Plain.sum(word, place), type);
    }
    x = plain.layerNorm(embeddings + "LayerNorm", x, config.normEpsilon());
    for (int layer = 0; layer < config.size().layers(); layer++) {
      x = layer(prefix + "encoder.layer." + layer + ".", x);
    }
    return x;
  }

  private double[][] layer(String name, double[][] x) {
    int heads = config.size().heads();
    double scale = 1 / Math.sqrt((double) config.size().width() / heads);
    double[][] mixed =
        Plain.attention(
            plain.linear(name + "attention.self.query", x),
            plain.linear(name + "attention.self.key", x),
            plain.linear(name + "attention.self.value", x),
            heads,
            scale,
            Plain.Bias.NONE);
    double[][] attended =
        plain.layerNorm(
            name + "attention.output.LayerNorm",
            Plain.sum(x, plain.linear(name + "attention.output.dense", mixed)),
            config.normEpsilon());
    double[][] inner = Plain.map(plain.linear(name + "intermediate.dense", attended), Plain::gelu);
    return plain.layerNorm(
        name + "output.LayerNorm",
        Plain.sum(attended, plain.linear(name + "output.dense", inner)),
        config.normEpsilon());
  }

  /** Logits over the vocabulary: [time][vocabulary]. */
  double[][] tokenLogits(double[][] hidden) {
    boolean bert = config.family() == EncoderFamily.BERT;
    double[][] transformed =
        Plain.map(
            plain.linear(bert ? "cls.predictions.transform.dense" : "lm_head.dense", hidden),
            Plain::gelu);
    double[][] normed =
        plain.layerNorm(
            bert ? "cls.predictions.transform.LayerNorm" : "lm_head.layer_norm",
            transformed,
            config.normEpsilon());
    double[][] logits = new double[hidden.length][];
    for (int t = 0; t < hidden.length; t++) {
      logits[t] =
          Plain.sum(
              Plain.multiply(plain.weight(prefix + "embeddings.word_embeddings.weight"), normed[t]),
              plain.weight(bert ? "cls.predictions.bias" : "lm_head.bias"));
    }
    return logits;
  }

  /** Logits of the labels. */
  double[] labelLogits(double[][] hidden) {
    boolean bert = config.family() == EncoderFamily.BERT;
    double[][] first = {hidden[0]};
    double[][] pooled =
        Plain.map(plain.linear(bert ? "bert.pooler.dense" : "classifier.dense", first), Math::tanh);
    return plain.linear(bert ? "classifier" : "classifier.out_proj", pooled[0]);
  }
}
