package dev.chiron.testkit.process;

import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Usage;
import dev.chiron.core.remote.ResponseCache;
import java.nio.file.Path;

/** Fills a cache and says each request after its answer is kept. */
final class CacheWriter {
  private CacheWriter() {}

  public static void main(String[] arguments) {
    int from = Integer.parseInt(arguments[1]);
    int to = Integer.parseInt(arguments[2]);
    try (ResponseCache cache = ResponseCache.open(Path.of(arguments[0]))) {
      for (int i = from; i < to; i++) {
        String request = "request " + i;
        cache.answer(request, () -> answer(request));
        System.out.println(request);
      }
    }
  }

  static Completion answer(String request) {
    String text = (request + " ").repeat(50);
    return new Completion(text, Completion.Finish.STOP, new Usage(1, 3, text.length()));
  }
}
