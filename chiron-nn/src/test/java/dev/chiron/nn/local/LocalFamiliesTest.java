package dev.chiron.nn.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.error.InputException;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.architecture.DecoderFamily;
import dev.chiron.nn.checkpoint.ElementType;
import dev.chiron.nn.quantization.QuantizedWeights;
import dev.chiron.nn.tokenizer.BytePairTokenizer;
import dev.chiron.nn.tokenizer.BytePairTrainer;
import dev.chiron.nn.weights.Parameters;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A directory of any family is opened by its path, answers in batches and scores. */
class LocalFamiliesTest {
  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private Path directory;

  private String write(DecoderFamily family) {
    BytePairTokenizer tokenizer = new BytePairTrainer(290).add("one two three four").train();
    tokenizer.write(directory.resolve("tokenizer.json"));
    Decoder decoder =
        new Decoder(
            DecoderConfig.builder(family, tokenizer.vocabularySize(), 32, 2, 4)
                .headSize(8)
                .contextLength(64)
                .initialDeviation(0.3)
                .build());
    Path target = directory.resolve("model");
    try (Parameters weights = decoder.initialize(new Seeds(7))) {
      ModelDirectory.write(target, decoder, weights, directory, ElementType.F16);
    }
    return target.toString();
  }

  private static LocalLanguageModel open(String name, ModelOptions options) {
    return (LocalLanguageModel) new LocalModelProvider().open(name, options);
  }

  @ParameterizedTest
  @EnumSource
  void promptsOfSeveralLengthsAreAnsweredAsEachAlone(DecoderFamily family) {
    List<Prompt> prompts =
        List.of(Prompt.plain("one"), Prompt.plain("two three four one two"), Prompt.plain("three"));
    try (LocalLanguageModel model = open(write(family), ModelOptions.DEFAULT)) {
      assertThat(model.architecture().config().modelType()).isEqualTo(family.modelType());
      List<Completion> together = model.generate(prompts, Decoding.greedy(12));
      for (int i = 0; i < prompts.size(); i++) {
        Completion alone = model.generate(prompts.get(i), Decoding.greedy(12));
        assertThat(together.get(i).text()).isEqualTo(alone.text());
        assertThat(alone.usage().completionTokens()).isPositive();
      }
      List<String> continuations = List.of(" two", " three four");
      var ranked = model.rank(List.of(prompts.get(1)), continuations).getFirst();
      for (int i = 0; i < continuations.size(); i++) {
        double alone =
            model.score(List.of(prompts.get(1)), List.of(continuations.get(i))).getFirst().sum();
        assertThat(ranked.get(i).sum()).isCloseTo(alone, within(1e-3));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"int8, QWEN2", "nf4, GPT2", "nf4-double, GPT_NEOX"})
  void aModelIsQuantisedOnRequestAndAnswers(String quantization, DecoderFamily family) {
    ModelOptions options =
        ModelOptions.DEFAULT
            .withSetting(LoadOptions.QUANTIZATION, quantization)
            .withSetting(LoadOptions.RECOMPUTE, "true");
    try (LocalLanguageModel model = open(write(family), options)) {
      assertThat(model.weights()).isInstanceOf(QuantizedWeights.class);
      assertThat(model.generate(Prompt.plain("one two"), Decoding.greedy(4)).text()).isNotNull();
    }
  }

  @Test
  void aSettingThatCannotBeHonouredIsNamed() {
    String name = write(DecoderFamily.LLAMA);
    assertThatThrownBy(
            () -> open(name, ModelOptions.DEFAULT.withSetting(LoadOptions.QUANTIZATION, "q4")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'q4' is none of int8, nf4, nf4-double");
    assertThatThrownBy(
            () -> open(name, ModelOptions.DEFAULT.withSetting(LoadOptions.RECOMPUTE, "yes")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("give true or false");
  }
}
