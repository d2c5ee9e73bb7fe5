package dev.chiron.nn.local;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/** Texts as the states of a model's last layer: what an embedding is made of. */
interface TextStates extends AutoCloseable {
  /** The name that opens the model again. */
  String name();

  /** The size of a state. */
  int width();

  /** The tokens of each text, cut to what the model reads at once. */
  List<int[]> encode(List<String> texts);

  /**
   * The states of the tokens of rows: [rows, the longest row's length, width]; those after the end
   * of a row mean nothing.
   *
   * @param rows at least one of which has a token
   */
  Tensor states(List<int[]> rows);

  /** Runs work while no other work uses the model. */
  <T> T alone(Supplier<T> work);

  @Override
  void close();
}
