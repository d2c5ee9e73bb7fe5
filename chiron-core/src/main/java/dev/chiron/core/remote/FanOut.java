package dev.chiron.core.remote;

import dev.chiron.core.error.ModelException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Calls made at once, each on a virtual thread of its own.
 *
 * <p>The first failure interrupts the rest: what waits for its turn or for a retry stops, what is
 * under way is awaited, so that an answer that will be charged is also kept. Then the failure is
 * thrown.
 */
final class FanOut {
  private FanOut() {}

  /** The results in the order of the items. */
  static <T, R> List<R> map(List<T> items, Function<T, R> call) {
    if (items.size() == 1) {
      return List.of(call.apply(items.getFirst()));
    }
    List<Future<R>> futures = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ExecutorCompletionService<R> completion = new ExecutorCompletionService<>(threads);
      for (T item : items) {
        futures.add(completion.submit(() -> call.apply(item)));
      }
      try {
        for (int done = 0; done < items.size(); done++) {
          completion.take().get();
        }
      } catch (InterruptedException e) {
        threads.shutdownNow();
        Thread.currentThread().interrupt();
        throw new CancelledException();
      } catch (ExecutionException e) {
        threads.shutdownNow();
        throw unwrapped(e);
      }
    }
    return futures.stream().map(Future::resultNow).toList();
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    return switch (e.getCause()) {
      case RuntimeException runtime -> runtime;
      case Error error -> throw error;
      case null, default -> new ModelException("a call failed", e);
    };
  }

  /** Pieces of at most {@code size} items, in order. */
  static <T> List<List<T>> pieces(List<T> items, int size) {
    List<List<T>> pieces = new ArrayList<>();
    for (int from = 0; from < items.size(); from += size) {
      pieces.add(items.subList(from, Math.min(items.size(), from + size)));
    }
    return Collections.unmodifiableList(pieces);
  }
}
