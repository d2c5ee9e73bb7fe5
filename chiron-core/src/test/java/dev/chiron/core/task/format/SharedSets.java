package dev.chiron.core.task.format;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Published task sets that lie beside the project where they were fetched. */
final class SharedSets {
  private SharedSets() {}

  /** The path of a set; the test is skipped where it is absent. */
  static Path path(String name) {
    Path path =
        Path.of(System.getProperty("chiron.root", ".")).resolve("../shared/data").resolve(name);
    Assumptions.assumeTrue(Files.exists(path), () -> path + " is not here: test skipped");
    return path.normalize();
  }
}
