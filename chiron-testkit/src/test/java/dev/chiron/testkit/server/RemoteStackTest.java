package dev.chiron.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.budget.Budget;
import dev.chiron.core.budget.BudgetExhausted;
import dev.chiron.core.budget.BudgetMeter;
import dev.chiron.core.budget.MeteredModel;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.EmbeddingModel;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.Models;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.testkit.Responder;
import dev.chiron.testkit.ResponderModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way from a metered, cached model through LangChain4j to a server that misbehaves. */
class RemoteStackTest {
  private static final int MANY = 60;

  @TempDir Path directory;

  static Stream<FaultPlan> plans() {
    return Stream.of(
        FaultPlan.NONE,
        FaultPlan.dropsAThird(1, 4),
        new FaultPlan(2, Map.of(Fault.RATE_LIMIT, 0.4, Fault.UNAVAILABLE, 0.1), 4, Duration.ZERO),
        new FaultPlan(3, Map.of(Fault.SERVER_ERROR, 0.4, Fault.TRUNCATED, 0.1), 4, Duration.ZERO),
        new FaultPlan(4, Map.of(Fault.HANG, 0.06), 1, Duration.ZERO),
        new FaultPlan(
            5,
            Map.of(
                Fault.DROP_AFTER,
                0.33,
                Fault.RATE_LIMIT,
                0.2,
                Fault.HANG,
                0.02,
                Fault.TRUNCATED,
                0.1),
            3,
            Duration.ZERO));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void faultsChangeNoAnswerAndNothingIsPaidTwice(FaultPlan plan) {
    try (FaultyModelServer server = new FaultyModelServer(RemoteStack.REVERSE, plan);
        LanguageModel remote = stack().open("openai", server, Map.of())) {
      BudgetMeter meter = new BudgetMeter(Budget.ofCalls(MANY));
      LanguageModel model = MeteredModel.of(remote, meter);

      List<Completion> answers = model.generate(RemoteStack.prompts(MANY), RemoteStack.GREEDY);

      assertThat(answers)
          .isEqualTo(
              new ResponderModel("", RemoteStack.REVERSE)
                  .generate(RemoteStack.prompts(MANY), RemoteStack.GREEDY));
      ServerCounts counts = server.counts();
      assertThat(counts.distinct()).isEqualTo(MANY);
      assertThat(counts.paid()).isEqualTo(MANY);
      assertThat(counts.paidTwice()).isZero();
      assertThat(counts.mostAtOnce())
          .isLessThanOrEqualTo(8 + counts.faults().getOrDefault(Fault.HANG, 0));
      int faults = counts.faults().values().stream().mapToInt(Integer::intValue).sum();
      assertThat(counts.requests()).isEqualTo(MANY + faults);
      // Every sending is one of ours: nothing below retries in secret.
      assertThat(model.paid().calls()).isEqualTo(counts.requests());
      assertThat(meter.spent().usage().calls()).isEqualTo(MANY);
    }
  }

  @Test
  void theFaultPlansDoPlayTheirFaults() {
    FaultPlan plan = FaultPlan.dropsAThird(1, 4);
    long dropped =
        IntStream.range(0, 3000).filter(i -> plan.fault("request " + i, 1).isPresent()).count();
    // Binomial with p = 1/3: a standard deviation is 26.
    assertThat(dropped).isBetween(1000L - 4 * 26, 1000L + 4 * 26);
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai", "ollama"})
  void bothProtocolsCarryPromptsDecodingAndUsage(String protocol) {
    Responder responder =
        (prompt, decoding) ->
            prompt.messages()
                + " "
                + decoding.temperature()
                + " "
                + decoding.topP()
                + " "
                + decoding.topK()
                + " "
                + decoding.stops()
                + " "
                + decoding.seed();
    try (FaultyModelServer server = new FaultyModelServer(responder, FaultPlan.NONE);
        LanguageModel model = stack().open(protocol, server, Map.of())) {
      Prompt chat =
          Prompt.chat(
              new dev.chiron.core.prompt.Message(dev.chiron.core.prompt.Role.SYSTEM, "be brief"),
              new dev.chiron.core.prompt.Message(dev.chiron.core.prompt.Role.USER, "one"),
              new dev.chiron.core.prompt.Message(dev.chiron.core.prompt.Role.ASSISTANT, "two"),
              new dev.chiron.core.prompt.Message(dev.chiron.core.prompt.Role.USER, "three"));
      Decoding decoding = new Decoding(500, 0.5, 7, 0.9, List.of("§"), 11);

      Completion answer = model.generate(chat, decoding);

      assertThat(answer).isEqualTo(ResponderModel.complete(responder, chat, decoding));
      assertThat(answer.finish()).isEqualTo(Completion.Finish.STOP);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai", "ollama"})
  void aTokenLimitIsToldApartFromAnEnd(String protocol) {
    try (FaultyModelServer server = new FaultyModelServer(RemoteStack.REVERSE, FaultPlan.NONE);
        LanguageModel model = stack().open(protocol, server, Map.of())) {
      Completion answer = model.generate(Prompt.plain("abcdefghijkl"), Decoding.greedy(2));
      assertThat(answer.text()).isEqualTo("lkjihg");
      assertThat(answer.finish()).isEqualTo(Completion.Finish.LENGTH);
    }
  }

  @Test
  void theBudgetHoldsToTheCallWithEightThreadsAndDrops() throws Exception {
    try (FaultyModelServer server =
            new FaultyModelServer(RemoteStack.REVERSE, FaultPlan.dropsAThird(6, 4));
        LanguageModel remote = stack().open("openai", server, Map.of());
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      BudgetMeter meter = new BudgetMeter(Budget.ofCalls(25));
      LanguageModel model = MeteredModel.of(remote, meter);
      List<Future<Boolean>> outcomes = new ArrayList<>();
      for (Prompt prompt : RemoteStack.prompts(40)) {
        outcomes.add(
            threads.submit(
                () -> {
                  try {
                    model.generate(prompt, RemoteStack.GREEDY);
                    return true;
                  } catch (BudgetExhausted e) {
                    return false;
                  }
                }));
      }
      int answered = 0;
      for (Future<Boolean> outcome : outcomes) {
        answered += outcome.get() ? 1 : 0;
      }
      assertThat(answered).isEqualTo(25);
      assertThat(server.counts().distinct()).isEqualTo(25);
      assertThat(server.counts().paid()).isEqualTo(25);
    }
  }

  @Test
  void aSecondRunPaysNothingAndSeesTheSameBudget() {
    try (FaultyModelServer server = new FaultyModelServer(RemoteStack.REVERSE, FaultPlan.NONE)) {
      List<BudgetMeter> meters = new ArrayList<>();
      List<List<Completion>> answers = new ArrayList<>();
      List<Long> paid = new ArrayList<>();
      for (int run = 0; run < 2; run++) {
        BudgetMeter meter = new BudgetMeter(Budget.NONE);
        try (LanguageModel model =
            MeteredModel.of(stack().open("openai", server, Map.of()), meter)) {
          answers.add(model.generate(RemoteStack.prompts(20), RemoteStack.GREEDY));
          paid.add(model.paid().calls());
        }
        meters.add(meter);
      }
      assertThat(answers.get(1)).isEqualTo(answers.get(0));
      assertThat(meters.get(1).spent().usage()).isEqualTo(meters.get(0).spent().usage());
      assertThat(paid).containsExactly(20L, 0L);
      assertThat(server.counts().requests()).isEqualTo(20);
    }
  }

  @Test
  void equalRequestsAtTheSameTimeArePaidOnce() throws Exception {
    try (FaultyModelServer server =
            new FaultyModelServer(RemoteStack.REVERSE, FaultPlan.dropsAThird(7, 4));
        // Two models with a cache object each, as two processes would have.
        LanguageModel one = stack().open("openai", server, Map.of());
        LanguageModel two = stack().open("openai", server, Map.of())) {
      List<Prompt> same = new ArrayList<>();
      IntStream.range(0, 30).forEach(i -> same.add(Prompt.plain("same " + i % 3)));
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<List<Completion>>> futures = new ArrayList<>();
        for (LanguageModel model : List.of(one, two, one, two)) {
          futures.add(threads.submit(() -> model.generate(same, RemoteStack.GREEDY)));
        }
        for (Future<List<Completion>> future : futures) {
          assertThat(future.get()).hasSize(30);
        }
      }
      assertThat(server.counts().paid()).isEqualTo(3);
      assertThat(one.generate(same, RemoteStack.GREEDY).get(29).text()).isEqualTo("2 emas");
    }
  }

  @Test
  void anotherSeedIsAnotherRequestAndAnEqualOneIsNot() {
    try (FaultyModelServer server = new FaultyModelServer(RemoteStack.REVERSE, FaultPlan.NONE);
        LanguageModel model = stack().open("openai", server, Map.of())) {
      Prompt prompt = Prompt.plain("x");
      model.generate(prompt, Decoding.sampled(8, 0.7, 1));
      model.generate(prompt, Decoding.sampled(8, 0.7, 2));
      model.generate(prompt, Decoding.sampled(8, 0.7, 1));
      assertThat(server.counts().requests()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai", "ollama"})
  void embeddingsComeAtUnitLengthInOrderAndOnce(String protocol) {
    List<String> texts = new ArrayList<>(List.of("", "the cat", "the cat"));
    IntStream.range(0, 100).forEach(i -> texts.add("text number " + i));
    try (FaultyModelServer server =
            new FaultyModelServer(RemoteStack.REVERSE, FaultPlan.dropsAThird(8, 4));
        EmbeddingModel model =
            Models.openEmbedding(RemoteStack.name(protocol, server), stack().options(Map.of()))) {
      float[][] vectors = model.embed(texts);
      assertThat(vectors).hasDimensions(103, 32);
      assertThat(vectors[0]).containsOnly(0f);
      assertThat(vectors[1]).isEqualTo(vectors[2]);
      float[] expected = Trigrams.embed("text number 99");
      double length = 0;
      for (float x : expected) {
        length += x * x;
      }
      for (int i = 0; i < expected.length; i++) {
        assertThat(vectors[102][i])
            .isCloseTo(
                (float) (expected[i] / Math.sqrt(length)),
                org.assertj.core.data.Offset.offset(1e-6f));
      }
      int paid = server.counts().paid();
      assertThat(paid).isEqualTo(2);
      assertThat(model.embed(texts)).isDeepEqualTo(vectors);
      assertThat(server.counts().paid()).isEqualTo(paid);
    }
  }

  private RemoteStack stack() {
    return new RemoteStack(directory);
  }
}
