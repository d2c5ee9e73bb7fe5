package dev.chiron.nn.checkpoint;

import dev.chiron.core.error.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Refuses pickle files: whoever opens one runs the code in it. */
final class Pickles {
  private static final List<String> ENDINGS = List.of(".bin", ".pt", ".pth", ".ckpt", ".pkl");

  private Pickles() {}

  /**
   * Looks at the name and the first bytes: a pickle starts with its protocol, PyTorch's newer files
   * are ZIP archives around one.
   *
   * @throws InputException with the way to convert, if the file is a pickle
   */
  static void refuse(Path file) {
    String name = file.getFileName().toString();
    if (!ENDINGS.stream().anyMatch(name::endsWith) && !startsLikePickle(file)) {
      return;
    }
    throw InputException.in(
        file,
        "is a Python pickle, which runs code when it is opened: convert it where you trust it with"
            + " Python: safetensors.torch.save_file(torch.load('"
            + name
            + "', weights_only=True), 'model.safetensors')");
  }

  private static boolean startsLikePickle(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(4);
      return start.length == 4
          && ((start[0] == 'P' && start[1] == 'K' && start[2] == 3 && start[3] == 4)
              || ((start[0] & 0xff) == 0x80 && start[1] >= 2 && start[1] <= 5 && start[2] > ' '));
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
