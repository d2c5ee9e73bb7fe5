package dev.chiron.nn.architecture;

import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** ViT and CLIP once more, from Dosovitskiy et al., 2020, and Radford et al., 2021. */
final class ReferenceVision {
  private final Plain plain;

  ReferenceVision(Map<String, double[]> weights) {
    this.plain = new Plain(weights);
  }

  /** The tokens of an image: the first vector, then a linear map of each patch, all placed. */
  private double[][] patches(
      ImageSize size, int width, double[][][] image, String patch, String first, String positions) {
    int across = size.side() / size.patch();
    double[][] x = new double[1 + across * across][width];
    double[] matrix = plain.weight(patch + ".weight");
    System.arraycopy(plain.weight(first), 0, x[0], 0, width);
    for (int row = 0; row < across; row++) {
      for (int column = 0; column < across; column++) {
        double[] token = x[1 + row * across + column];
        for (int o = 0; o < width; o++) {
          int next = o * size.channels() * size.patch() * size.patch();
          for (int c = 0; c < size.channels(); c++) {
            for (int i = 0; i < size.patch(); i++) {
              for (int j = 0; j < size.patch(); j++) {
                token[o] +=
                    matrix[next++] * image[c][row * size.patch() + i][column * size.patch() + j];
              }
            }
          }
        }
      }
    }
    for (int t = 0; t < x.length; t++) {
      x[t] = Plain.sum(x[t], plain.row(positions, t, width));
    }
    return x;
  }

  private double[][] layer(
      double[][] x,
      int heads,
      double epsilon,
      Plain.Bias bias,
      DoubleUnaryOperator activation,
      StackLayer.Names names) {
    double[][] normed = plain.layerNorm(names.attentionNorm(), x, epsilon);
    double[][] mixed =
        Plain.attention(
            plain.linear(names.attention().query(), normed),
            plain.linear(names.attention().key(), normed),
            plain.linear(names.attention().value(), normed),
            heads,
            1 / Math.sqrt((double) x[0].length / heads),
            bias);
    double[][] attended = Plain.sum(x, plain.linear(names.attention().output(), mixed));
    double[][] inner =
        Plain.map(
            plain.linear(
                names.feedForward().up(),
                plain.layerNorm(names.feedForwardNorm(), attended, epsilon)),
            activation);
    return Plain.sum(attended, plain.linear(names.feedForward().down(), inner));
  }

  /** Logits of the labels of one image. */
  double[] vit(VisionConfig config, double[][][] image) {
    String vit = "vit.embeddings.";
    double[][] x =
        patches(
            config.image(),
            config.size().width(),
            image,
            vit + "patch_embeddings.projection",
            vit + "cls_token",
            vit + "position_embeddings");
    double[] bias = plain.weight(vit + "patch_embeddings.projection.bias");
    for (int t = 1; t < x.length; t++) {
      x[t] = Plain.sum(x[t], bias);
    }
    for (int i = 0; i < config.size().layers(); i++) {
      String layer = "vit.encoder.layer." + i + ".";
      StackLayer.Names names =
          new StackLayer.Names(
              new Attention.Names(
                  layer + "attention.attention.query",
                  layer + "attention.attention.key",
                  layer + "attention.attention.value",
                  layer + "attention.output.dense"),
              layer + "layernorm_before",
              new FeedForward.Names("", layer + "intermediate.dense", layer + "output.dense"),
              layer + "layernorm_after");
      x =
          layer(
              x, config.size().heads(), config.normEpsilon(), Plain.Bias.NONE, Plain::gelu, names);
    }
    x = plain.layerNorm("vit.layernorm", x, config.normEpsilon());
    return plain.linear("classifier", x[0]);
  }

  private static StackLayer.Names clipLayer(String side, int index) {
    String layer = side + ".encoder.layers." + index + ".";
    return new StackLayer.Names(
        new Attention.Names(
            layer + "self_attn.q_proj",
            layer + "self_attn.k_proj",
            layer + "self_attn.v_proj",
            layer + "self_attn.out_proj"),
        layer + "layer_norm1",
        new FeedForward.Names("", layer + "mlp.fc1", layer + "mlp.fc2"),
        layer + "layer_norm2");
  }

  /** One image as a unit vector of the common space. */
  double[] clipImage(DualEncoderConfig config, double[][][] image) {
    DualEncoderConfig.Vision vision = config.vision();
    String embeddings = "vision_model.embeddings.";
    double[][] x =
        patches(
            vision.image(),
            vision.size().width(),
            image,
            embeddings + "patch_embedding",
            embeddings + "class_embedding",
            embeddings + "position_embedding.weight");
    x = plain.layerNorm("vision_model.pre_layrnorm", x, vision.normEpsilon());
    for (int i = 0; i < vision.size().layers(); i++) {
      x =
          layer(
              x,
              vision.size().heads(),
              vision.normEpsilon(),
              Plain.Bias.NONE,
              Plain::quickGelu,
              clipLayer("vision_model", i));
    }
    x = plain.layerNorm("vision_model.post_layernorm", x, vision.normEpsilon());
    return unit(plain.linear("visual_projection", x[0]));
  }

  /** One text as a unit vector of the common space; its last token ends it. */
  double[] clipText(DualEncoderConfig config, int[] ids) {
    DualEncoderConfig.Text text = config.text();
    int width = text.size().width();
    double[][] x = new double[ids.length][];
    for (int t = 0; t < ids.length; t++) {
      x[t] =
          Plain.sum(
              plain.row("text_model.embeddings.token_embedding.weight", ids[t], width),
              plain.row("text_model.embeddings.position_embedding.weight", t, width));
    }
    for (int i = 0; i < text.size().layers(); i++) {
      x =
          layer(
              x,
              text.size().heads(),
              text.normEpsilon(),
              Plain.Bias.CAUSAL,
              Plain::quickGelu,
              clipLayer("text_model", i));
    }
    x = plain.layerNorm("text_model.final_layer_norm", x, text.normEpsilon());
    return unit(plain.linear("text_projection", x[ids.length - 1]));
  }

  private static double[] unit(double[] x) {
    double square = 0;
    for (double each : x) {
      square += each * each;
    }
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i] / Math.sqrt(square);
    }
    return y;
  }
}
