package dev.chiron.nn.training;

import dev.chiron.core.error.InputException;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import java.time.Duration;
import java.util.List;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * Processes on one machine or several, joined by libtorch's Gloo. They find each other through the
 * first one's address.
 */
public final class GlooWorkers implements Workers {
  private final int rank;
  private final int size;
  private final TCPStore store;
  private final ProcessGroupGloo group;

  private GlooWorkers(int rank, int size, TCPStore store, ProcessGroupGloo group) {
    this.rank = rank;
    this.size = size;
    this.store = store;
    this.group = group;
  }

  /**
   * Joins the others; waits until all are there.
   *
   * @param host where the process of rank 0 runs
   * @param port that it listens on
   * @param patience how long to wait for the others, here and in each sum
   * @throws InputException if they do not meet in time
   */
  public static GlooWorkers join(String host, int port, int rank, int size, Duration patience) {
    if (rank < 0 || rank >= size || port < 1 || port > 65535) {
      throw new InputException(
          "worker %d of %d on port %d: there is no such".formatted(rank, size, port));
    }
    Torch.start();
    Milliseconds timeout = new Milliseconds(patience.toMillis());
    try {
      TCPStore store =
          new TCPStore(
              host,
              new TCPStoreOptions()
                  .port((short) port)
                  .isServer(rank == 0)
                  .waitWorkers(false)
                  .timeout(timeout));
      ProcessGroupGloo.Options options = new ProcessGroupGloo.Options(timeout);
      options.devices().push_back(ProcessGroupGloo.createDeviceForHostname(host(rank, host)));
      return new GlooWorkers(rank, size, store, new ProcessGroupGloo(store, rank, size, options));
    } catch (RuntimeException e) { // whatever C++ throws
      throw new InputException(
          "worker %d of %d: %s:%d: %s".formatted(rank, size, host, port, firstLine(e)), e);
    }
  }

  /** The first listens where the others look; they are found by the name of their machine. */
  private static String host(int rank, String host) {
    boolean here = rank == 0 || host.equals("localhost") || host.startsWith("127.");
    return here ? host : System.getenv().getOrDefault("HOSTNAME", "localhost");
  }

  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public int rank() {
    return rank;
  }

  @Override
  public int size() {
    return size;
  }

  /** In one message, however many tensors there are. */
  @Override
  public void sum(List<Tensor> tensors) {
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      Tensor all =
          Tensors.concatenate(tensors.stream().map(tensor -> tensor.reshape(-1)).toList(), 0);
      group.allreduce(new TensorVector(all))._wait();
      long from = 0;
      for (Tensor tensor : tensors) {
        tensor.copy_(all.narrow(0, from, tensor.numel()).reshape(Tensors.shape(tensor)));
        from += tensor.numel();
      }
    }
  }

  @Override
  public void close() {
    group.close();
    store.close();
  }
}
