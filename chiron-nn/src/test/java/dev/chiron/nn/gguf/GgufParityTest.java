package dev.chiron.nn.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.error.InputException;
import dev.chiron.core.error.ModelException;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.Models;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.architecture.DecoderConfigBuilder;
import dev.chiron.nn.architecture.DecoderFamily;
import dev.chiron.nn.local.LocalLanguageModel;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.tokenizer.BytePairTokenizer;
import dev.chiron.nn.tokenizer.BytePairTrainer;
import dev.chiron.nn.weights.Parameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What llama.cpp makes of our files, against what the engine makes of the same weights. */
class GgufParityTest {
  private static final List<String> PROMPTS =
      List.of(
          "Give the antonym of the word.\n\nInput: hot\nOutput: cold\n\nInput: big\nOutput:",
          "The first thing that (she) didn't see was a \"red\" door, number 1204:\n\n",
          "Input: naïve café — 12/03/1999!\nOutput:",
          "Once upon a time");

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private Path directory;

  @Test
  void llamaCppContinuesTheShippedModelAsTheEngineDoes() {
    Path nano = Path.of(System.getProperty("chiron.root", "."), "models", "chiron-nano");
    Assumptions.assumeTrue(Files.isDirectory(nano), "models/chiron-nano is not there");
    Path file = directory.resolve("nano.gguf");
    try (LocalLanguageModel own = LocalLanguageModel.open("nano", nano, Torch.device("cpu"))) {
      GgufExport.write(
          file, "nano", own.architecture(), own.weights(), nano, List.of(), GgufType.F32);
      try (LanguageModel llama = Models.open(file.toString(), ModelOptions.DEFAULT)) {
        for (String text : PROMPTS) {
          Prompt prompt = Prompt.plain(text);
          assertThat(llama.countTokens(text)).as(text).isEqualTo(own.countTokens(text));
          for (Decoding decoding : List.of(Decoding.greedy(24), Decoding.greedy(24, "\n\n", "."))) {
            Completion expected = own.generate(prompt, decoding);
            Completion found = llama.generate(prompt, decoding);
            assertThat(found.text()).as(text).isEqualTo(expected.text());
            assertThat(found.finish()).as(text).isEqualTo(expected.finish());
          }
        }
      }
    }
  }

  private Path written(DecoderConfigBuilder builder, GgufType type, BytePairTokenizer tokenizer) {
    tokenizer.write(directory.resolve("tokenizer.json"));
    Decoder decoder = new Decoder(builder.build());
    Path file = directory.resolve("tiny.gguf");
    try (Parameters weights = decoder.initialize(new Seeds(4))) {
      GgufExport.write(file, "tiny", decoder, weights, directory, List.of(), type);
      try (LocalLanguageModel own = LocalLanguageModel.of("own", decoder, weights, tokenizer);
          LanguageModel llama = Models.open(file.toString(), ModelOptions.DEFAULT)) {
        for (String text : PROMPTS) {
          Prompt prompt = Prompt.plain(text);
          assertThat(llama.generate(prompt, Decoding.greedy(16)).text())
              .as(text)
              .isEqualTo(own.generate(prompt, Decoding.greedy(16)).text());
        }
      }
    }
    return file;
  }

  @ParameterizedTest
  @EnumSource(
      value = DecoderFamily.class,
      names = {"LLAMA", "MISTRAL", "QWEN2"})
  void llamaCppContinuesEachFamilyAsTheEngineDoes(DecoderFamily family) {
    BytePairTokenizer tokenizer =
        new BytePairTrainer(300).add("the cat sat on the mat and the dog sat on the log").train();
    DecoderConfigBuilder builder =
        DecoderConfig.builder(family, tokenizer.vocabularySize(), 64, 2, 4)
            .feedForwardWidth(96)
            .keyValueHeads(2)
            .contextLength(256)
            .headSize(family == DecoderFamily.QWEN2 ? 16 : 32)
            .initialDeviation(0.3);
    written(
        family == DecoderFamily.MISTRAL ? builder.noWindow() : builder, GgufType.F32, tokenizer);
  }

  @Test
  void aPromptWithoutRoomAndADamagedFileAreRefused() throws Exception {
    BytePairTokenizer tokenizer = new BytePairTrainer(258).train();
    Path file =
        written(
            DecoderConfig.builder(tokenizer.vocabularySize(), 32, 1, 2).contextLength(128),
            GgufType.F16,
            tokenizer);
    try (LanguageModel llama =
        Models.open(file.toString(), ModelOptions.DEFAULT.withSetting("context", "64"))) {
      assertThat(llama.info().contextLength()).isEqualTo(64);
      assertThatThrownBy(() -> llama.generate(Prompt.plain("a".repeat(64)), Decoding.greedy(1)))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("64 tokens");
      assertThat(llama.generate(Prompt.plain("a".repeat(60)), Decoding.greedy(50)).usage())
          .matches(usage -> usage.completionTokens() <= 4);
    }
    byte[] bytes = Files.readAllBytes(file);
    Path cut = Files.write(directory.resolve("cut.gguf"), Arrays.copyOf(bytes, 5000));
    assertThatThrownBy(() -> Models.open(cut.toString(), ModelOptions.DEFAULT).close())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cut.gguf");
  }
}
