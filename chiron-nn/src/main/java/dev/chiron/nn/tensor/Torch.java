package dev.chiron.nn.tensor;

import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch;

/** Process-wide state of libtorch: threads, random seed, gradient recording. */
public final class Torch {
  /** Threads of one operation if {@code OMP_NUM_THREADS} does not say. */
  private static final int DEFAULT_THREADS = 2;

  static {
    // JavaCPP would otherwise fail allocations by a limit that it derives from the Java heap, which
    // says nothing about native memory.
    System.setProperty("org.bytedeco.javacpp.maxBytes", "0");
    System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    OpenMp.spinBriefly();
    torch.set_num_threads(threadsFrom(System.getenv().getOrDefault("OMP_NUM_THREADS", "")));
  }

  private static boolean reducedPrecision;

  private Torch() {}

  /** Loads libtorch and sets its threads; any other call here or of a scope does it too. */
  public static void start() {}

  public static int threads() {
    return torch.get_num_threads();
  }

  public static void threads(int count) {
    torch.set_num_threads(count);
  }

  /** Seeds libtorch's own generator: dropout draws from it. */
  public static void seed(long seed) {
    torch.manual_seed(seed);
  }

  /**
   * Stops the recording of gradients on this thread until it is closed: {@code try (var _ =
   * Torch.noGradient()) {…}}.
   */
  public static NoGradGuard noGradient() {
    return new NoGradGuard();
  }

  /** Records gradients, or not, on this thread until it is closed. */
  public static AutoGradMode gradients(boolean record) {
    return new AutoGradMode(record);
  }

  /**
   * Computes attention by operations that can be differentiated twice until it is closed, for the
   * whole process: the fused one cannot.
   */
  public static TwiceDifferentiable twiceDifferentiable() {
    return new TwiceDifferentiable();
  }

  /** Restores what was allowed before, when it is closed. */
  public static final class TwiceDifferentiable implements AutoCloseable {
    private final boolean flash = torch.globalContext().userEnabledFlashSDP();
    private final boolean efficient = torch.globalContext().userEnabledMemEfficientSDP();

    private TwiceDifferentiable() {
      allow(false, false);
    }

    private static void allow(boolean flash, boolean efficient) {
      torch.globalContext().setSDPUseFlash(flash);
      torch.globalContext().setSDPUseMemEfficient(efficient);
    }

    @Override
    public void close() {
      allow(flash, efficient);
    }
  }

  /**
   * Lets matrix products of float32 numbers be computed faster from shortened factors, with sums in
   * float32: bfloat16 on CPUs that have instructions for it (about twice as fast), TensorFloat-32
   * on CUDA. It is off at first, and meant for training; it holds for the whole process.
   *
   * @return whether it was on before
   */
  public static synchronized boolean reducedPrecision(boolean allowed) {
    boolean before = reducedPrecision;
    torch.globalContext().setFloat32MatmulPrecision(allowed ? "medium" : "highest");
    reducedPrecision = allowed;
    return before;
  }

  public static boolean hasCuda() {
    return torch.cuda_is_available();
  }

  /** A device by the name that {@code --device} takes: {@code cpu} or {@code cuda}. */
  public static Device device(String name) {
    return new Device(name);
  }

  static int threadsFrom(String value) {
    return value.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(value) : DEFAULT_THREADS;
  }
}
