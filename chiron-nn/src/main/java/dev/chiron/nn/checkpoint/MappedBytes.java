package dev.chiron.nn.checkpoint;

import java.lang.foreign.MemorySegment;
import org.bytedeco.javacpp.Pointer;

/**
 * The address of a memory segment for native code; whoever uses it keeps the segment's arena open.
 */
final class MappedBytes extends Pointer {
  MappedBytes(MemorySegment segment) {
    address = segment.address();
  }
}
