package dev.chiron.nn.training;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Work that an interruption of this thread must not cut short: file channels close under a thread
 * that is interrupted. It runs on a thread of its own while this one waits; an interruption stays
 * pending until it is done.
 */
final class Uninterrupted {
  private Uninterrupted() {}

  static void run(Runnable work) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("training-files")
        .start(
            () -> {
              try {
                work.run();
                done.complete(null);
              } catch (Throwable e) {
                done.completeExceptionally(e);
              }
            });
    try {
      // join, unlike get, does not give way to an interruption.
      done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
