package dev.chiron.nn.generation;

import dev.chiron.nn.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Candidates side by side in one row, without their last tokens (nothing is predicted from those):
 * the token at {@code i} is input {@code depth(i)} of its candidate and predicts the next one.
 */
final class PackedCandidates {
  private final List<Integer> owners = new ArrayList<>();
  private final List<Integer> inputs = new ArrayList<>();
  private final List<Integer> targets = new ArrayList<>();
  private final List<Integer> depths = new ArrayList<>();

  private PackedCandidates() {}

  /** Packs of at most {@code limit} tokens each, unless one candidate alone is longer. */
  static List<PackedCandidates> pack(List<int[]> candidates, int limit) {
    List<PackedCandidates> packs = new ArrayList<>();
    PackedCandidates current = new PackedCandidates();
    for (int c = 0; c < candidates.size(); c++) {
      int[] tokens = candidates.get(c);
      if (current.width() > 0 && current.width() + tokens.length - 1 > limit) {
        packs.add(current);
        current = new PackedCandidates();
      }
      for (int i = 0; i + 1 < tokens.length; i++) {
        current.owners.add(c);
        current.inputs.add(tokens[i]);
        current.targets.add(tokens[i + 1]);
        current.depths.add(i);
      }
    }
    if (current.width() > 0) {
      packs.add(current);
    }
    return packs;
  }

  int width() {
    return owners.size();
  }

  /** The candidate that token {@code i} belongs to. */
  int candidate(int i) {
    return owners.get(i);
  }

  int[] inputs() {
    return array(inputs);
  }

  int[] targets() {
    return array(targets);
  }

  /** How far behind the prompt each token is, from 0. */
  int[] depths() {
    return array(depths);
  }

  /** Who sees whom: boolean [width, width]. */
  Tensor allowed() {
    int width = width();
    boolean[] allowed = new boolean[width * width];
    for (int query = 0; query < width; query++) {
      for (int key = query - depths.get(query); key <= query; key++) {
        allowed[query * width + key] = true;
      }
    }
    return Tensors.booleans(allowed, width, width);
  }

  private static int[] array(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }
}
