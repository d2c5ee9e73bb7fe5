import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.LlamaOutput;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.args.LogFormat;
import java.util.Iterator;

/**
 * Writes text greedily with llama.cpp, as a peer of {@code chiron bench decode}: {@code FILE.gguf
 * CONTEXT THREADS PROMPT}. Prints {@code ready}, then answers each line {@code N} with the seconds
 * that N tokens took after the first, by the clock and of the processor.
 */
public final class LlamaCppDecode {
  public static void main(String[] arguments) {
    int threads = Integer.parseInt(arguments[2]);
    LlamaModel.setLogger(LogFormat.TEXT, (level, message) -> {});
    try (LlamaModel model =
        new LlamaModel(
            new ModelParameters()
                .setModel(arguments[0])
                .setCtxSize(Integer.parseInt(arguments[1]))
                .setThreads(threads)
                .setThreadsBatch(threads)
                .disableLog())) {
      IO.println("ready");
      for (String line = IO.readln(); line != null; line = IO.readln()) {
        IO.println(seconds(model, arguments[3], Integer.parseInt(line)));
      }
    }
  }

  private static String seconds(LlamaModel model, String prompt, int tokens) {
    InferenceParameters parameters =
        new InferenceParameters(prompt)
            .setNPredict(tokens + 1)
            .setTemperature(0)
            .setIgnoreEos(true)
            .setCachePrompt(false);
    Iterator<LlamaOutput> text = model.generate(parameters).iterator();
    text.next();
    long start = System.nanoTime();
    double cpu = cpuSeconds();
    int written = 0;
    while (text.hasNext()) {
      text.next();
      written++;
    }
    String seconds = (System.nanoTime() - start) / 1e9 + " " + (cpuSeconds() - cpu);
    if (written == 0) {
      throw new IllegalStateException("llama.cpp wrote nothing");
    }
    // The stream may join bytes of a character, or end with an empty piece.
    return seconds;
  }

  private static double cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }
}
