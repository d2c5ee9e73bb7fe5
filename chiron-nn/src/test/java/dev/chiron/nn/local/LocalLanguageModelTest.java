package dev.chiron.nn.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.error.InputException;
import dev.chiron.core.error.ModelException;
import dev.chiron.core.model.Capability;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.Models;
import dev.chiron.core.model.Scores;
import dev.chiron.core.prompt.Message;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.prompt.Role;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.adapter.Lora;
import dev.chiron.nn.adapter.LoraConfig;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.checkpoint.ElementType;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.tokenizer.BytePairTokenizer;
import dev.chiron.nn.tokenizer.BytePairTrainer;
import dev.chiron.nn.weights.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalLanguageModelTest {
  private static final List<Prompt> PROMPTS =
      List.of(
          Prompt.plain("Input: the cat sat on the mat\nOutput:"),
          Prompt.plain("a"),
          Prompt.plain("Input: one two\nOutput:"));

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private static Path directory;

  @SuppressWarnings("NullAway.Init") // opened before the tests
  private static LocalLanguageModel model;

  @BeforeAll
  static void writeAndOpen() {
    BytePairTokenizer tokenizer =
        new BytePairTrainer(300)
            .add("the cat sat on the mat and the dog sat on the log Input: Output: one two three")
            .train();
    Path tokenizerDirectory = directory.resolve("tokenizer");
    tokenizer.write(tokenizerDirectory.resolve("tokenizer.json"));
    Decoder decoder =
        new Decoder(
            DecoderConfig.builder(tokenizer.vocabularySize(), 32, 2, 4)
                .contextLength(64)
                .initialDeviation(0.4)
                .build());
    try (Parameters weights = decoder.initialize(new Seeds(6))) {
      ModelDirectory.write(
          directory.resolve("model"), decoder, weights, tokenizerDirectory, ElementType.F32);
    }
    model = open("model");
  }

  private static LocalLanguageModel open(String name) {
    return LocalLanguageModel.open(name, directory.resolve(name), Torch.device("cpu"));
  }

  @AfterAll
  static void closeModel() {
    model.close();
  }

  @Test
  void promptsAreAnsweredInTheirOrderAsEachAlone() {
    for (Decoding decoding :
        List.of(Decoding.greedy(10), Decoding.sampled(10, 1, 3), Decoding.greedy(10, "e", "t"))) {
      List<Completion> together = model.generate(PROMPTS, decoding);
      for (int i = 0; i < PROMPTS.size(); i++) {
        assertThat(together.get(i)).isEqualTo(model.generate(PROMPTS.get(i), decoding));
      }
    }
  }

  @Test
  void anotherSeedDrawsAnotherText() {
    Decoding decoding = Decoding.sampled(20, 2, 3);
    assertThat(model.generate(PROMPTS, decoding)).isEqualTo(model.generate(PROMPTS, decoding));
    assertThat(model.generate(PROMPTS, decoding))
        .isNotEqualTo(model.generate(PROMPTS, decoding.withSeed(4)));
  }

  @Test
  void streamedPiecesAreTheAnswerWithoutItsStopText() {
    for (Decoding decoding :
        List.of(Decoding.greedy(12), Decoding.sampled(12, 2, 5), Decoding.greedy(12, "e", "at"))) {
      for (Prompt prompt : PROMPTS) {
        List<String> pieces = new ArrayList<>();
        Completion streamed = model.stream(prompt, decoding, pieces::add);
        assertThat(streamed).isEqualTo(model.generate(prompt, decoding));
        assertThat(String.join("", pieces)).isEqualTo(streamed.text());
      }
    }
  }

  @Test
  void aStopTextEndsTheCompletionAndIsNotPartOfIt() {
    Completion free = model.generate(PROMPTS.getFirst(), Decoding.greedy(12));
    assertThat(free.finish()).isEqualTo(Completion.Finish.LENGTH);
    assertThat(free.usage().completionTokens()).isEqualTo(12);
    String stop = free.text().substring(3, 5);
    Completion stopped = model.generate(PROMPTS.getFirst(), Decoding.greedy(12, stop));
    assertThat(stopped.finish()).isEqualTo(Completion.Finish.STOP);
    assertThat(stopped.text())
        .isEqualTo(free.text().substring(0, free.text().indexOf(stop)))
        .doesNotContain(stop);
    assertThat(stopped.usage().completionTokens()).isLessThanOrEqualTo(12);
  }

  @Test
  void aCompletionEndsWithTheContext() {
    Prompt prompt = Prompt.plain("the cat ".repeat(12));
    int tokens = model.promptTokens(prompt).length;
    assertThat(tokens).isLessThan(64);
    Completion completion = model.generate(prompt, Decoding.greedy(1000));
    assertThat(completion.usage().completionTokens()).isLessThanOrEqualTo(64 - tokens);
    Prompt longer = Prompt.plain("x y z ".repeat(64));
    assertThatThrownBy(() -> model.generate(longer, Decoding.greedy(1)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("64 tokens");
  }

  @Test
  void scoresOfTheGeneratedTextAreTheHighest() {
    Completion best = model.generate(PROMPTS.getFirst(), Decoding.greedy(1));
    Scores own = model.score(List.of(PROMPTS.getFirst()), List.of(best.text())).getFirst();
    for (String other : List.of(" cat", "x", "\n", " three")) {
      if (!other.equals(best.text()) && model.countTokens(other) == 1) {
        Scores scores = model.score(List.of(PROMPTS.getFirst()), List.of(other)).getFirst();
        assertThat(scores.sum()).isLessThan(own.sum());
      }
    }
  }

  @Test
  void rankingEqualsScoringOneByOne() {
    List<String> candidates = List.of(" positive", " negative", " the cat", " 7", "");
    List<List<Scores>> ranked = model.rank(PROMPTS, candidates);
    for (int i = 0; i < PROMPTS.size(); i++) {
      for (int c = 0; c < candidates.size(); c++) {
        Scores alone = model.score(List.of(PROMPTS.get(i)), List.of(candidates.get(c))).getFirst();
        Scores shared = ranked.get(i).get(c);
        assertThat(shared.tokenLogProbabilities()).hasSize(model.countTokens(candidates.get(c)));
        assertThat(shared.sum()).isCloseTo(alone.sum(), within(1e-3));
        assertThat(shared.usage().completionTokens()).isEqualTo(alone.usage().completionTokens());
        assertThat(shared.usage().promptTokens())
            .as("a prompt's tokens are read, and counted, once")
            .isEqualTo(c == 0 ? alone.usage().promptTokens() : 0);
      }
    }
  }

  @Test
  void aViewWithAnAdapterIsAnotherModelOverTheSameWeights() {
    try (Lora lora = Lora.create(model.architecture(), LoraConfig.ofRank(2), new Seeds(2))) {
      try (var _ = Torch.noGradient()) {
        lora.parameters().names().forEach(name -> lora.parameters().get(name).normal_());
      }
      LocalLanguageModel tuned = model.withInterventions(Interventions.of(lora));
      assertThat(tuned.weights()).isSameAs(model.weights());
      List<Completion> before = model.generate(PROMPTS, Decoding.greedy(8));
      assertThat(tuned.generate(PROMPTS, Decoding.greedy(8))).isNotEqualTo(before);
      try (Parameters merged = lora.merged(model.weights())) {
        Scores byView = tuned.score(PROMPTS, List.of(" cat", " cat", " cat")).getFirst();
        Scores byWeights =
            model
                .withWeights(model.weights().overlay(merged))
                .score(PROMPTS, List.of(" cat", " cat", " cat"))
                .getFirst();
        assertThat(byWeights.sum()).isCloseTo(byView.sum(), within(1e-2));
      }
      tuned.close();
      assertThat(model.generate(PROMPTS, Decoding.greedy(8))).isEqualTo(before);
    }
  }

  @Test
  void virtualThreadsGetTheSameAnswers() throws Exception {
    List<Completion> expected = model.generate(PROMPTS, Decoding.greedy(6));
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Completion>>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(executor.submit(() -> model.generate(PROMPTS, Decoding.greedy(6))));
      }
      for (Future<List<Completion>> answer : answers) {
        assertThat(answer.get()).isEqualTo(expected);
      }
    }
  }

  @Test
  void aChatBecomesATranscript() {
    Prompt chat =
        Prompt.chat(new Message(Role.SYSTEM, "Be brief."), new Message(Role.USER, "Hello"));
    assertThat(TextEncoder.text(chat)).isEqualTo("Be brief.\n\nUser: Hello\n\nAssistant:");
    assertThat(TextEncoder.text(Prompt.chat(new Message(Role.USER, "Hello")))).isEqualTo("Hello");
  }

  @Test
  void embeddingsHaveUnitLengthAndDoNotDependOnTheBatch() {
    LocalEmbeddingModel embedding = new LocalEmbeddingModel(model);
    List<String> texts = List.of("the cat sat", "", "the dog sat on the log", "one");
    float[][] together = embedding.embed(texts);
    for (int i = 0; i < texts.size(); i++) {
      float[] alone = embedding.embed(List.of(texts.get(i)))[0];
      double square = 0;
      for (int j = 0; j < alone.length; j++) {
        assertThat(together[i][j]).isCloseTo(alone[j], within(1e-5f));
        square += alone[j] * alone[j];
      }
      assertThat(square).isCloseTo(texts.get(i).isEmpty() ? 0 : 1, within(1e-5));
    }
    assertThat(together[0]).isNotEqualTo(together[2]);
  }

  @Test
  void aDirectoryIsOpenedByItsPath() {
    String path = directory.resolve("model").toString();
    try (LanguageModel opened = Models.open(path, ModelOptions.DEFAULT)) {
      assertThat(opened.info().name()).isEqualTo(path);
      assertThat(opened.info().contextLength()).isEqualTo(64);
      assertThat(opened.info().can(Capability.TUNABLE)).isTrue();
      assertThat(opened.generate(PROMPTS, Decoding.greedy(5)))
          .isEqualTo(model.generate(PROMPTS, Decoding.greedy(5)));
    }
  }

  @Test
  void aDirectoryThatIsNoModelIsRefusedInOneLine() throws IOException {
    Path empty = Files.createDirectories(directory.resolve("empty"));
    assertThatThrownBy(() -> Models.open(empty.toString(), ModelOptions.DEFAULT).close())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("config.json is missing");
    assertThatThrownBy(() -> Models.open("./nowhere", ModelOptions.DEFAULT).close())
        .isInstanceOf(InputException.class)
        .hasMessage("./nowhere: no such directory");
    Path partial = Files.createDirectories(directory.resolve("partial"));
    for (String name : List.of("config.json", "tokenizer.json")) {
      Files.copy(directory.resolve("model").resolve(name), partial.resolve(name));
    }
    assertThatThrownBy(() -> open("partial").close())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has no model.safetensors");
  }

  @Test
  void namesThatAreNoDirectoriesAreLeftToOthers() {
    LocalModelProvider provider = new LocalModelProvider();
    assertThat(provider.handles("openai:gpt-x")).isFalse();
    assertThat(provider.handles("someone/something")).isFalse();
    assertThat(provider.handles("")).isFalse();
    assertThat(provider.handles("chiron-nano")).isTrue();
    assertThat(provider.handles("./models/mine")).isTrue();
  }

  @Test
  void aDeviceThatIsNotThereIsRefused() {
    ModelOptions options =
        new ModelOptions("tpu", ModelOptions.DEFAULT.cache(), ModelOptions.DEFAULT.settings());
    assertThatThrownBy(
            () -> new LocalModelProvider().open(directory.resolve("model").toString(), options))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'tpu'");
  }
}
