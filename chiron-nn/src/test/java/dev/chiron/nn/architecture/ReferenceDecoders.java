package dev.chiron.nn.architecture;

import static dev.chiron.nn.architecture.ReferenceMath.attend;
import static dev.chiron.nn.architecture.ReferenceMath.map;
import static dev.chiron.nn.architecture.ReferenceMath.product;
import static dev.chiron.nn.architecture.ReferenceMath.rotate;
import static dev.chiron.nn.architecture.ReferenceMath.sum;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;

/**
 * The decoders once more, each on its own, by loops over doubles, written from the equations: they
 * read the tensors and the configuration that stand in files, and share nothing with the engine.
 */
final class ReferenceDecoders {
  private final ReferenceMath math;
  private final JsonNode config;
  private final int[] ids;

  private ReferenceDecoders(ReferenceMath math, JsonNode config, int[] ids) {
    this.math = math;
    this.config = config;
    this.ids = ids;
  }

  /**
   * Logits of one row of tokens: [time][vocabulary].
   *
   * @param config of the file
   * @param tensors of the file
   */
  static double[][] logits(JsonNode config, Map<String, double[]> tensors, int[] ids) {
    ReferenceDecoders model = new ReferenceDecoders(new ReferenceMath(tensors), config, ids);
    return switch (config.get("model_type").asText()) {
      case "gpt2" -> model.gpt2();
      case "opt" -> model.opt();
      case "gpt_neox" -> model.neoX();
      case "mistral", "qwen2", "qwen3" -> model.modern();
      default -> throw new IllegalArgumentException(config.get("model_type").asText());
    };
  }

  private int integer(String name) {
    return config.get(name).intValue();
  }

  private double real(String name) {
    return config.get(name).doubleValue();
  }

  private double[][] gpt2() {
    int width = integer("n_embd");
    int size = width / integer("n_head");
    double epsilon = real("layer_norm_epsilon");
    int time = ids.length;
    double[][] x = new double[time][];
    for (int t = 0; t < time; t++) {
      x[t] =
          sum(
              math.row("transformer.wte.weight", ids[t], width),
              math.row("transformer.wpe.weight", t, width));
    }
    for (int layer = 0; layer < integer("n_layer"); layer++) {
      String name = "transformer.h." + layer + ".";
      double[][] q = new double[time][];
      double[][] k = new double[time][];
      double[][] v = new double[time][];
      for (int t = 0; t < time; t++) {
        double[] all =
            math.convolution(name + "attn.c_attn", math.layerNorm(name + "ln_1", x[t], epsilon));
        q[t] = Arrays.copyOfRange(all, 0, width);
        k[t] = Arrays.copyOfRange(all, width, 2 * width);
        v[t] = Arrays.copyOfRange(all, 2 * width, 3 * width);
      }
      double[][] mixed = attend(q, k, v, size, (query, key) -> key <= query);
      for (int t = 0; t < time; t++) {
        x[t] = sum(x[t], math.convolution(name + "attn.c_proj", mixed[t]));
        double[] raised =
            math.convolution(name + "mlp.c_fc", math.layerNorm(name + "ln_2", x[t], epsilon));
        x[t] =
            sum(
                x[t],
                math.convolution(name + "mlp.c_proj", map(raised, ReferenceMath::geluByTanh)));
      }
    }
    double[][] logits = new double[time][];
    for (int t = 0; t < time; t++) {
      logits[t] = math.linear("transformer.wte", math.layerNorm("transformer.ln_f", x[t], epsilon));
    }
    return logits;
  }

  private double[][] opt() {
    int width = integer("hidden_size");
    int narrow = integer("word_embed_proj_dim");
    int size = width / integer("num_attention_heads");
    boolean before = config.get("do_layer_norm_before").booleanValue();
    String model = "model.decoder.";
    int time = ids.length;
    double[][] x = new double[time][];
    for (int t = 0; t < time; t++) {
      double[] token = math.row(model + "embed_tokens.weight", ids[t], narrow);
      double[] wide = narrow == width ? token : math.linear(model + "project_in", token);
      x[t] = sum(wide, math.row(model + "embed_positions.weight", t + 2, width));
    }
    for (int layer = 0; layer < integer("num_hidden_layers"); layer++) {
      String name = model + "layers." + layer + ".";
      String first = name + "self_attn_layer_norm";
      String second = name + "final_layer_norm";
      double[][] q = new double[time][];
      double[][] k = new double[time][];
      double[][] v = new double[time][];
      for (int t = 0; t < time; t++) {
        double[] input = before ? math.layerNorm(first, x[t], 1e-5) : x[t];
        q[t] = math.linear(name + "self_attn.q_proj", input);
        k[t] = math.linear(name + "self_attn.k_proj", input);
        v[t] = math.linear(name + "self_attn.v_proj", input);
      }
      double[][] mixed = attend(q, k, v, size, (query, key) -> key <= query);
      for (int t = 0; t < time; t++) {
        x[t] = sum(x[t], math.linear(name + "self_attn.out_proj", mixed[t]));
        x[t] = before ? x[t] : math.layerNorm(first, x[t], 1e-5);
        double[] input = before ? math.layerNorm(second, x[t], 1e-5) : x[t];
        double[] raised = map(math.linear(name + "fc1", input), each -> Math.max(each, 0));
        x[t] = sum(x[t], math.linear(name + "fc2", raised));
        x[t] = before ? x[t] : math.layerNorm(second, x[t], 1e-5);
      }
    }
    double[][] logits = new double[time][];
    for (int t = 0; t < time; t++) {
      double[] last = before ? math.layerNorm(model + "final_layer_norm", x[t], 1e-5) : x[t];
      double[] out = narrow == width ? last : math.linear(model + "project_out", last);
      logits[t] = math.linear(model + "embed_tokens", out);
    }
    return logits;
  }

