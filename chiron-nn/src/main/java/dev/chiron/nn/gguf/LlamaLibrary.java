package dev.chiron.nn.gguf;

import de.kherud.llama.LlamaModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Gives llama.cpp's native library a directory of its own.
 *
 * <p>The binding would write it to the shared temporary directory, delete every file there whose
 * name begins with {@code llama}, and say so on standard output, where results go.
 */
final class LlamaLibrary {
  private static final String PATH = "de.kherud.llama.lib.path";
  private static final String TEMPORARY = "de.kherud.llama.tmpdir";
  private static final String NAME = System.mapLibraryName("jllama");

  private static boolean prepared;

  private LlamaLibrary() {}

  /** Must come before the first use of the binding; a second call does nothing. */
  static synchronized void prepare() {
    if (prepared || System.getProperty(PATH) != null) {
      return;
    }
    try {
      Path directory = Files.createTempDirectory("chiron-llama");
      directory.toFile().deleteOnExit();
      System.setProperty(TEMPORARY, directory.toString());
      String architecture = System.getProperty("os.arch", "").replace("amd64", "x86_64");
      // Anywhere but on Linux the binding writes it there itself.
      try (InputStream library =
          LlamaModel.class.getResourceAsStream("Linux/" + architecture + "/" + NAME)) {
        if (library != null && System.getProperty("os.name", "").equals("Linux")) {
          Path file = directory.resolve(NAME);
          Files.copy(library, file);
          file.toFile().deleteOnExit();
          System.setProperty(PATH, directory.toString());
        }
      }
      prepared = true;
    } catch (IOException e) {
      throw new UncheckedIOException("llama.cpp's library cannot be written", e);
    }
  }
}
