package dev.chiron.nn.gguf;

import dev.chiron.core.error.InputException;
import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.architecture.ArchitectureConfig;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.architecture.DecoderFamily;
import dev.chiron.nn.architecture.RotaryScaling;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tokenizer.Tokenizer;
import dev.chiron.nn.weights.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Tensor;

/**
 * Writes a Llama, Mistral or Qwen2 as GGUF, so that llama.cpp and what is built on it can run it.
 *
 * <p>In a Llama, llama.cpp turns neighbouring dimensions of a head where Hugging Face turns
 * dimension i with i + size/2, so the rows of the query and key projections change places.
 */
public final class GgufExport {
  private static final Pattern IN_LAYER =
      Pattern.compile("model\\.layers\\.(\\d+)\\.(.+)\\.(\\w+)");
  private static final Map<String, String> OUTSIDE =
      Map.of(
          "model.embed_tokens.weight", "token_embd.weight",
          "model.norm.weight", "output_norm.weight",
          "lm_head.weight", "output.weight");
  private static final Map<String, String> PARTS =
      Map.ofEntries(
          Map.entry("input_layernorm", "attn_norm"),
          Map.entry("self_attn.q_proj", "attn_q"),
          Map.entry("self_attn.k_proj", "attn_k"),
          Map.entry("self_attn.v_proj", "attn_v"),
          Map.entry("self_attn.o_proj", "attn_output"),
          Map.entry("post_attention_layernorm", "ffn_norm"),
          Map.entry("mlp.gate_proj", "ffn_gate"),
          Map.entry("mlp.up_proj", "ffn_up"),
          Map.entry("mlp.down_proj", "ffn_down"));

  /** llama.cpp's {@code general.file_type} of each type of matrices. */
  private static final Map<GgufType, Integer> FILE_TYPES =
      Map.of(GgufType.F32, 0, GgufType.F16, 1, GgufType.Q8_0, 7);

  private GgufExport() {}

  /**
   * Writes a model in one step.
   *
   * @param name what the file says it is called
   * @param tokenizer the directory with {@code tokenizer.json}
   * @param beginning tokens that every text starts with: none, or one
   * @param type of matrices whose rows are whole blocks, F32, F16 or Q8_0; the rest is F32
   * @throws InputException if llama.cpp has no such architecture or tokenizer
   */
  public static void write(
      Path file,
      String name,
      Architecture architecture,
      Weights weights,
      Path tokenizer,
      List<Integer> beginning,
      GgufType type) {
    DecoderConfig config = supported(name, architecture.config());
    if (!FILE_TYPES.containsKey(type)) {
      throw new IllegalArgumentException("GGUF is written as F32, F16 or Q8_0, not " + type);
    }
    Path json = tokenizer.resolve("tokenizer.json");
    SequencedMap<String, GgufValue> metadata = metadata(name, config, type);
    new GgufTokenizer(json, config.vocabularySize()).addTo(metadata);
    addSpecialTokens(metadata, config, Tokenizer.open(json), beginning);
    GgufWriter.write(file, metadata, entries(architecture, config, weights, type));
  }

  private static DecoderConfig supported(String name, ArchitectureConfig config) {
    if (!(config instanceof DecoderConfig decoder) || kind(decoder.family()).isEmpty()) {
      throw new InputException(
          "model '%s': a %s cannot be written as GGUF; a llama, mistral or qwen2 can"
              .formatted(name, config.modelType()));
    }
    if (!(decoder.rotary().scaling() instanceof RotaryScaling.None)
        || decoder.window().filter(w -> w.tokens() < decoder.contextLength()).isPresent()) {
      throw new InputException(
          "model '%s': scaled positions and sliding windows cannot be written as GGUF"
              .formatted(name));
    }
    if (decoder.family() == DecoderFamily.QWEN2
        && decoder.heads() * decoder.headSize() != decoder.width()) {
      throw new InputException(
          "model '%s': llama.cpp wants the heads of a qwen2 to be as wide as its stream"
              .formatted(name));
    }
    return decoder;
  }

  /** What llama.cpp calls the architecture; empty if it is none of those. */
  private static String kind(DecoderFamily family) {
    return switch (family) {
      case LLAMA, MISTRAL -> "llama";
      case QWEN2 -> "qwen2";
      case QWEN3, GPT2, OPT, GPT_NEOX -> "";
    };
  }

