package dev.chiron.bench.micro;

import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.remote.CachedModel;
import dev.chiron.core.remote.Endpoint;
import dev.chiron.core.remote.ResponseCache;
import dev.chiron.testkit.ResponderModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Asks for an answer that is among ten thousand in the cache. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class CachedCallBenchmark {
  private static final int ANSWERS = 10_000;
  private static final Decoding DECODING = Decoding.greedy(16, "\n\n");

  private Path directory;
  private List<Prompt> prompts;
  private CachedModel model;
  private int next;

  /** Fills a cache. */
  @Setup
  public void fill() throws IOException {
    directory = Files.createTempDirectory("chiron-micro");
    prompts =
        IntStream.range(0, ANSWERS)
            .mapToObj(i -> Prompt.plain("Which team?\n\nInput: case " + i + "\nOutput:"))
            .toList();
    model =
        new CachedModel(
            new ResponderModel("echo", (prompt, decoding) -> "billing"),
            new Endpoint("openai", "http://127.0.0.1/v1", "echo"),
            ResponseCache.open(directory.resolve("responses.sqlite")));
    model.generate(prompts, DECODING);
  }

  @TearDown
  public void close() throws IOException {
    model.close();
    AtomicFiles.deleteTree(directory);
  }

  @Benchmark
  public Completion hit() {
    next = (next + 1) % ANSWERS;
    return model.generate(prompts.get(next), DECODING);
  }
}
