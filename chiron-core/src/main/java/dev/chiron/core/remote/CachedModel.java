package dev.chiron.core.remote;

import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.ForwardingModel;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.prompt.Prompt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A model whose answers are kept in a {@link ResponseCache}; what is kept already costs nothing.
 *
 * <p>Each answer is kept the moment it is there, so that of a batch that fails, or of a process
 * that is killed, nothing paid is lost. Equal requests in a batch, in other threads or in other
 * processes are asked once.
 */
public final class CachedModel extends ForwardingModel {
  private final Endpoint endpoint;
  private final ResponseCache cache;

  /**
   * A model with a memory.
   *
   * @param inner asked one prompt at a time, from as many threads as there are prompts: it limits
   *     itself; closed with this
   * @param endpoint what tells its answers from those of other models
   * @param cache closed with this
   */
  public CachedModel(LanguageModel inner, Endpoint endpoint, ResponseCache cache) {
    super(inner);
    this.endpoint = endpoint;
    this.cache = cache;
  }

  @Override
  public List<Completion> generate(List<Prompt> prompts, Decoding decoding) {
    List<String> keys = prompts.stream().map(p -> endpoint.canonical(p, decoding)).toList();
    Map<String, Completion> answers = new ConcurrentHashMap<>();
    Map<String, Prompt> open = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      String key = keys.get(i);
      Optional<Completion> kept = cache.get(key);
      kept.ifPresent(answer -> answers.put(key, answer));
      if (kept.isEmpty()) {
        open.putIfAbsent(key, prompts.get(i));
      }
    }
    FanOut.map(
        List.copyOf(open.entrySet()),
        request -> {
          Completion answer =
              cache.answer(request.getKey(), () -> inner().generate(request.getValue(), decoding));
          answers.put(request.getKey(), answer);
          return answer;
        });
    return keys.stream().map(answers::get).toList();
  }

  @Override
  public void close() {
    super.close();
    cache.close();
  }
}
