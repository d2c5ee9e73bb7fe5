import com.github.tjake.jlama.model.AbstractModel;
import com.github.tjake.jlama.model.ModelSupport;
import com.github.tjake.jlama.safetensors.DType;
import com.github.tjake.jlama.tensor.AbstractTensor;
import com.github.tjake.jlama.tensor.KvBufferCache;
import com.github.tjake.jlama.util.PhysicalCoreExecutor;
import java.io.File;
import java.util.Random;

/**
 * Writes tokens greedily with Jlama, as a peer of {@code chiron bench decode}: {@code DIRECTORY
 * PROMPT_TOKENS THREADS}. Prints {@code ready}, then answers each line {@code N} with the seconds
 * that N tokens took after the first, by the clock and of the processor.
 */
public final class JlamaDecode {
  public static void main(String[] arguments) throws Exception {
    int length = Integer.parseInt(arguments[1]);
    PhysicalCoreExecutor.overrideThreadCount(Integer.parseInt(arguments[2]));
    try (AbstractModel model =
            ModelSupport.loadModel(new File(arguments[0]), DType.F32, DType.F32);
        KvBufferCache cache = new KvBufferCache(model)) {
      Random random = new Random(1);
      int[] prompt = random.ints(length, 0, model.getConfig().vocabularySize).toArray();
      IO.println("ready");
      for (String line = IO.readln(); line != null; line = IO.readln()) {
        IO.println(seconds(model, cache, prompt, Integer.parseInt(line)));
      }
    }
  }

  private static String seconds(AbstractModel model, KvBufferCache cache, int[] prompt, int tokens) {
    try (KvBufferCache.KvBuffer memory = cache.getEphemeralKvBuffer()) {
      int next = best(model, model.batchForward(prompt, 0, memory));
      long start = System.nanoTime();
      double cpu = cpuSeconds();
      for (int i = 0; i < tokens; i++) {
        next = best(model, model.batchForward(new int[] {next}, prompt.length + i, memory));
      }
      return (System.nanoTime() - start) / 1e9 + " " + (cpuSeconds() - cpu);
    }
  }

  private static int best(AbstractModel model, AbstractTensor<?, ?> hidden) {
    float[] logits = model.getLogits(hidden.slice(hidden.shape().first() - 1));
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return best;
  }

  private static double cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }
}
