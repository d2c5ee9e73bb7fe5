package dev.chiron.nn.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The header of a safetensors file: what lies where. Reading it checks everything that the rest of
 * the reading relies on, so that no length or offset of a file is used before it is known to be
 * right.
 *
 * @param metadata the file's own remarks
 * @param dataStart where the numbers begin in the file
 */
record SafetensorsHeader(
    SequencedMap<String, Entry> entries, Map<String, String> metadata, long dataStart) {

  /** Eight bytes of little-endian length come first. */
  static final int LENGTH_BYTES = 8;

  /** The format's own limit. */
  static final long MAX_LENGTH = 100_000_000;

  private static final String METADATA = "__metadata__";

  /** One tensor; begin and end count from {@code dataStart}. */
  record Entry(String name, ElementType type, List<Long> shape, long begin, long end) {}

  /**
   * Checks the length that the file starts with.
   *
   * @param fileSize in bytes
   * @throws InputException if no header of that length fits
   */
  static void checkLength(Path file, long length, long fileSize) {
    if (length < 2 || length > MAX_LENGTH) {
      throw InputException.in(
          file,
          "not a safetensors file: its header would have "
              + Long.toUnsignedString(length)
              + " bytes");
    }
    if (length > fileSize - LENGTH_BYTES) {
      throw InputException.in(
          file, "cut off: the header has " + length + " bytes, the whole file " + fileSize);
    }
  }

  /**
   * Reads and checks the JSON.
   *
   * @param fileSize in bytes
   * @throws InputException naming the tensor and what is wrong with it
   */
  static SafetensorsHeader parse(Path file, String json, long headerLength, long fileSize) {
    JsonNode root;
    try {
      root =
          Json.mapper()
              .reader()
              .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
              .readTree(json);
    } catch (JsonProcessingException e) {
      throw InputException.in(file, "the header is not valid JSON: " + Json.problem(e));
    }
    if (!root.isObject()) {
      throw InputException.in(file, "the header is not a JSON object");
    }
    LinkedHashMap<String, Entry> entries = new LinkedHashMap<>();
    LinkedHashMap<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (field.getKey().equals(METADATA)) {
        readMetadata(file, field.getValue(), metadata);
      } else {
        entries.put(field.getKey(), entry(file, field.getKey(), field.getValue()));
      }
    }
    long dataStart = LENGTH_BYTES + headerLength;
    checkCoverage(file, List.copyOf(entries.values()), fileSize - dataStart);
    return new SafetensorsHeader(entries, metadata, dataStart);
  }

  private static void readMetadata(Path file, JsonNode node, Map<String, String> metadata) {
    for (Map.Entry<String, JsonNode> each : node.properties()) {
      if (!each.getValue().isTextual()) {
        throw InputException.in(file, METADATA, "'" + each.getKey() + "' is not a text");
      }
      metadata.put(each.getKey(), each.getValue().textValue());
    }
  }

  private static Entry entry(Path file, String name, JsonNode node) {
    String dtype = node.path("dtype").asText("");
    ElementType type =
        ElementType.named(dtype)
            .orElseThrow(
                () -> InputException.in(file, name, "dtype '" + dtype + "' is not supported"));
    List<Long> shape = longs(file, name, "shape", node.path("shape"));
    List<Long> offsets = longs(file, name, "data_offsets", node.path("data_offsets"));
    if (offsets.size() != 2 || offsets.get(1) < offsets.get(0)) {
      throw InputException.in(file, name, "data_offsets are not a begin and an end");
    }
    long begin = offsets.get(0);
    long end = offsets.get(1);
    long bytes = type.bytes();
    try {
      for (long size : shape) {
        bytes = Math.multiplyExact(bytes, size);
      }
    } catch (ArithmeticException e) {
      throw InputException.in(file, name, "shape is too large for any file");
    }
    if (bytes != end - begin) {
      throw InputException.in(
          file,
          name,
          "shape and dtype need %d bytes, data_offsets hold %d".formatted(bytes, end - begin));
    }
    return new Entry(name, type, shape, begin, end);
  }

  private static List<Long> longs(Path file, String name, String field, JsonNode node) {
    if (!node.isArray()) {
      throw InputException.in(file, name, field + " is not an array");
    }
    List<Long> values = new ArrayList<>();
    for (JsonNode each : node) {
      if (!each.isIntegralNumber() || !each.canConvertToLong() || each.longValue() < 0) {
        throw InputException.in(file, name, field + " holds " + each + ": not a length");
      }
      values.add(each.longValue());
    }
    return List.copyOf(values);
  }

  /** The tensors must follow each other without holes or overlaps and fill the file. */
  private static void checkCoverage(Path file, List<Entry> entries, long dataBytes) {
    List<Entry> ordered = new ArrayList<>(entries);
    ordered.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long end = 0;
    for (Entry entry : ordered) {
      if (entry.end() > dataBytes) {
        throw InputException.in(
            file,
            entry.name(),
            "ends at byte %d of %d: the file is cut off".formatted(entry.end(), dataBytes));
      }
      if (entry.begin() != end) {
        throw InputException.in(
            file,
            entry.name(),
            "%s before byte %d".formatted(entry.begin() < end ? "overlap" : "a hole", end));
      }
      end = entry.end();
    }
    if (end != dataBytes) {
      throw InputException.in(
          file, "%d bytes after the last tensor belong to none".formatted(dataBytes - end));
    }
  }
}
