package dev.chiron.data.pool;

import dev.chiron.core.error.InputException;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * How a pool came about: every step from its sources, the earliest first. It stands beside the pool
 * as {@code NAME.lineage.json}, and says enough to take every step again.
 */
public record Lineage(List<Step> steps) {
  /**
   * One step.
   *
   * @param command with its arguments, as it was given
   * @param inputs for each path that was read, the SHA-256 of its bytes
   * @param output the path that was written
   * @param hash SHA-256 of the output's bytes
   * @param examples in the output
   */
  public record Step(
      List<String> command,
      SequencedMap<String, String> inputs,
      String output,
      String hash,
      long examples) {}

  public static final Lineage NONE = new Lineage(List.of());

  public Lineage {
    steps = List.copyOf(steps);
  }

  private static Path beside(Path pool) {
    return pool.resolveSibling(pool.getFileName() + ".lineage.json");
  }

  /** The lineage that stands beside a pool, if one does. */
  public static Lineage of(Path pool) {
    Path file = beside(pool);
    return Files.exists(file) ? Json.read(file, Lineage.class) : NONE;
  }

  /** Writes the lineage of a new pool: those of its inputs, and the step that made it. */
  public static Lineage write(Path pool, List<String> command, List<Path> inputs, long examples) {
    List<Step> steps = new ArrayList<>();
    SequencedMap<String, String> hashes = new LinkedHashMap<>();
    for (Path input : inputs) {
      hashes.put(input.toString(), hash(input));
      of(input).steps().stream().filter(step -> !steps.contains(step)).forEach(steps::add);
    }
    steps.add(new Step(List.copyOf(command), hashes, pool.toString(), hash(pool), examples));
    Lineage lineage = new Lineage(steps);
    AtomicFiles.write(beside(pool), Json.pretty(lineage));
    return lineage;
  }

  /** The SHA-256 of a file's bytes, or of all files of a directory in the order of their names. */
  public static String hash(Path path) {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[1 << 16];
    try (Stream<Path> walk = Files.walk(path)) {
      for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
          while (in.read(buffer) >= 0) {
            // The stream feeds the digest.
          }
        }
      }
    } catch (IOException e) {
      throw new InputException(path + ": cannot be read: " + e.getMessage(), e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The inputs of all steps that no earlier step wrote: what everything was made from. */
  public Map<String, String> sources() {
    Map<String, String> sources = new LinkedHashMap<>();
    steps.forEach(step -> sources.putAll(step.inputs()));
    steps.forEach(step -> sources.remove(step.output()));
    return sources;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
