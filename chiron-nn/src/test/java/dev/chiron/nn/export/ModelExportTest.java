package dev.chiron.nn.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.error.InputException;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.Models;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.adapter.Adapter;
import dev.chiron.nn.adapter.Lora;
import dev.chiron.nn.adapter.LoraConfig;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.checkpoint.ElementType;
import dev.chiron.nn.gguf.GgufType;
import dev.chiron.nn.intervention.Intervention;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.local.LocalLanguageModel;
import dev.chiron.nn.local.ModelDirectory;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.tokenizer.BytePairTokenizer;
import dev.chiron.nn.tokenizer.BytePairTrainer;
import dev.chiron.nn.weights.Parameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelExportTest {
  private static final List<Prompt> PROMPTS =
      List.of(Prompt.plain("the cat sat"), Prompt.plain("on the log"), Prompt.plain("12"));
  private static final Decoding GREEDY = Decoding.greedy(12);

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private Path directory;

  @SuppressWarnings("NullAway.Init") // made before each test
  private LocalLanguageModel base;

  @SuppressWarnings("NullAway.Init") // made before each test
  private Lora lora;

  @BeforeEach
  void makeATunedModel() {
    BytePairTokenizer tokenizer =
        new BytePairTrainer(280).add("the cat sat on the mat and the dog sat on the log").train();
    tokenizer.write(directory.resolve("tokenizer").resolve("tokenizer.json"));
    Decoder decoder =
        new Decoder(
            DecoderConfig.builder(tokenizer.vocabularySize(), 32, 2, 2)
                .contextLength(64)
                .initialDeviation(0.4)
                .build());
    try (Parameters weights = decoder.initialize(new Seeds(6))) {
      ModelDirectory.write(
          directory.resolve("base"),
          decoder,
          weights,
          directory.resolve("tokenizer"),
          ElementType.F32);
    }
    base = LocalLanguageModel.open("base", directory.resolve("base"), Torch.device("cpu"));
    lora = Lora.create(decoder, LoraConfig.ofRank(2), new Seeds(7));
    RandomGenerator random = new Seeds(8).generator("lora");
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      for (String name : lora.parameters().names()) {
        Tensor tensor = lora.parameters().get(name);
        float[] values = new float[(int) tensor.numel()];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (0.4 * random.nextGaussian());
        }
        tensor.copy_(Tensors.floats(values, Tensors.shape(tensor)));
      }
    }
  }

  @AfterEach
  void close() {
    lora.close();
    base.close();
  }

  private LocalLanguageModel tuned() {
    return base.withInterventions(Interventions.of(lora));
  }

  @Test
  void aMergedDirectoryAnswersAsTheTunedModel() {
    ModelExport.huggingFace(tuned(), directory.resolve("hf"), ElementType.F32);
    try (LanguageModel opened =
        Models.open(directory.resolve("hf").toString(), ModelOptions.DEFAULT)) {
      assertThat(opened.generate(PROMPTS, GREEDY)).isEqualTo(tuned().generate(PROMPTS, GREEDY));
      assertThat(opened.generate(PROMPTS, GREEDY)).isNotEqualTo(base.generate(PROMPTS, GREEDY));
    }
  }

  @Test
  void aMergedGgufFileAnswersAsTheTunedModel() throws Exception {
    Path file = directory.resolve("tuned.gguf");
    ModelExport.gguf(tuned(), file, GgufType.F32);
    try (LanguageModel llama = Models.open(file.toString(), ModelOptions.DEFAULT)) {
      for (Prompt prompt : PROMPTS) {
        assertThat(llama.generate(prompt, GREEDY).text())
            .isEqualTo(tuned().generate(prompt, GREEDY).text());
      }
    }
    Path small = directory.resolve("small.gguf");
    ModelExport.gguf(tuned(), small, GgufType.Q8_0);
    assertThat(Files.size(small)).isLessThan(Files.size(file) / 2);
  }

  @Test
  void anAdapterIsWrittenAloneAndReadBack() {
    ModelExport.peft(tuned(), directory.resolve("adapter"));
    try (Adapter read = Adapter.load(directory.resolve("adapter"), base.architecture())) {
      assertThat(base.withInterventions(Interventions.of(read)).generate(PROMPTS, GREEDY))
          .isEqualTo(tuned().generate(PROMPTS, GREEDY));
    }
    assertThatThrownBy(() -> ModelExport.peft(base, directory.resolve("none")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has 0 adapters");
  }

  @Test
  void whatIsNoChangeOfWeightsIsNotMerged() {
    LocalLanguageModel steered = base.withInterventions(Interventions.of(new Intervention() {}));
    assertThatThrownBy(
            () -> ModelExport.huggingFace(steered, directory.resolve("x"), ElementType.F32))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cannot be merged");
    assertThat(directory.resolve("x")).doesNotExist();
  }
}
