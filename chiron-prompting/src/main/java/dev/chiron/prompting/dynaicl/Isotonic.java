package dev.chiron.prompting.dynaicl;

import java.util.ArrayList;
import java.util.List;

/** Isotonic regression: the rising sequence nearest to given values in squares. */
final class Isotonic {
  private Isotonic() {}

  private record Block(double mean, int size) {}

  /** By pooling adjacent violators. */
  static double[] fit(double[] values) {
    List<Block> blocks = new ArrayList<>();
    for (double value : values) {
      Block block = new Block(value, 1);
      while (!blocks.isEmpty() && blocks.getLast().mean() > block.mean()) {
        Block last = blocks.removeLast();
        int size = last.size() + block.size();
        double sum = last.mean() * last.size() + block.mean() * block.size();
        block = new Block(sum / size, size);
      }
      blocks.add(block);
    }
    double[] fitted = new double[values.length];
    int at = 0;
    for (Block block : blocks) {
      for (int i = 0; i < block.size(); i++) {
        fitted[at++] = block.mean();
      }
    }
    return fitted;
  }
}
