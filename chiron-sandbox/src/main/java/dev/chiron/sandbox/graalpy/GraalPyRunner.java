package dev.chiron.sandbox.graalpy;

import dev.chiron.core.program.Language;
import dev.chiron.core.program.Limits;
import dev.chiron.core.program.Outcome;
import dev.chiron.core.program.Program;
import dev.chiron.core.program.ProgramRunner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.graalvm.polyglot.Engine;

/**
 * Runs each Python program in a fresh context of one engine. A context may reach nothing: no file,
 * socket, process, thread, native code, environment variable, host class or other language. The
 * next contexts are made and warmed up while programs run.
 *
 * <p>What the community edition can't do: it has no limit of the heap, so memory is watched from
 * outside ({@link Guest}); and a program inside one uninterruptible operation, such as a power of
 * huge numbers, is only cancelled when that returns. Its verdict comes in time all the same, and it
 * is left behind; where {@link #MOST_LEFT_BEHIND} of them still work, no more is run.
 */
final class GraalPyRunner implements ProgramRunner {
  private static final int MOST_LEFT_BEHIND = 4;
  private static final int WARM = 1;

  private final Engine engine;
  private final BlockingQueue<Guest> warm = new LinkedBlockingQueue<>();
  private final Semaphore toMake = new Semaphore(WARM);
  private final Semaphore places = new Semaphore(MOST_LEFT_BEHIND);
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread maker;

  GraalPyRunner() {
    engine =
        Engine.newBuilder("python")
            .allowExperimentalOptions(true)
            .option("engine.WarnInterpreterOnly", "false")
            .build();
    maker = Thread.ofPlatform().daemon().name("graalpy-contexts").start(this::makeContexts);
  }

  @Override
  public Language language() {
    return Language.PYTHON;
  }

  @Override
  public String isolation() {
    return "GraalPy " + engine.getVersion() + " inside this JVM: no access to the host";
  }

  @Override
  public Outcome run(Program program, Limits limits) {
    if (program.language() != Language.PYTHON) {
      throw new IllegalArgumentException("a " + program.language().title() + " program for Python");
    }
    if (closed.get()) {
      throw new IllegalStateException("the sandbox is closed");
    }
    try {
      Guest guest = warm.take();
      toMake.release();
      if (!places.tryAcquire(limits.wall().toNanos(), java.util.concurrent.TimeUnit.NANOSECONDS)) {
        guest.close();
        throw new IllegalStateException(
            "too many programs are inside operations that can't be interrupted");
      }
      return guest.run(program, limits, places::release);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a program was running", e);
    }
  }

  private void makeContexts() {
    try {
      while (!closed.get()) {
        toMake.acquire();
        warm.put(Guest.warmedUp(engine));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it was closed
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      maker.interrupt();
      warm.forEach(Guest::close);
      engine.close(true);
    }
  }
}
