package dev.chiron.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.error.ModelException;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.Models;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.testkit.Responder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said, kept and paid when a service fails for good. */
class RemoteFailureTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(names = {"MALFORMED", "WRONG_LENGTH", "EMPTY"})
  void anAnswerThatIsNoneIsSaidClearlyAndNotPaidAgain(Fault fault) {
    try (FaultyModelServer server =
            new FaultyModelServer(RemoteStack.REVERSE, FaultPlan.always(fault));
        LanguageModel model = stack().open("openai", server, Map.of())) {
      assertThatThrownBy(() -> model.generate(Prompt.plain("x"), RemoteStack.GREEDY))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining(server.openAiUrl())
          .hasMessageContaining("the answer is")
          .message()
          .doesNotContain("\n");
      assertThat(server.counts().requests()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP_BEFORE", "SERVER_ERROR", "TRUNCATED", "HANG"})
  void aServiceThatStaysAwayIsGivenUpAfterTheLastAttempt(Fault fault) {
    try (FaultyModelServer server =
            new FaultyModelServer(RemoteStack.REVERSE, FaultPlan.always(fault));
        LanguageModel model =
            stack().open("openai", server, Map.of("attempts", "3", "timeoutSeconds", "0.5"))) {
      assertThatThrownBy(() -> model.generate(Prompt.plain("x"), RemoteStack.GREEDY))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("after 3 attempts");
      assertThat(server.counts().requests()).isEqualTo(3);
    }
  }

  @Test
  void oneFailureStopsTheBatchAndWhatWasAnsweredIsKept() {
    // One prompt is refused; it is the ninth, so that eight answers are under way or done.
    Responder picky =
        (prompt, decoding) -> {
          String text = prompt.messages().getLast().text();
          if (text.equals("bad")) {
            throw new IllegalArgumentException("I do not take this");
          }
          return "fine";
        };
    List<Prompt> batch = new ArrayList<>(RemoteStack.prompts(8));
    batch.add(Prompt.plain("bad"));
    batch.addAll(RemoteStack.prompts(200).subList(8, 200));
    try (FaultyModelServer server = new FaultyModelServer(picky, FaultPlan.NONE);
        LanguageModel model = stack().open("openai", server, Map.of())) {
      assertThatThrownBy(() -> model.generate(batch, RemoteStack.GREEDY))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("HTTP 400")
          .hasMessageContaining("I do not take this");
      int paid = server.counts().paid();
      assertThat(paid).isLessThan(200);

      batch.remove(8);
      model.generate(batch, RemoteStack.GREEDY);
      assertThat(server.counts().paid()).isEqualTo(200);
      assertThat(server.counts().paidTwice()).isZero();
    }
  }

  @Test
  void aRefusalIsHandedOnAndAskedAgainNextTime() {
    try (FaultyModelServer server =
            new FaultyModelServer(
                RemoteStack.REVERSE,
                new FaultPlan(0, Map.of(Fault.REFUSAL, 1.0), 1, Duration.ZERO));
        LanguageModel model = stack().open("openai", server, Map.of())) {
      assertThat(model.generate(Prompt.plain("x"), RemoteStack.GREEDY).finish())
          .isEqualTo(Completion.Finish.REFUSED);
      assertThat(model.generate(Prompt.plain("x"), RemoteStack.GREEDY).finish())
          .isEqualTo(Completion.Finish.STOP);
    }
  }

  @Test
  void theApiKeyIsSentAndAppearsNowhereElse() throws IOException {
    String key = "sk-very-secret-4711";
    ModelOptions options = stack().options(Map.of("apiKey", key));
    try (FaultyModelServer server =
        new FaultyModelServer(RemoteStack.REVERSE, FaultPlan.NONE, key)) {
      try (LanguageModel model = Models.open(RemoteStack.name("openai", server), options)) {
        assertThat(model.generate(Prompt.plain("x"), RemoteStack.GREEDY).text()).isEqualTo("x");
        assertThat(options.toString() + model + model.info()).doesNotContain("secret");
      }
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
              .doesNotContain("secret");
        }
      }
    }
    try (FaultyModelServer server =
            new FaultyModelServer(RemoteStack.REVERSE, FaultPlan.NONE, "another");
        LanguageModel model = Models.open(RemoteStack.name("openai", server), options)) {
      assertThatThrownBy(() -> model.generate(Prompt.plain("x"), RemoteStack.GREEDY))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("HTTP 401")
          .satisfies(
              e -> {
                for (Throwable t = e; t != null; t = t.getCause()) {
                  assertThat(String.valueOf(t.getMessage())).doesNotContain("secret");
                }
              });
      assertThat(server.counts().requests()).isEqualTo(1);
    }
  }

  private RemoteStack stack() {
    return new RemoteStack(directory);
  }
}
