package dev.chiron.nn.training;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The processes that train one model together, each on its share of every step's micro-batches; all
 * begin with the same weights and stay the same.
 */
public interface Workers extends AutoCloseable {
  /** One process. */
  Workers ALONE =
      new Workers() {
        @Override
        public int rank() {
          return 0;
        }

        @Override
        public int size() {
          return 1;
        }

        @Override
        public void sum(List<Tensor> tensors) {}

        @Override
        public void close() {}
      };

  /** Which of them this one is, from 0; the first writes events and checkpoints. */
  int rank();

  int size();

  /** Replaces each float32 tensor by its sum over all processes; waits for the others. */
  void sum(List<Tensor> tensors);

  @Override
  void close();
}
