package dev.chiron.nn.architecture;

/**
 * What the modules of a decoder are called. {@code %d} stands for the number of the layer.
 *
 * @param base the module that all but the head are in, with its dot; files of the bare model leave
 *     it out
 * @param positions the table of learned positions
 * @param embeddingIn from the width of the embedding to that of the stream, where they differ
 * @param embeddingOut back
 */
record DecoderNames(
    String base,
    String embedding,
    String positions,
    String embeddingIn,
    String embeddingOut,
    String finalNorm,
    String head,
    String attentionNorm,
    String feedForwardNorm,
    Attention.Names attention,
    String queryNorm,
    String keyNorm,
    FeedForward.Names feedForward) {

  private static final String ABSENT = "";

  /** Llama, and those that took over its names: Mistral, Qwen2, Qwen3. */
  static final DecoderNames LLAMA =
      new DecoderNames(
          "model.",
          "model.embed_tokens",
          ABSENT,
          ABSENT,
          ABSENT,
          "model.norm",
          "lm_head",
          "model.layers.%d.input_layernorm",
          "model.layers.%d.post_attention_layernorm",
          new Attention.Names(
              "model.layers.%d.self_attn.q_proj",
              "model.layers.%d.self_attn.k_proj",
              "model.layers.%d.self_attn.v_proj",
              "model.layers.%d.self_attn.o_proj"),
          "model.layers.%d.self_attn.q_norm",
          "model.layers.%d.self_attn.k_norm",
          new FeedForward.Names(
              "model.layers.%d.mlp.gate_proj",
              "model.layers.%d.mlp.up_proj", "model.layers.%d.mlp.down_proj"));

  static final DecoderNames GPT2 =
      new DecoderNames(
          "transformer.",
          "transformer.wte",
          "transformer.wpe",
          ABSENT,
          ABSENT,
          "transformer.ln_f",
          "lm_head",
          "transformer.h.%d.ln_1",
          "transformer.h.%d.ln_2",
          parts("transformer.h.%d.attn.c_attn", "transformer.h.%d.attn.c_proj"),
          ABSENT,
          ABSENT,
          new FeedForward.Names(
              ABSENT, "transformer.h.%d.mlp.c_fc", "transformer.h.%d.mlp.c_proj"));

  static final DecoderNames OPT =
      new DecoderNames(
          "model.",
          "model.decoder.embed_tokens",
          "model.decoder.embed_positions",
          "model.decoder.project_in",
          "model.decoder.project_out",
          "model.decoder.final_layer_norm",
          "lm_head",
          "model.decoder.layers.%d.self_attn_layer_norm",
          "model.decoder.layers.%d.final_layer_norm",
          new Attention.Names(
              "model.decoder.layers.%d.self_attn.q_proj",
              "model.decoder.layers.%d.self_attn.k_proj",
              "model.decoder.layers.%d.self_attn.v_proj",
              "model.decoder.layers.%d.self_attn.out_proj"),
          ABSENT,
          ABSENT,
          new FeedForward.Names(
              ABSENT, "model.decoder.layers.%d.fc1", "model.decoder.layers.%d.fc2"));

  static final DecoderNames GPT_NEOX =
      new DecoderNames(
          "gpt_neox.",
          "gpt_neox.embed_in",
          ABSENT,
          ABSENT,
          ABSENT,
          "gpt_neox.final_layer_norm",
          "embed_out",
          "gpt_neox.layers.%d.input_layernorm",
          "gpt_neox.layers.%d.post_attention_layernorm",
          parts(
              "gpt_neox.layers.%d.attention.query_key_value", "gpt_neox.layers.%d.attention.dense"),
          ABSENT,
          ABSENT,
          new FeedForward.Names(
              ABSENT,
              "gpt_neox.layers.%d.mlp.dense_h_to_4h",
              "gpt_neox.layers.%d.mlp.dense_4h_to_h"));

  /** The three maps that a file keeps in one module get a name each below it. */
  private static Attention.Names parts(String joined, String output) {
    return new Attention.Names(joined + ".query", joined + ".key", joined + ".value", output);
  }

  /** The module that a file keeps queries, keys and values in, where it joins them. */
  static String joined(String queryModule) {
    return queryModule.substring(0, queryModule.lastIndexOf('.'));
  }

  /** These names in one layer. */
  DecoderNames in(int layer) {
    return new DecoderNames(
        base,
        embedding,
        positions,
        embeddingIn,
        embeddingOut,
        finalNorm,
        head,
        at(attentionNorm, layer),
        at(feedForwardNorm, layer),
        new Attention.Names(
            at(attention.query(), layer),
            at(attention.key(), layer),
            at(attention.value(), layer),
            at(attention.output(), layer)),
        at(queryNorm, layer),
        at(keyNorm, layer),
        new FeedForward.Names(
            at(feedForward.gate(), layer),
            at(feedForward.up(), layer),
            at(feedForward.down(), layer)));
  }

  private static String at(String pattern, int layer) {
    return pattern.replace("%d", Integer.toString(layer));
  }
}
