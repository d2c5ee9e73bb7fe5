package dev.chiron.bench.micro;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.chiron.nn.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Encodes a prompt of about a thousand characters; the peer is DJL's tokenizer. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class TokenizerBenchmark {
  private static final String DEMONSTRATION =
      "Input: My card was charged twice, on 3 May and on 5 May.\nOutput: billing\n\n";

  /** A {@code tokenizer.json}. */
  @Param("")
  public String tokenizer;

  private final String prompt = "Which team?\n\n" + DEMONSTRATION.repeat(13);
  private Tokenizer chiron;
  private HuggingFaceTokenizer djl;

  /** Opens both tokenizers on the same file. */
  @Setup
  public void open() throws IOException {
    chiron = Tokenizer.open(Path.of(tokenizer));
    djl = HuggingFaceTokenizer.newInstance(Path.of(tokenizer));
  }

  @TearDown
  public void close() {
    djl.close();
  }

  @Benchmark
  public int[] encode() {
    return chiron.encode(prompt);
  }

  @Benchmark
  public long[] encodeByPeer() {
    return djl.encode(prompt, false, false).getIds();
  }
}
