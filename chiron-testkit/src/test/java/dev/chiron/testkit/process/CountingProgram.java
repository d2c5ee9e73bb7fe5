package dev.chiron.testkit.process;

import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;

/** Work in remembered steps; told to be careless, it also appends to a file that it reports on. */
final class CountingProgram {
  private static final int STEPS = 60;

  private CountingProgram() {}

  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    boolean careless = arguments.length > 1;
    Run run = new Run(directory, InstantSource.system());
    long sum = 0;
    for (int i = 0; i < STEPS; i++) {
      String name = "step " + i;
      sum += run.step(name, Long.class, () -> new Seeds(1).derive(name) % 1000);
      run.event("step", Json.object().put("name", name));
      if (careless) {
        Files.writeString(
            directory.resolve("sum.txt"),
            sum + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      }
      System.out.println(name);
    }
    AtomicFiles.write(
        directory.resolve("result.json"),
        Json.pretty(Json.object().put("sum", sum).put("seconds", System.nanoTime() / 1e9)));
  }
}
