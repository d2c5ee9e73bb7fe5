package dev.chiron.core.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.error.InputException;
import dev.chiron.core.error.ModelException;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.Usage;
import dev.chiron.core.prompt.Prompt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResponseCacheTest {
  private static final Completion ANSWER =
      new Completion("grün\n\u0000 ✓", Completion.Finish.LENGTH, new Usage(1, 17, 4));

  @TempDir Path directory;

  @Test
  void anAnswerComesBackAsItWentInAlsoAfterReopening() {
    Path file = directory.resolve("made/on/demand/cache.sqlite");
    try (ResponseCache cache = ResponseCache.open(file)) {
      cache.put("a", ANSWER);
      assertThat(cache.get("a")).contains(ANSWER);
      assertThat(cache.get("b")).isEmpty();
    }
    try (ResponseCache cache = ResponseCache.open(file)) {
      assertThat(cache.get("a")).contains(ANSWER);
      assertThat(cache.size()).isEqualTo(1);
    }
  }

  @Test
  void whateverCouldChangeTheAnswerChangesTheKey() {
    Endpoint here = new Endpoint("openai", "http://h/v1", "m");
    Prompt prompt = Prompt.plain("p");
    Decoding d = new Decoding(5, 0.5, 2, 0.9, List.of("x"), 1);
    List<String> keys =
        List.of(
            here.canonical(prompt, d),
            new Endpoint("ollama", "http://h/v1", "m").canonical(prompt, d),
            new Endpoint("openai", "http://g/v1", "m").canonical(prompt, d),
            new Endpoint("openai", "http://h/v1", "n").canonical(prompt, d),
            here.canonical(Prompt.plain("q"), d),
            here.canonical(
                Prompt.chat(
                    new dev.chiron.core.prompt.Message(dev.chiron.core.prompt.Role.SYSTEM, "p")),
                d),
            here.canonical(prompt, new Decoding(6, 0.5, 2, 0.9, List.of("x"), 1)),
            here.canonical(prompt, new Decoding(5, 0.6, 2, 0.9, List.of("x"), 1)),
            here.canonical(prompt, new Decoding(5, 0.5, 3, 0.9, List.of("x"), 1)),
            here.canonical(prompt, new Decoding(5, 0.5, 2, 0.8, List.of("x"), 1)),
            here.canonical(prompt, new Decoding(5, 0.5, 2, 0.9, List.of("y"), 1)),
            here.canonical(prompt, d.withSeed(2)));
    assertThat(new HashSet<>(keys)).hasSameSizeAs(keys);
    // What is sent is the same, so the key is.
    assertThat(
            here.canonical(
                Prompt.chat(
                    new dev.chiron.core.prompt.Message(dev.chiron.core.prompt.Role.USER, "p")),
                d))
        .isEqualTo(keys.getFirst());
  }

  @Test
  void equalRequestsOfManyThreadsAndTwoOpenCachesMakeOneCall() throws Exception {
    Path file = directory.resolve("cache.sqlite");
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch allAsked = new CountDownLatch(39);
    try (ResponseCache one = ResponseCache.open(file);
        ResponseCache two = ResponseCache.open(file);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Completion>> futures = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        ResponseCache cache = i % 2 == 0 ? one : two;
        futures.add(
            threads.submit(
                () -> {
                  allAsked.countDown();
                  return cache.answer(
                      "same",
                      () -> {
                        calls.incrementAndGet();
                        await(allAsked);
                        return ANSWER;
                      });
                }));
      }
      for (Future<Completion> future : futures) {
        assertThat(future.get()).isEqualTo(ANSWER);
      }
    }
    assertThat(calls).hasValue(1);
  }

  @Test
  void aCallThatFailsLeavesTheRequestToTheNext() {
    try (ResponseCache cache = ResponseCache.open(directory.resolve("cache.sqlite"))) {
      assertThatThrownBy(
              () ->
                  cache.answer(
                      "a",
                      () -> {
                        throw new ModelException("down");
                      }))
          .hasMessage("down");
      assertThat(cache.answer("a", () -> ANSWER)).isEqualTo(ANSWER);
    }
  }

  @Test
  void theClaimOfAProcessThatDiedIsTakenOver() throws Exception {
    Path file = directory.resolve("cache.sqlite");
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    try (ResponseCache cache = ResponseCache.open(file)) {
      try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
          var insert = connection.prepareStatement("INSERT INTO claims VALUES (?, ?, 0, ?)")) {
        insert.setBytes(1, sha256("a"));
        insert.setLong(2, gone.pid());
        insert.setLong(3, System.currentTimeMillis());
        insert.executeUpdate();
      }
      assertThat(cache.answer("a", () -> ANSWER)).isEqualTo(ANSWER);
    }
  }

  @Test
  void aRefusedAnswerIsNotKept() {
    Completion refused = new Completion("", Completion.Finish.REFUSED, Usage.NONE);
    try (ResponseCache cache = ResponseCache.open(directory.resolve("cache.sqlite"))) {
      assertThat(cache.answer("a", () -> refused)).isEqualTo(refused);
      assertThat(cache.size()).isZero();
    }
  }

  @Test
  void aFileThatIsNoDatabaseIsSaidInOneLine() throws Exception {
    Path file = directory.resolve("cache.sqlite");
    Files.writeString(file, "this is no database, whatever its name says ".repeat(50));
    assertThatThrownBy(() -> ResponseCache.open(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("move it away");
  }

  @Test
  void aDatabaseThatIsDamagedInTheMiddleIsSaidInOneLine() throws Exception {
    Path file = directory.resolve("cache.sqlite");
    try (ResponseCache cache = ResponseCache.open(file)) {
      for (int i = 0; i < 300; i++) {
        cache.put("request " + i, ANSWER);
      }
    }
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 8192, bytes.length, (byte) 0x5a);
    Files.write(file, bytes);
    assertThatThrownBy(
            () -> {
              try (ResponseCache cache = ResponseCache.open(file)) {
                for (int i = 0; i < 300; i++) {
                  cache.get("request " + i);
                }
              }
            })
        .isInstanceOf(InputException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void anotherProgramsDatabaseIsLeftAlone() throws Exception {
    Path file = directory.resolve("other.sqlite");
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE precious (x)");
    }
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> ResponseCache.open(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no response cache");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void aPlaceThatCannotBeIsSaidInOneLine() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");
    assertThatThrownBy(() -> ResponseCache.open(file.resolve("cache.sqlite")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("directory cannot be made");
    assertThatThrownBy(() -> ResponseCache.open(directory))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cannot be opened");
  }

  @Test
  void differentRequestsHaveDifferentAnswers() {
    try (ResponseCache cache = ResponseCache.open(directory.resolve("cache.sqlite"))) {
      Set<String> texts = new HashSet<>();
      for (String request : List.of("a", "b", "c")) {
        texts.add(
            cache
                .answer(request, () -> new Completion(request, Completion.Finish.STOP, Usage.NONE))
                .text());
      }
      assertThat(texts).containsExactlyInAnyOrder("a", "b", "c");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] sha256(String text) throws Exception {
    return java.security.MessageDigest.getInstance("SHA-256")
        .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
