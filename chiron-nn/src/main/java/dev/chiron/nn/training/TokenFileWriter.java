package dev.chiron.nn.training;

import dev.chiron.core.error.InputException;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** Streams token ids to the file; weight bits and offsets wait in memory until the end. */
final class TokenFileWriter implements Consumer<TrainingExample>, AutoCloseable {
  private final Path file;
  private final OutputStream out;
  private final ByteArrayOutputStream bits = new ByteArrayOutputStream();
  private final ByteArrayOutputStream offsets = new ByteArrayOutputStream();
  private long examples;
  private long tokens;
  private int largestId;
  private int pendingBits;

  TokenFileWriter(Path file) throws IOException {
    this.file = file;
    this.out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20);
    out.write(new byte[(int) TokenFile.HEADER]);
    putLong(offsets, 0);
  }

  @Override
  public void accept(TrainingExample example) {
    ByteBuffer ids = ByteBuffer.allocate(2 * example.length()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < example.length(); i++) {
      int id = example.token(i);
      if (id < 0 || id > TokenFile.LARGEST_ID) {
        throw new InputException("token id " + id + " does not fit into 16 bits");
      }
      largestId = Math.max(largestId, id);
      ids.putShort((short) id);
      addBit(example.lossWeight(i));
    }
    examples++;
    putLong(offsets, tokens);
    try {
      out.write(ids.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void addBit(float weight) {
    if (weight != 0 && weight != 1) {
      throw new InputException("loss weight " + weight + ": a token file holds 0 and 1 only");
    }
    pendingBits |= (weight == 0 ? 0 : 1) << (tokens & 7);
    tokens++;
    if ((tokens & 7) == 0) {
      bits.write(pendingBits);
      pendingBits = 0;
    }
  }

  @Override
  public void close() throws IOException {
    try (out) {
      pad(out, TokenFile.bitsAt(tokens) - TokenFile.HEADER - 2 * tokens);
      if ((tokens & 7) != 0) {
        bits.write(pendingBits);
      }
      pad(bits, TokenFile.offsetsAt(tokens) - TokenFile.bitsAt(tokens) - bits.size());
      bits.writeTo(out);
      offsets.writeTo(out);
    }
    ByteBuffer header =
        ByteBuffer.allocate((int) TokenFile.HEADER)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(TokenFile.MAGIC)
            .putLong(examples)
            .putLong(tokens)
            .putLong(largestId)
            .flip();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(header, 0);
    }
  }

  private static void pad(OutputStream out, long bytes) throws IOException {
    out.write(new byte[Math.toIntExact(bytes)]);
  }

  private static void putLong(ByteArrayOutputStream out, long value) {
    out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }
}
