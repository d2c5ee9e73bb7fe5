package dev.chiron.nn.meta;

import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.training.Objective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Prototypical networks (Snell et al., 2017, arXiv:1703.05175): a class is the mean of its support
 * embeddings, and a query's logits are its negative squared distances to the classes. The loss of
 * an episode is the mean over its queries.
 *
 * @param embedding what is trained
 */
public record ProtoNet(Embedding embedding, List<Shots> episodes) implements Objective {
  private static final int REDUCE_MEAN = 1;
  private static final int NO_IGNORED_TARGET = -100;

  /** Places items, by index, in a space: [items, dimensions], recorded for gradients. */
  @FunctionalInterface
  public interface Embedding {
    Tensor apply(List<Integer> items);
  }

  /**
   * An episode over items by index.
   *
   * @param support the items of each class, at least one each
   * @param queries the items to be classified
   * @param labels the class of each query
   */
  public record Shots(List<List<Integer>> support, List<Integer> queries, List<Integer> labels) {
    public Shots {
      support = support.stream().map(List::copyOf).toList();
      queries = List.copyOf(queries);
      labels = List.copyOf(labels);
      if (support.isEmpty() || support.stream().anyMatch(List::isEmpty)) {
        throw new IllegalArgumentException("every class of an episode needs a support item");
      }
      if (queries.isEmpty() || queries.size() != labels.size()) {
        throw new IllegalArgumentException(
            queries.size() + " queries with " + labels.size() + " labels");
      }
    }
  }

  public ProtoNet {
    episodes = List.copyOf(episodes);
  }

  @Override
  public int size() {
    return episodes.size();
  }

  @Override
  public Tensor loss(int[] examples) {
    List<Tensor> losses =
        Arrays.stream(examples).mapToObj(example -> loss(episodes.get(example))).toList();
    return Tensors.stack(losses, 0).sum();
  }

  private Tensor loss(Shots shots) {
    Tensor logits = logits(shots);
    Tensor labels = Tensors.longs(shots.labels().stream().mapToInt(label -> label).toArray());
    return torch.cross_entropy_loss(
        logits,
        Tensors.onDeviceOf(logits, labels),
        new TensorOptional(),
        REDUCE_MEAN,
        NO_IGNORED_TARGET,
        0);
  }

  /** [queries, classes] of an episode; all its items are embedded at once. */
  public Tensor logits(Shots shots) {
    List<Integer> items = new ArrayList<>();
    shots.support().forEach(items::addAll);
    int supports = items.size();
    items.addAll(shots.queries());
    Tensor places = embedding.apply(items);
    List<Tensor> prototypes = new ArrayList<>();
    int from = 0;
    for (List<Integer> ofClass : shots.support()) {
      prototypes.add(places.narrow(0, from, ofClass.size()).mean(0));
      from += ofClass.size();
    }
    Tensor queries = places.narrow(0, supports, shots.queries().size()).unsqueeze(1);
    Tensor classes = Tensors.stack(prototypes, 0).unsqueeze(0);
    return queries.sub(classes).square().sum(-1).mul(new Scalar(-1));
  }
}
