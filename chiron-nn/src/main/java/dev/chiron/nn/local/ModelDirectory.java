package dev.chiron.nn.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.architecture.Architectures;
import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.checkpoint.Checkpoint;
import dev.chiron.nn.checkpoint.ElementType;
import dev.chiron.nn.tokenizer.Tokenizer;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Device;

/**
 * A model in the layout of Hugging Face: {@code config.json}, {@code tokenizer.json}, {@code
 * *.safetensors}.
 */
public record ModelDirectory(Path path) {
  private static final String CONFIG = "config.json";
  private static final String TOKENIZER = "tokenizer.json";
  private static final String TOKENIZER_CONFIG = "tokenizer_config.json";

  /** What goes along with the tokenizer, where it is there. */
  private static final List<String> COMPANIONS =
      List.of(TOKENIZER_CONFIG, "special_tokens_map.json");

  /**
   * A directory that has the files of a model.
   *
   * @throws InputException naming what is missing
   */
  public static ModelDirectory of(Path path) {
    if (!Files.isDirectory(path)) {
      throw InputException.in(path, "no such directory");
    }
    for (String needed : List.of(CONFIG, TOKENIZER)) {
      if (!Files.isRegularFile(path.resolve(needed))) {
        throw InputException.in(
            path,
            "holds no model: "
                + needed
                + " is missing (a model has config.json, tokenizer.json and *.safetensors)");
      }
    }
    return new ModelDirectory(path);
  }

  /**
   * The architecture that {@code config.json} describes.
   *
   * @throws InputException if it is none that can be built; names the field
   */
  public Architecture architecture() {
    return Architectures.read(path.resolve(CONFIG));
  }

  /**
   * The model of any kind that {@code config.json} describes.
   *
   * @throws InputException if it is none that can be built; names the field
   */
  public Network network() {
    return Architectures.any(path.resolve(CONFIG));
  }

  /**
   * The tokenizer.
   *
   * @throws InputException if it cannot be read, or has more tokens than the model
   */
  public Tokenizer tokenizer(Architecture architecture) {
    return tokenizer(architecture.config().vocabularySize());
  }

  /**
   * The tokenizer.
   *
   * @param rows of the model's table of tokens
   * @throws InputException if it cannot be read, or has more tokens than the model
   */
  public Tokenizer tokenizer(int rows) {
    Path file = path.resolve(TOKENIZER);
    Tokenizer tokenizer = Tokenizer.open(file);
    if (tokenizer.vocabularySize() > rows) {
      throw InputException.in(
          file, "has %d tokens, config.json %d".formatted(tokenizer.vocabularySize(), rows));
    }
    return tokenizer;
  }

  /** The weights, on the CPU; the caller closes them. */
  public Parameters weights(Network network) {
    return Checkpoint.read(path, network);
  }

  /** The weights, on a device; the caller closes them. */
  public Parameters weights(Network network, Device device) {
    Parameters read = weights(network);
    if (!device.is_cuda()) {
      return read;
    }
    try (read) {
      return read.to(device);
    }
  }

  /**
   * The tokens that a text starts with: the one for its beginning if {@code tokenizer_config.json}
   * says {@code add_bos_token}, otherwise none.
   */
  public List<Integer> beginning(Tokenizer tokenizer) {
    Path file = path.resolve(TOKENIZER_CONFIG);
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    JsonNode json = Json.read(file);
    JsonNode token = json.path("bos_token");
    String text = token.isObject() ? token.path("content").asText("") : token.asText("");
    return json.path("add_bos_token").asBoolean(false) && !text.isEmpty()
        ? List.of(tokenizer.idOf(text))
        : List.of();
  }

  /**
   * Writes a model in one step: the directory is complete or as it was.
   *
   * @param tokenizer the directory whose tokenizer the model has
   * @param type F32, BF16 or F16
   */
  public static ModelDirectory write(
      Path target, Network network, Weights weights, Path tokenizer, ElementType type) {
    AtomicFiles.writeDirectory(
        target,
        temporary -> {
          AtomicFiles.write(temporary.resolve(CONFIG), Json.pretty(network.config().toJson()));
          copy(tokenizer, temporary, TOKENIZER);
          for (String companion : COMPANIONS) {
            if (Files.isRegularFile(tokenizer.resolve(companion))) {
              copy(tokenizer, temporary, companion);
            }
          }
          Checkpoint.write(temporary.resolve(Checkpoint.SINGLE), network, weights, type);
        });
    return of(target);
  }

  private static void copy(Path from, Path to, String name) throws IOException {
    Files.copy(from.resolve(name), to.resolve(name));
  }
}
