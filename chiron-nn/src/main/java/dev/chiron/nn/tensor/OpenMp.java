package dev.chiron.nn.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * How long the threads of GNU OpenMP, on which libtorch runs, spin while they wait for each other.
 *
 * <p>Its default is about a millisecond, which is right for threads that have a core each. Where
 * another program wants the cores too, the spinning thread takes the time that the awaited one
 * needs: a small model's step was seen to take 100 ms instead of 4 on two busy cores. OpenMP reads
 * its environment when it is loaded, so this must be set before.
 */
final class OpenMp {
  private static final String SPIN_VARIABLE = "GOMP_SPINCOUNT";

  /** A few microseconds. */
  private static final String SPINS = "1000";

  private OpenMp() {}

  /** Shortens the spinning, unless the environment says how long it is to be. */
  @SuppressWarnings("restricted") // calls the C library's setenv, whose signature is as given here
  static void spinBriefly() {
    if (System.getenv("OMP_WAIT_POLICY") != null) {
      return;
    }
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> setenv = linker.defaultLookup().find("setenv");
    if (setenv.isEmpty()) {
      return;
    }
    MethodHandle call =
        linker.downcallHandle(
            setenv.get(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      int overwrite = 0;
      // A failure, which setenv answers with, only leaves the waiting as it was.
      int _ =
          (int)
              call.invokeExact(
                  arena.allocateFrom(SPIN_VARIABLE), arena.allocateFrom(SPINS), overwrite);
    } catch (Throwable e) {
      throw new IllegalStateException("setenv cannot be called", e);
    }
  }
}
