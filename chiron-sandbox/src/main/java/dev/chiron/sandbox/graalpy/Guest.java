package dev.chiron.sandbox.graalpy;

import dev.chiron.core.program.Limits;
import dev.chiron.core.program.Outcome;
import dev.chiron.core.program.Program;
import dev.chiron.core.program.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.EnvironmentAccess;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.ResourceLimits;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.io.IOAccess;

/** One context for one program, watched while the program runs. */
final class Guest {
  /** Statements: two orders of magnitude beyond what the tests of short problems take. */
  private static final long MOST_STATEMENTS = 50_000_000;

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** A collection takes longer than a look, so they are rarer. */
  private static final long BETWEEN_COLLECTIONS_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** How long a cancelled program is waited for. */
  private static final long LAST_WORDS_SECONDS = 2;

  private static final long STACK_BYTES = 16L << 20;

  private final Context context;
  private final CappedOutput out = new CappedOutput();
  private final CappedOutput err = new CappedOutput();
  private final Input in = new Input();

  private Guest(Engine engine) {
    context =
        Context.newBuilder("python")
            .engine(engine)
            .allowAllAccess(false)
            .allowHostAccess(HostAccess.NONE)
            .allowHostClassLookup(_ -> false)
            .allowIO(IOAccess.NONE)
            .allowCreateThread(false)
            .allowNativeAccess(false)
            .allowCreateProcess(false)
            .allowEnvironmentAccess(EnvironmentAccess.NONE)
            .allowPolyglotAccess(PolyglotAccess.NONE)
            .resourceLimits(
                ResourceLimits.newBuilder().statementLimit(MOST_STATEMENTS, null).build())
            .in(in)
            .out(out)
            .err(err)
            .build();
  }

  static Guest warmedUp(Engine engine) {
    Guest guest = new Guest(engine);
    guest.context.initialize("python");
    return guest;
  }

  /**
   * @param left is called once nothing of the program runs any more, which may be after the verdict
   */
  Outcome run(Program program, Limits limits, Runnable left) throws InterruptedException {
    out.limit(limits.outputBytes());
    err.limit(limits.outputBytes());
    in.set(program.input());
    CompletableFuture<Outcome> done = new CompletableFuture<>();
    long start = System.nanoTime();
    Thread thread =
        new Thread(null, () -> eval(program, start, done, left), "graalpy-program", STACK_BYTES);
    thread.setDaemon(true);
    long before = usedHeap();
    thread.start();
    Verdict cause = watch(thread, done, limits, start, before);
    if (cause == Verdict.OK) {
      Outcome outcome = done.join();
      context.close(true);
      return outcome;
    }
    Thread.ofPlatform().daemon().name("graalpy-cancel").start(() -> context.close(true));
    try {
      done.get(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // It is inside an operation that can't be interrupted; the verdict stands.
    }
    return outcome(cause, words(cause, limits), -1, start);
  }

  /** Waits for the end or for a reason to end it; {@link Verdict#OK} if it ended by itself. */
  private Verdict watch(
      Thread thread, CompletableFuture<Outcome> done, Limits limits, long start, long before)
      throws InterruptedException {
    long collected = start;
    while (true) {
      try {
        done.get(LOOK_NANOS, TimeUnit.NANOSECONDS);
        return Verdict.OK;
      } catch (ExecutionException e) {
        throw new IllegalStateException("the sandbox failed", e);
      } catch (TimeoutException e) {
        long now = System.nanoTime();
        if (now - start > limits.wall().toNanos()) {
          return Verdict.TIMEOUT;
        }
        if (out.full() || err.full()) {
          return Verdict.OUTPUT;
        }
        if (now - collected > BETWEEN_COLLECTIONS_NANOS
            && allocated(thread) > limits.memoryBytes()
            && usedHeap() - before > limits.memoryBytes()) {
          System.gc(); // what is garbage is not the program's
          collected = System.nanoTime();
          if (usedHeap() - before > limits.memoryBytes()) {
            return Verdict.MEMORY;
          }
        }
      }
    }
  }

  private void eval(Program program, long start, CompletableFuture<Outcome> done, Runnable left) {
    try {
      context.eval(Source.newBuilder("python", program.source(), "main.py").build());
      done.complete(outcome(ended(Verdict.OK), "", 0, start));
    } catch (PolyglotException e) {
      done.complete(outcome(e, start));
    } catch (OutOfMemoryError e) {
      done.complete(outcome(Verdict.MEMORY, "the heap of this JVM is full", -1, start));
    } catch (IOException | RuntimeException | Error e) {
      done.complete(outcome(Verdict.CRASH, e.toString(), -1, start));
    } finally {
      left.run();
    }
  }

  private Outcome outcome(PolyglotException e, long start) {
    String message = String.valueOf(e.getMessage());
    if (e.isExit()) {
      boolean fine = e.getExitStatus() == 0;
      return outcome(
          ended(fine ? Verdict.OK : Verdict.FAILED),
          fine ? "" : "exit code " + e.getExitStatus(),
          e.getExitStatus(),
          start);
    }
    if (e.isSyntaxError()) {
      return outcome(Verdict.DOES_NOT_COMPILE, message, 1, start);
    }
    if (message.startsWith("MemoryError") || message.contains("OutOfMemory")) {
      return outcome(Verdict.MEMORY, message, 1, start);
    }
    if (e.isResourceExhausted()) {
      return message.contains("tatement")
          ? outcome(Verdict.TIMEOUT, message, -1, start)
          : outcome(ended(Verdict.FAILED), message, 1, start);
    }
    if (message.contains("SecurityException")) {
      return outcome(ended(Verdict.FORBIDDEN), message, 1, start);
    }
    if (e.isInternalError()) {
      return outcome(Verdict.CRASH, message, -1, start);
    }
    return outcome(ended(refused(message) ? Verdict.FORBIDDEN : Verdict.FAILED), message, 1, start);
  }

  private static boolean refused(String message) {
    return message.startsWith("PermissionError")
        || message.contains("Operation not permitted")
        || message.contains("not allowed")
        || message.contains("is not supported")
        || message.startsWith("NotImplementedError: host")
        || message.contains("Permission denied");
  }

  /** A program that ended by itself may still have written too much. */
  private Verdict ended(Verdict verdict) {
    return out.full() || err.full() ? Verdict.OUTPUT : verdict;
  }

  private Outcome outcome(Verdict verdict, String detail, int exitCode, long start) {
    return new Outcome(
        verdict,
        detail.lines().findFirst().orElse(""),
        exitCode,
        out.text(),
        err.text(),
        Duration.ofNanos(System.nanoTime() - start));
  }

  private static String words(Verdict cause, Limits limits) {
    return switch (cause) {
      case TIMEOUT -> "not done after " + limits.wall().toMillis() + " ms";
      case OUTPUT -> "more than " + limits.outputBytes() + " bytes of output";
      default -> "holds more than " + limits.memoryBytes() + " bytes";
    };
  }

  private static long usedHeap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long allocated(Thread thread) {
    return ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads
        ? threads.getThreadAllocatedBytes(thread.threadId())
        : Long.MAX_VALUE;
  }

  void close() {
    context.close(true);
  }

  /** A standard input whose text is known when the program starts, after the context was made. */
  private static final class Input extends InputStream {
    private volatile InputStream text = InputStream.nullInputStream();

    void set(String input) {
      text = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int read() throws IOException {
      return text.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return text.read(bytes, offset, length);
    }
  }
}
