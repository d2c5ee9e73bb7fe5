package dev.chiron.nn.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.weights.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/** The weights of a model on disk: {@code model.safetensors}, or shards with an index. */
public final class Checkpoint {
  public static final String SINGLE = "model.safetensors";
  public static final String INDEX = "model.safetensors.index.json";

  private Checkpoint() {}

  /**
   * Reads every tensor of a safetensors file as it is named there.
   *
   * @return float32 on the CPU; the caller closes them
   * @throws InputException if the file is missing or corrupt
   */
  public static Parameters read(Path file) {
    LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
    try (Scope _ = Scope.open();
        SafetensorsFile open = SafetensorsFile.open(file)) {
      open.names().forEach(name -> tensors.put(name, open.read(name)));
      return Parameters.owning(tensors);
    }
  }

  /**
   * Reads the weights of an architecture from a directory. Tensors that the architecture does not
   * have, such as a tied head that is stored once more, are left out.
   *
   * @return float32 on the CPU, in the order of the architecture; the caller closes them
   * @throws InputException if a file is missing or corrupt, or a tensor is missing or of another
   *     shape
   */
  public static Parameters read(Path directory, Architecture architecture) {
    SequencedMap<String, Path> files = files(directory, architecture);
    Map<Path, SafetensorsFile> open = new LinkedHashMap<>();
    LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
    try (Scope _ = Scope.open()) {
      architecture
          .shapes()
          .forEach(
              (name, shape) -> {
                Path file = files.get(name);
                if (file == null) {
                  throw InputException.in(
                      directory.resolve(INDEX),
                      "'weight_map' does not name the tensor '" + name + "'");
                }
                SafetensorsFile source = open.computeIfAbsent(file, SafetensorsFile::open);
                checkShape(file, source, name, shape);
                tensors.put(name, source.read(name));
              });
      return Parameters.owning(tensors);
    } finally {
      open.values().forEach(SafetensorsFile::close);
    }
  }

  private static void checkShape(Path file, SafetensorsFile source, String name, long[] shape) {
    if (!source.names().contains(name)) {
      throw InputException.in(file, "the tensor '" + name + "' is missing");
    }
    if (!Arrays.equals(source.shape(name), shape)) {
      throw InputException.in(
          file,
          name,
          "has shape %s, config.json asks for %s"
              .formatted(Arrays.toString(source.shape(name)), Arrays.toString(shape)));
    }
  }

  /** Which file holds which tensor. */
  private static SequencedMap<String, Path> files(Path directory, Architecture architecture) {
    LinkedHashMap<String, Path> files = new LinkedHashMap<>();
    Path single = directory.resolve(SINGLE);
    Path index = directory.resolve(INDEX);
    if (Files.exists(single)) {
      architecture.shapes().keySet().forEach(name -> files.put(name, single));
    } else if (Files.exists(index)) {
      JsonNode map = Json.read(index).path("weight_map");
      if (!map.isObject()) {
        throw InputException.in(index, "weight_map", "is not an object");
      }
      for (Map.Entry<String, JsonNode> each : map.properties()) {
        files.put(each.getKey(), shard(index, each.getValue().asText("")));
      }
    } else {
      refusePickles(directory);
      throw InputException.in(directory, "has no " + SINGLE + " and no " + INDEX);
    }
    return files;
  }

  /** A shard lies beside its index, so that an index cannot point out of its directory. */
  private static Path shard(Path index, String name) {
    if (!name.matches("[A-Za-z0-9._-]+") || !name.endsWith(".safetensors")) {
      throw InputException.in(index, "weight_map", "'" + name + "' is not a safetensors file name");
    }
    return index.resolveSibling(name);
  }

  private static void refusePickles(Path directory) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> children = Files.list(directory)) {
      children
          .filter(child -> child.getFileName().toString().endsWith(".bin"))
          .sorted()
          .findFirst()
          .ifPresent(Pickles::refuse);
    } catch (IOException e) {
      throw new InputException(directory + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