  private static SequencedMap<String, GgufValue> metadata(
      String name, DecoderConfig config, GgufType type) {
    SequencedMap<String, GgufValue> metadata = new LinkedHashMap<>();
    String kind = kind(config.family());
    metadata.put("general.architecture", GgufValue.text(kind));
    metadata.put("general.name", GgufValue.text(name));
    metadata.put("general.file_type", GgufValue.count(FILE_TYPES.getOrDefault(type, 0)));
    metadata.put("general.quantization_version", GgufValue.count(2));
    Map<String, GgufValue> own = new LinkedHashMap<>();
    own.put("vocab_size", GgufValue.count(config.vocabularySize()));
    own.put("context_length", GgufValue.count(config.contextLength()));
    own.put("embedding_length", GgufValue.count(config.width()));
    own.put("block_count", GgufValue.count(config.layers()));
    own.put("feed_forward_length", GgufValue.count(config.feedForwardWidth()));
    own.put("attention.head_count", GgufValue.count(config.heads()));
    own.put("attention.head_count_kv", GgufValue.count(config.keyValueHeads()));
    own.put("attention.key_length", GgufValue.count(config.headSize()));
    own.put("attention.value_length", GgufValue.count(config.headSize()));
    own.put("attention.layer_norm_rms_epsilon", GgufValue.real(config.norm().epsilon()));
    own.put("rope.dimension_count", GgufValue.count(config.headSize()));
    own.put("rope.freq_base", GgufValue.real(config.rotary().base()));
    own.forEach((key, value) -> metadata.put(kind + "." + key, value));
    return metadata;
  }

  private static void addSpecialTokens(
      SequencedMap<String, GgufValue> metadata,
      DecoderConfig config,
      Tokenizer tokenizer,
      List<Integer> beginning) {
    List<Integer> ends = new ArrayList<>(config.endTokens());
    tokenizer.endOfText().stream().filter(id -> !ends.contains(id)).forEach(ends::add);
    if (!ends.isEmpty()) {
      metadata.put("tokenizer.ggml.eos_token_id", GgufValue.count(ends.getFirst()));
    }
    if (ends.size() > 1) {
      metadata.put("tokenizer.ggml.eot_token_id", GgufValue.count(ends.get(1)));
    }
    // Without one llama.cpp takes GPT-2's, whose id is another token here.
    int first = beginning.isEmpty() ? ends.isEmpty() ? 0 : ends.getFirst() : beginning.getFirst();
    metadata.put("tokenizer.ggml.bos_token_id", GgufValue.count(first));
    tokenizer
        .padding()
        .ifPresent(id -> metadata.put("tokenizer.ggml.padding_token_id", GgufValue.count(id)));
    metadata.put("tokenizer.ggml.add_bos_token", GgufValue.truth(!beginning.isEmpty()));
  }

  private static List<GgufWriter.Entry> entries(
      Architecture architecture, DecoderConfig config, Weights weights, GgufType type) {
    List<GgufWriter.Entry> entries = new ArrayList<>();
    architecture
        .shapes()
        .forEach(
            (name, shape) -> {
              boolean whole = shape.length > 1 && shape[shape.length - 1] % type.numbers() == 0;
              entries.add(
                  new GgufWriter.Entry(
                      name(name),
                      Arrays.stream(shape).boxed().toList(),
                      whole ? type : GgufType.F32,
                      () -> numbers(name, weights.get(name), config)));
            });
    return entries;
  }

  /** What llama.cpp calls a weight. */
  private static String name(String name) {
    String outside = OUTSIDE.get(name);
    if (outside != null) {
      return outside;
    }
    Matcher matcher = IN_LAYER.matcher(name);
    String part = matcher.matches() ? PARTS.get(matcher.group(2)) : null;
    if (part == null) {
      throw new InputException("the weight '" + name + "' has no place in a GGUF file");
    }
    return "blk." + matcher.group(1) + "." + part + "." + matcher.group(3);
  }

  private static Tensor numbers(String name, Tensor tensor, DecoderConfig config) {
    if (!kind(config.family()).equals("llama")) {
      return tensor;
    }
    if (name.contains(".q_proj.")) {
      return interleaved(tensor, config.heads());
    }
    return name.contains(".k_proj.") ? interleaved(tensor, config.keyValueHeads()) : tensor;
  }

  /** Row i + size/2 of each head comes right behind row i. */
  static Tensor interleaved(Tensor rows, int heads) {
    long[] shape = Tensors.shape(rows);
    return rows.reshape(heads, 2, shape[0] / heads / 2, -1).transpose(1, 2).reshape(shape);
  }
}
