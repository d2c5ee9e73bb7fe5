package dev.chiron.nn.gguf;

import dev.chiron.core.error.InputException;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.ModelProvider;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Opens a GGUF file by its path. The settings {@code threads} and {@code context} say how many
 * threads compute and how many tokens are read at once.
 */
public final class GgufModelProvider implements ModelProvider {
  /** A cache of this many tokens fits any machine that holds the weights. */
  private static final int DEFAULT_CONTEXT = 4096;

  @Override
  public String accepts() {
    return "a file that ends in .gguf";
  }

  @Override
  public boolean handles(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".gguf");
  }

  @Override
  public LanguageModel open(String name, ModelOptions options) {
    if (!options.device().equals("cpu")) {
      throw new InputException("device '" + options.device() + "': GGUF files run on the cpu");
    }
    int threads = setting(options, "threads", Runtime.getRuntime().availableProcessors());
    int context = setting(options, "context", DEFAULT_CONTEXT);
    return GgufLanguageModel.open(name, path(name), threads, context);
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new InputException("model '" + name + "': not a path", e);
    }
  }

  private static int setting(ModelOptions options, String key, int otherwise) {
    String value = options.setting(key).orElse(String.valueOf(otherwise));
    if (!value.matches("[1-9][0-9]{0,8}")) {
      throw new InputException(
          "--set " + key + ": must be a whole number above 0, not '" + value + "'");
    }
    return Integer.parseInt(value);
  }
}
