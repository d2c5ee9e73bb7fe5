package dev.chiron.nn.gguf;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.args.LogFormat;
import dev.chiron.core.error.InputException;
import dev.chiron.core.error.ModelException;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelInfo;
import dev.chiron.core.model.Price;
import dev.chiron.core.model.Usage;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.nn.local.Transcript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A GGUF file run by llama.cpp: quantised weights, at the speed of its kernels. It generates; it
 * gives no log-probabilities of given texts and cannot be tuned.
 *
 * <p>Safe for many threads; they wait for each other.
 */
final class GgufLanguageModel implements LanguageModel {
  private final ModelInfo info;
  private final LlamaModel llama;
  private final ReentrantLock lock = new ReentrantLock();

  private GgufLanguageModel(ModelInfo info, LlamaModel llama) {
    this.info = info;
    this.llama = llama;
  }

  /**
   * Opens a file after its header was checked: llama.cpp ends the process on some damaged files.
   *
   * @param mostContext tokens that are read at once, if the model can read as many
   * @throws InputException if the file is damaged or llama.cpp does not know its architecture
   */
  static GgufLanguageModel open(String name, Path file, int threads, int mostContext) {
    int context = (int) Math.min(mostContext, contextLength(file));
    LlamaLibrary.prepare();
    LlamaModel.setLogger(LogFormat.TEXT, (level, message) -> {});
    ModelParameters parameters =
        new ModelParameters()
            .setModel(file.toString())
            .setCtxSize(context)
            .setBatchSize(context)
            .setThreads(threads)
            .setThreadsBatch(threads)
            .disableContextShift()
            .disableLog();
    try {
      LlamaModel llama = new LlamaModel(parameters);
      return new GgufLanguageModel(new ModelInfo(name, context, 1, Set.of(), Price.FREE), llama);
    } catch (RuntimeException e) { // the binding's own exception is not public
      throw new InputException(file + ": llama.cpp cannot run it: " + e.getMessage(), e);
    }
  }

  private static long contextLength(Path file) {
    try (GgufFile open = GgufFile.open(file)) {
      String architecture =
          open.text("general.architecture")
              .orElseThrow(() -> InputException.in(file, "general.architecture", "is missing"));
      String key = architecture + ".context_length";
      long length = open.number(key).orElseThrow(() -> InputException.in(file, key, "is missing"));
      if (length < 1) {
        throw InputException.in(file, key, "must be at least 1, not " + length);
      }
      return length;
    }
  }

  @Override
  public ModelInfo info() {
    return info;
  }

  @Override
  public int countTokens(String text) {
    return locked(() -> llama.encode(text).length);
  }

  /**
   * Answers every prompt, one after another.
   *
   * @throws ModelException if a prompt does not leave room for one token
   */
  @Override
  public List<Completion> generate(List<Prompt> prompts, Decoding decoding) {
    List<Completion> completions = new ArrayList<>();
    for (Prompt prompt : prompts) {
      completions.add(locked(() -> answer(Transcript.of(prompt), decoding)));
    }
    return completions;
  }

  private Completion answer(String prompt, Decoding decoding) {
    int promptTokens = llama.encode(prompt).length;
    int room = info.contextLength() - promptTokens;
    if (room < 1) {
      throw new ModelException(
          "a prompt of %d tokens and one more do not fit the %d tokens that %s reads at once"
              .formatted(promptTokens, info.contextLength(), info.name()));
    }
    int limit = Math.min(room, decoding.maxTokens());
    String text = llama.complete(parameters(prompt, decoding, limit));
    int tokens = llama.encode(text).length;
    return new Completion(
        text,
        tokens < limit ? Completion.Finish.STOP : Completion.Finish.LENGTH,
        new Usage(1, promptTokens, tokens));
  }

  /** Everything that llama.cpp would otherwise do by its own defaults is switched off. */
  private static InferenceParameters parameters(String prompt, Decoding decoding, int limit) {
    InferenceParameters parameters =
        new InferenceParameters(prompt)
            .setNPredict(limit)
            .setTemperature((float) decoding.temperature())
            .setTopK(decoding.topK())
            .setTopP((float) decoding.topP())
            .setMinP(0)
            .setRepeatPenalty(1)
            .setSeed((int) decoding.seed());
    return decoding.stops().isEmpty()
        ? parameters
        : parameters.setStopStrings(decoding.stops().toArray(String[]::new));
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } catch (ModelException e) {
      throw e;
    } catch (RuntimeException e) { // the binding's own exception is not public
      throw new ModelException("llama.cpp: " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    llama.close();
  }
}