  private double[][] neoX() {
    int width = integer("hidden_size");
    int heads = integer("num_attention_heads");
    int size = width / heads;
    int turned = (int) (size * real("rotary_pct"));
    double base = real("rotary_emb_base");
    double epsilon = real("layer_norm_eps");
    boolean parallel = config.get("use_parallel_residual").booleanValue();
    int time = ids.length;
    double[][] x = new double[time][];
    for (int t = 0; t < time; t++) {
      x[t] = math.row("gpt_neox.embed_in.weight", ids[t], width);
    }
    for (int layer = 0; layer < integer("num_hidden_layers"); layer++) {
      String name = "gpt_neox.layers." + layer + ".";
      double[][] q = new double[time][width];
      double[][] k = new double[time][width];
      double[][] v = new double[time][width];
      for (int t = 0; t < time; t++) {
        double[] all =
            math.linear(
                name + "attention.query_key_value",
                math.layerNorm(name + "input_layernorm", x[t], epsilon));
        for (int h = 0; h < heads; h++) { // a head's query, key and value stand together
          System.arraycopy(all, h * 3 * size, q[t], h * size, size);
          System.arraycopy(all, (h * 3 + 1) * size, k[t], h * size, size);
          System.arraycopy(all, (h * 3 + 2) * size, v[t], h * size, size);
        }
        q[t] = rotate(q[t], size, turned, t, base);
        k[t] = rotate(k[t], size, turned, t, base);
      }
      double[][] mixed = attend(q, k, v, size, (query, key) -> key <= query);
      for (int t = 0; t < time; t++) {
        double[] attended = sum(x[t], math.linear(name + "attention.dense", mixed[t]));
        double[] source = parallel ? x[t] : attended;
        double[] raised =
            math.linear(
                name + "mlp.dense_h_to_4h",
                math.layerNorm(name + "post_attention_layernorm", source, epsilon));
        x[t] =
            sum(
                attended,
                math.linear(name + "mlp.dense_4h_to_h", map(raised, ReferenceMath::gelu)));
      }
    }
    double[][] logits = new double[time][];
    for (int t = 0; t < time; t++) {
      logits[t] =
          math.linear("embed_out", math.layerNorm("gpt_neox.final_layer_norm", x[t], epsilon));
    }
    return logits;
  }

  /** Mistral, Qwen2 and Qwen3, which differ from Llama in one thing each. */
  private double[][] modern() {
    int width = integer("hidden_size");
    int size = integer("head_dim");
    double base = real("rope_theta");
    double epsilon = real("rms_norm_eps");
    int time = ids.length;
    double[][] x = new double[time][];
    for (int t = 0; t < time; t++) {
      x[t] = math.row("model.embed_tokens.weight", ids[t], width);
    }
    for (int layer = 0; layer < integer("num_hidden_layers"); layer++) {
      String name = "model.layers." + layer + ".";
      double[][] q = new double[time][];
      double[][] k = new double[time][];
      double[][] v = new double[time][];
      for (int t = 0; t < time; t++) {
        double[] input = math.rmsNorm(name + "input_layernorm", x[t], epsilon);
        q[t] = turned(name + "self_attn.q", input, size, t, base, epsilon);
        k[t] = turned(name + "self_attn.k", input, size, t, base, epsilon);
        v[t] = math.linear(name + "self_attn.v_proj", input);
      }
      int window = window(layer);
      double[][] mixed =
          attend(q, k, v, size, (query, key) -> key <= query && query - key < window);
      for (int t = 0; t < time; t++) {
        x[t] = sum(x[t], math.linear(name + "self_attn.o_proj", mixed[t]));
        double[] input = math.rmsNorm(name + "post_attention_layernorm", x[t], epsilon);
        double[] gate = map(math.linear(name + "mlp.gate_proj", input), ReferenceMath::silu);
        double[] up = math.linear(name + "mlp.up_proj", input);
        x[t] = sum(x[t], math.linear(name + "mlp.down_proj", product(gate, up)));
      }
    }
    boolean tied = config.get("tie_word_embeddings").booleanValue();
    double[][] logits = new double[time][];
    for (int t = 0; t < time; t++) {
      logits[t] =
          math.linear(
              tied ? "model.embed_tokens" : "lm_head", math.rmsNorm("model.norm", x[t], epsilon));
    }
    return logits;
  }

  /** Queries or keys: projected, in Qwen3 normalised head by head, turned. */
  private double[] turned(
      String name, double[] input, int size, int position, double base, double epsilon) {
    double[] heads = math.linear(name + "_proj", input);
    if (math.tensors().containsKey(name + "_norm.weight")) {
      for (int start = 0; start < heads.length; start += size) {
        double[] head = Arrays.copyOfRange(heads, start, start + size);
        System.arraycopy(math.rmsNorm(name + "_norm", head, epsilon), 0, heads, start, size);
      }
    }
    return rotate(heads, size, size, position, base);
  }

  private int window(int layer) {
    boolean on = config.path("use_sliding_window").asBoolean(true);
    boolean late = layer >= config.path("max_window_layers").asInt(0);
    return on && late && config.hasNonNull("sliding_window")
        ? integer("sliding_window")
        : Integer.MAX_VALUE;
  }
}
