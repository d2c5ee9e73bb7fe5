package dev.chiron.nn.checkpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;

/** Writes safetensors files. */
public final class SafetensorsWriter {
  /** Numbers start at a multiple of this, so that they can be used where they are mapped. */
  private static final int ALIGNMENT = 8;

  private static final long CHUNK = 1 << 26;

  private static final Set<ElementType> WRITTEN =
      EnumSet.of(ElementType.F32, ElementType.BF16, ElementType.F16);

  private SafetensorsWriter() {}

  /** Writes all tensors of a view as float32. */
  public static void write(Path file, Weights weights) {
    write(file, weights, ElementType.F32, Map.of());
  }

  /**
   * Writes all tensors of a view, in its order, in one step: the file is complete or unchanged.
   *
   * @param type {@link ElementType#F32}, {@link ElementType#BF16} or {@link ElementType#F16}, for
   *     the floating-point tensors; others are written as int64
   * @param metadata remarks, such as {@code format}
   * @throws dev.chiron.core.error.InputException if the place cannot be written
   */
  public static void write(
      Path file, Weights weights, ElementType type, Map<String, String> metadata) {
    if (!WRITTEN.contains(type)) {
      throw new IllegalArgumentException(
          "weights are written as one of " + WRITTEN + ", not as " + type);
    }
    AtomicFiles.write(
        file, (AtomicFiles.Content) temporary -> fill(temporary, weights, type, metadata));
  }

  private static void fill(
      Path file, Weights weights, ElementType type, Map<String, String> metadata)
      throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        var _ = Torch.noGradient()) {
      writeAll(channel, ByteBuffer.wrap(header(weights, type, metadata)));
      for (String name : weights.names()) {
        try (Scope _ = Scope.open()) {
          Tensor tensor = weights.get(name).detach();
          ElementType stored = storedType(tensor, type);
          writeNumbers(channel, tensor.cpu().to(stored.scalarType()).contiguous());
        }
      }
    }
  }

  private static byte[] header(Weights weights, ElementType type, Map<String, String> metadata) {
    ObjectNode json = Json.object();
    if (!metadata.isEmpty()) {
      json.set("__metadata__", Json.tree(metadata));
    }
    long offset = 0;
    for (String name : weights.names()) {
      try (Scope _ = Scope.open()) {
        offset = putEntry(json.putObject(name), weights.get(name), type, offset);
      }
    }
    StringBuilder text = new StringBuilder(Json.line(json));
    int length = text.toString().getBytes(StandardCharsets.UTF_8).length;
    text.repeat(' ', (ALIGNMENT - length % ALIGNMENT) % ALIGNMENT);
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(SafetensorsHeader.LENGTH_BYTES + bytes.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(bytes.length)
        .put(bytes)
        .array();
  }

  /** Describes a tensor that begins at an offset; gives where it ends. */
  private static long putEntry(ObjectNode entry, Tensor tensor, ElementType type, long offset) {
    ElementType stored = storedType(tensor, type);
    long end = offset + tensor.numel() * stored.bytes();
    entry.put("dtype", stored.name());
    ArrayNode shape = entry.putArray("shape");
    for (long size : Tensors.shape(tensor)) {
      shape.add(size);
    }
    entry.putArray("data_offsets").add(offset).add(end);
    return end;
  }

  private static ElementType storedType(Tensor tensor, ElementType type) {
    return tensor.is_floating_point() ? type : ElementType.I64;
  }

  private static void writeNumbers(FileChannel channel, Tensor tensor) throws IOException {
    long length = tensor.nbytes();
    for (long start = 0; start < length; start += CHUNK) {
      long end = Math.min(length, start + CHUNK);
      try (BytePointer all = new BytePointer(tensor.data_ptr())) {
        writeAll(channel, all.position(start).limit(end).asByteBuffer());
      }
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
