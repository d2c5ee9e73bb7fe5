package dev.chiron.nn.local;

import dev.chiron.core.error.InputException;
import dev.chiron.core.model.EmbeddingModel;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.ModelProvider;
import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.architecture.Encoder;
import dev.chiron.nn.architecture.EncoderDecoder;
import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.tensor.Torch;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Device;

/** Opens a directory in the Hugging Face layout, and the model that is shipped, by its name. */
public final class LocalModelProvider implements ModelProvider {
  /** The model that is shipped. */
  public static final String SHIPPED = "chiron-nano";

  private static final List<String> PATH_STARTS = List.of("/", "./", "../", "~/");

  @Override
  public String accepts() {
    return "a directory with config.json, tokenizer.json and *.safetensors";
  }

  @Override
  public List<String> names() {
    return List.of(SHIPPED);
  }

  @Override
  public boolean handles(String name) {
    return name.equals(SHIPPED)
        || PATH_STARTS.stream().anyMatch(name::startsWith)
        || (!name.isEmpty() && path(name).map(Files::isDirectory).orElse(false));
  }

  @Override
  public LanguageModel open(String name, ModelOptions options) {
    Device device = device(options);
    Path path = directory(name);
    LoadOptions load = LoadOptions.of(options);
    Network network = ModelDirectory.of(path).network();
    return switch (network) {
      case Architecture _ -> LocalLanguageModel.open(name, path, device, load);
      case EncoderDecoder _ when load.equals(LoadOptions.PLAIN) ->
          LocalEncoderDecoder.open(name, path, device);
      case EncoderDecoder _ ->
          throw InputException.in(
              path, "holds an encoder-decoder, which is neither quantised nor recomputed");
      default ->
          throw InputException.in(
              path,
              "holds a model of type '%s', which writes no text"
                  .formatted(network.config().modelType()));
    };
  }

  @Override
  public Optional<EmbeddingModel> openEmbedding(String name, ModelOptions options) {
    Device device = device(options);
    Path path = directory(name);
    return switch (ModelDirectory.of(path).network()) {
      case Encoder _ -> Optional.of(LocalEmbeddingModel.open(name, path, device));
      case Architecture _ -> Optional.of(LocalEmbeddingModel.open(name, path, device));
      default -> Optional.empty();
    };
  }

  private static Device device(ModelOptions options) {
    String device = options.device();
    if (!device.equals("cpu") && !device.equals("cuda")) {
      throw new InputException("device '" + device + "': give cpu or cuda");
    }
    if (device.equals("cuda") && !Torch.hasCuda()) {
      throw new InputException(
          "device 'cuda': there is no CUDA device, or this build of libtorch cannot use it");
    }
    return Torch.device(device);
  }

  private static Path directory(String name) {
    if (name.equals(SHIPPED)) {
      return shipped()
          .orElseThrow(
              () ->
                  new InputException(
                      "model 'chiron-nano': there is no models/chiron-nano here or above: set"
                          + " -Dchiron.home to the directory that Chiron is installed in"));
    }
    return path(name).orElseThrow(() -> new InputException("model '" + name + "': not a path"));
  }

  /** {@code models/chiron-nano} under the installation, or under the working directory or above. */
  private static Optional<Path> shipped() {
    Stream<Path> installed =
        Stream.of("chiron.home", "chiron.root")
            .map(System::getProperty)
            .filter(value -> value != null && !value.isBlank())
            .map(Path::of);
    Stream<Path> above =
        Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, p -> p.getParent());
    return Stream.concat(installed, above)
        .map(root -> root.resolve("models").resolve(SHIPPED))
        .filter(Files::isDirectory)
        .findFirst();
  }

  private static Optional<Path> path(String name) {
    try {
      return Optional.of(
          name.startsWith("~/")
              ? Path.of(System.getProperty("user.home", "/"), name.substring(2))
              : Path.of(name));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
