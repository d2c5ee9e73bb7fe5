package dev.chiron.nn.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tjake.jlama.model.AbstractModel;
import com.github.tjake.jlama.model.ModelSupport;
import com.github.tjake.jlama.safetensors.DType;
import com.github.tjake.jlama.tensor.AbstractTensor;
import com.github.tjake.jlama.tensor.KvBufferCache;
import dev.chiron.core.io.Json;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.architecture.DecoderConfigBuilder;
import dev.chiron.nn.architecture.DecoderFamily;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.checkpoint.Checkpoint;
import dev.chiron.nn.checkpoint.SafetensorsWriter;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.local.ModelDirectory;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.tokenizer.BytePairTrainer;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jlama, an engine in plain Java by other authors, reads the same directory and agrees. */
class JlamaParityTest {
  private static final int[] PROMPT = {5, 17, 100, 42, 8, 64, 31, 2, 90};
  private static final int TOKENS = 16;

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private Path directory;

  @ParameterizedTest
  @EnumSource(names = {"LLAMA", "MISTRAL", "QWEN2", "GPT2"})
  void probabilitiesAndGreedyTextAgree(DecoderFamily family) throws IOException {
    assumeThat(ModuleLayer.boot().findModule("jdk.incubator.vector"))
        .as("Jlama needs --add-modules jdk.incubator.vector")
        .isPresent();
    write(family);
    Architecture architecture = ModelDirectory.of(directory).architecture();
    try (Parameters weights = ModelDirectory.of(directory).weights(architecture);
        Scope _ = Scope.open();
        var _ = Torch.noGradient();
        AbstractModel jlama = ModelSupport.loadModel(directory.toFile(), DType.F32, DType.F32);
        KvBufferCache cache = new KvBufferCache(jlama);
        KvBufferCache.KvBuffer memory = cache.getEphemeralKvBuffer()) {
      int[] row = PROMPT;
      float[] theirs = last(jlama, PROMPT, 0, memory);
      for (int step = 0; step < TOKENS; step++) {
        Tensor logits =
            architecture.forwardLast(weights, TokenInput.of(new int[][] {row}), Interventions.NONE);
        float[] ours = Tensors.floats(logits.softmax(-1));
        assertThat(theirs).hasSameSizeAs(ours);
        for (int i = 0; i < ours.length; i++) {
          assertThat(ours[i])
              .as("probability of token %d after %d tokens", i, row.length)
              .isCloseTo(theirs[i], within(1e-3f * theirs[i]));
        }
        int next = best(theirs);
        theirs = last(jlama, new int[] {next}, row.length, memory);
        row = Arrays.copyOf(row, row.length + 1);
        row[row.length - 1] = next;
      }
      Generated generated =
          new Generator(architecture, weights, Interventions.NONE)
              .generate(List.of(PROMPT), GenerationOptions.greedy(TOKENS))
              .getFirst();
      assertThat(generated.tokens()).isEqualTo(Arrays.copyOfRange(row, PROMPT.length, row.length));
      assertThat(Arrays.stream(generated.tokens()).distinct().count())
          .as("different tokens, lest any two models agree")
          .isGreaterThan(4);
    }
  }

  /** Jlama's probabilities of what follows; its getLogits ends with a softmax. */
  private static float[] last(
      AbstractModel jlama, int[] tokens, int start, KvBufferCache.KvBuffer memory) {
    AbstractTensor<?, ?> hidden = jlama.batchForward(tokens, start, memory);
    return jlama.getLogits(hidden.slice(hidden.shape().first() - 1));
  }

  private static int best(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  /** A random model whose probabilities are far from even. */
  private void write(DecoderFamily family) throws IOException {
    var tokenizer = new BytePairTrainer(300).add("one two three four five six").train();
    DecoderConfigBuilder builder =
        DecoderConfig.builder(family, tokenizer.vocabularySize(), 64, 2, 4)
            .contextLength(128)
            .initialDeviation(0.25)
            .endTokens(tokenizer.endOfText().orElseThrow());
    if (family != DecoderFamily.GPT2) {
      builder.keyValueHeads(2);
    }
    Decoder decoder = new Decoder(builder.build());
    ObjectNode json = decoder.config().toJson();
    json.put("bos_token_id", 0); // Jlama asks for both, though none is used
    json.put("n_ctx", 128);
    Files.writeString(directory.resolve("config.json"), Json.pretty(json));
    tokenizer.write(directory.resolve("tokenizer.json"));
    try (Scope _ = Scope.open();
        Parameters weights = decoder.initialize(new Seeds(2))) {
      Torch.seed(1);
      // Biases and norms are not to stay at the values at which they do nothing.
      weights.names().forEach(name -> weights.get(name).add_(noise(weights.get(name))));
      LinkedHashMap<String, Tensor> files = new LinkedHashMap<>();
      // Jlama reads GPT-2 as OpenAI published it: the bare model.
      String left = family == DecoderFamily.GPT2 ? decoder.baseModule() : "";
      Checkpoint.files(decoder, weights)
          .toMap()
          .forEach((name, tensor) -> files.put(name.substring(left.length()), tensor));
      SafetensorsWriter.write(directory.resolve(Checkpoint.SINGLE), Weights.of(files));
    }
  }

  private static Tensor noise(Tensor like) {
    return torch.randn_like(like).mul(new Scalar(0.1));
  }
}
