package dev.chiron.nn.meta;

import dev.chiron.nn.meta.InnerLoop.Order;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.training.Objective;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Reptile (Nichol et al., 2018, arXiv:1803.02999): the weights θ move towards the weights φ that
 * several steps on an episode's support examples lead to. It is written as an objective, {@code ½ Σ
 * (θ - φ)²} with φ held fixed, whose gradient is the paper's θ - φ: with plain gradient descent the
 * learning rate is its ε.
 *
 * @param parameters what is trained of them is adapted within an episode
 * @param inner the paper's experiments take several steps: with one, it is training on all episodes
 */
public record Reptile(Parameters parameters, List<Episode> episodes, InnerLoop inner)
    implements Objective {
  public Reptile {
    episodes = List.copyOf(episodes);
  }

  @Override
  public int size() {
    return episodes.size();
  }

  @Override
  public Tensor loss(int[] examples) {
    List<Tensor> losses = new ArrayList<>();
    for (int example : examples) {
      Weights adapted = inner.adapt(parameters, episodes.get(example)::support, Order.FIRST);
      parameters
          .trained()
          .forEach(
              (name, tensor) -> losses.add(tensor.sub(adapted.get(name).detach()).square().sum()));
    }
    return Tensors.stack(losses, 0).sum().mul(new Scalar(0.5));
  }
}
