package dev.chiron.bench.micro;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.retrieval.Bm25Retriever;
import dev.chiron.core.retrieval.Retriever;
import dev.chiron.testkit.rules.RuleWorld;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Finds the eight nearest of a thousand sentences by BM25. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class RetrievalBenchmark {
  private static final int SENTENCES = 1000;
  private static final int FOUND = 8;

  private List<String> sentences;
  private Retriever retriever;
  private int next;

  /** Indexes the sentences. */
  @Setup
  public void index() {
    sentences =
        new RuleWorld(new Seeds(1))
            .examples(SENTENCES, "pool").stream().map(example -> example.input()).toList();
    retriever = new Bm25Retriever(sentences);
  }

  @TearDown
  public void close() {
    retriever.close();
  }

  @Benchmark
  public List<Retriever.Hit> query() {
    next = (next + 1) % SENTENCES;
    return retriever.search(sentences.get(next), FOUND);
  }
}
