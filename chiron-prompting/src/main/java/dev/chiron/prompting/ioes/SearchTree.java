package dev.chiron.prompting.ioes;

import dev.chiron.prompting.search.SearchHistory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/**
 * A history as a tree with visits and mean rewards; the root is its first entry. Everything follows
 * from the history, so a resumed search grows the same tree.
 */
final class SearchTree {
  private final SearchHistory history;
  private final List<List<Integer>> children = new ArrayList<>();
  private final List<Integer> depths = new ArrayList<>();
  private final double[] rewards;
  private final int[] visits;

  SearchTree(SearchHistory history) {
    this.history = history;
    int size = history.entries().size();
    rewards = new double[size];
    visits = new int[size];
    for (SearchHistory.Entry entry : history.entries()) {
      children.add(new ArrayList<>());
      int parent = entry.proposal().parent();
      depths.add(parent < 0 ? 0 : depths.get(parent) + 1);
      if (parent >= 0) {
        children.get(parent).add(entry.id());
      }
      for (int node = entry.id(); node >= 0; node = history.entry(node).proposal().parent()) {
        rewards[node] += entry.score();
        visits[node]++;
      }
    }
  }

  /** Q of a node: the mean score of its subtree. */
  double meanReward(int node) {
    return rewards[node] / visits[node];
  }

  /** N of a node: how many prompts of its subtree were scored. */
  int visits(int node) {
    return visits[node];
  }

  /** The node to expand; none if the way leads to one that is as deep as allowed. */
  OptionalInt leaf(int deepest, double exploration) {
    int node = 0;
    while (!children.get(node).isEmpty()) {
      int parent = node;
      node =
          children.get(node).stream()
              .max(
                  Comparator.comparingDouble(
                      (Integer child) -> upperBound(parent, child, exploration)))
              .orElseThrow();
    }
    return depths.get(node) < deepest ? OptionalInt.of(node) : OptionalInt.empty();
  }

  double upperBound(int parent, int child, double exploration) {
    return meanReward(child) + exploration * Math.sqrt(Math.log(visits[parent]) / visits[child]);
  }

  /** The nodes from the root to the leaf for which the mean of their scores is the largest. */
  List<Integer> bestPath() {
    List<Integer> best = List.of(0);
    double bestMean = Double.NEGATIVE_INFINITY;
    for (int node = 0; node < visits.length; node++) {
      if (children.get(node).isEmpty()) {
        List<Integer> path = pathTo(node);
        double mean =
            path.stream().mapToDouble(each -> history.entry(each).score()).average().orElse(0);
        if (mean > bestMean) {
          best = path;
          bestMean = mean;
        }
      }
    }
    return best;
  }

  private List<Integer> pathTo(int leaf) {
    List<Integer> path = new ArrayList<>();
    for (int node = leaf; node >= 0; node = history.entry(node).proposal().parent()) {
      path.addFirst(node);
    }
    return path;
  }
}
