package dev.chiron.nn.meta;

import dev.chiron.nn.meta.InnerLoop.Order;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.training.Objective;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Model-agnostic meta-learning (Finn et al., 2017, arXiv:1703.03400): what is minimised is the loss
 * of each episode's query examples after a few steps on its support examples. In the first order it
 * is their FOMAML (section 5.2), which takes the inner gradients as constants.
 *
 * <pre>{@code
 * Objective objective =
 *     new Maml(weights.trainAll(), episodes, new InnerLoop(1, 0.01), InnerLoop.Order.SECOND);
 * new Trainer(config, weights, objective).train();
 * }</pre>
 *
 * @param parameters what is trained of them is adapted within an episode
 */
public record Maml(Parameters parameters, List<Episode> episodes, InnerLoop inner, Order order)
    implements Objective {
  public Maml {
    episodes = List.copyOf(episodes);
  }

  @Override
  public int size() {
    return episodes.size();
  }

  @Override
  public Tensor loss(int[] examples) {
    List<Tensor> losses = new ArrayList<>();
    try (var _ = Torch.twiceDifferentiable()) {
      for (int example : examples) {
        Episode episode = episodes.get(example);
        Weights adapted = inner.adapt(parameters, episode::support, order);
        losses.add(episode.query(adapted));
      }
    }
    return Tensors.stack(losses, 0).sum();
  }
}
