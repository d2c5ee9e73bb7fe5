package dev.chiron.nn.local;

import dev.chiron.core.error.ModelException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one caller at a time use the engine: two would only take each other's cores.
 *
 * <p>A virtual thread hands its work to a platform thread, because libtorch keeps state, such as
 * whether gradients are recorded, by native thread.
 */
final class Lane {
  private static final ExecutorService PLATFORM =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("chiron-engine").daemon().factory());

  private final ReentrantLock lock = new ReentrantLock();

  <T> T run(Supplier<T> work) {
    if (!Thread.currentThread().isVirtual()) {
      return locked(work);
    }
    try {
      return PLATFORM.submit(() -> locked(work)).get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelException("interrupted while the model worked", e);
    }
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
