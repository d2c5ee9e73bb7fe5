package dev.chiron.nn.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/** The files of one model: {@code model.safetensors} alone, or shards that an index names. */
final class Shards implements AutoCloseable {
  private final Path directory;
  private final String baseModule;
  private final Optional<Map<String, Path>> index;
  private final Map<Path, SafetensorsFile> open = new HashMap<>();

  private Shards(Path directory, String baseModule, Optional<Map<String, Path>> index) {
    this.directory = directory;
    this.baseModule = baseModule;
    this.index = index;
  }

  /**
   * Finds the files.
   *
   * @param baseModule what the names in the files may lack
   * @throws InputException if there are none, or the index is corrupt
   */
  static Shards open(Path directory, String baseModule) {
    Path index = directory.resolve(Checkpoint.INDEX);
    if (Files.exists(directory.resolve(Checkpoint.SINGLE))) {
      return new Shards(directory, baseModule, Optional.empty());
    }
    if (Files.exists(index)) {
      return new Shards(directory, baseModule, Optional.of(entries(index)));
    }
    refusePickles(directory);
    throw InputException.in(
        directory, "has no " + Checkpoint.SINGLE + " and no " + Checkpoint.INDEX);
  }

  private static Map<String, Path> entries(Path index) {
    JsonNode map = Json.read(index).path("weight_map");
    if (!map.isObject()) {
      throw InputException.in(index, "weight_map", "is not an object");
    }
    Map<String, Path> files = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each : map.properties()) {
      files.put(each.getKey(), shard(index, each.getValue().asText("")));
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

  /**
   * A tensor of any of the files.
   *
   * @param alternatives other names that it may have
   * @throws InputException if it is missing or of another shape
   */
  Tensor read(String name, List<String> alternatives, long[] shape) {
    for (String each : candidates(name, alternatives)) {
      Optional<SafetensorsFile> file = file(each);
      if (file.isPresent()) {
        return file.get().read(each, shape);
      }
    }
    throw index.isPresent()
        ? InputException.in(
            directory.resolve(Checkpoint.INDEX),
            "'weight_map' does not name the tensor '" + name + "'")
        : InputException.in(
            directory.resolve(Checkpoint.SINGLE), "the tensor '" + name + "' is missing");
  }

  /** The names to look for, each with the base module and without it. */
  private List<String> candidates(String name, List<String> alternatives) {
    return Stream.concat(Stream.of(name), alternatives.stream())
        .flatMap(
            each ->
                each.startsWith(baseModule)
                    ? Stream.of(each, each.substring(baseModule.length()))
                    : Stream.of(each))
        .toList();
  }

  /** The file that holds a tensor. */
  private Optional<SafetensorsFile> file(String name) {
    if (index.isEmpty()) {
      SafetensorsFile single = opened(directory.resolve(Checkpoint.SINGLE));
      return single.names().contains(name) ? Optional.of(single) : Optional.empty();
    }
    return Optional.ofNullable(index.get().get(name)).map(this::opened);
  }

  private SafetensorsFile opened(Path file) {
    return open.computeIfAbsent(file, SafetensorsFile::open);
  }

  @Override
  public void close() {
    open.values().forEach(SafetensorsFile::close);
  }
}
