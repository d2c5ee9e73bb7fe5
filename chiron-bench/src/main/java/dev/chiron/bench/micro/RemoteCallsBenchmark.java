package dev.chiron.bench.micro;

import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.Models;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.testkit.server.FaultPlan;
import dev.chiron.testkit.server.FaultyModelServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Ten thousand different requests, a thousand in flight, to a server on loopback that takes 20 ms
 * for each. Server and client share the machine.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class RemoteCallsBenchmark {
  private static final int CALLS = 10_000;
  private static final int IN_FLIGHT = 1000;
  private static final Duration LATENCY = Duration.ofMillis(20);

  /** What the latency alone would take. */
  static final double IDEAL_MILLISECONDS = (double) CALLS / IN_FLIGHT * LATENCY.toMillis();

  private FaultyModelServer server;
  private LanguageModel model;
  private List<Prompt> prompts;

  /** Starts the server. */
  @Setup
  public void start() {
    server =
        new FaultyModelServer(
            (prompt, decoding) -> {
              LockSupport.parkNanos(LATENCY.toNanos());
              return "billing";
            },
            FaultPlan.NONE);
    model =
        Models.open(
            "openai:simulated@" + server.openAiUrl(),
            new ModelOptions(
                "cpu",
                Optional.empty(),
                Map.of("concurrency", String.valueOf(IN_FLIGHT), "timeoutSeconds", "60")));
    prompts = IntStream.range(0, CALLS).mapToObj(i -> Prompt.plain("Input: case " + i)).toList();
  }

  @TearDown
  public void stop() {
    model.close();
    server.close();
  }

  @Benchmark
  public List<Completion> calls() {
    return model.generate(prompts, Decoding.greedy(16));
  }
}
