package dev.chiron.init.learngene;

import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.init.layers.LayerMap;
import dev.chiron.init.layers.Resizing;
import dev.chiron.init.layers.WeightInitializer;
import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.Arrays;

/**
 * The layers that are shared by stages, with embedding, final norm and head: the weights of a
 * network of as many layers as there are stages. An auxiliary network sees them repeated, so that
 * its gradients add up in them; a descendant starts from copies.
 *
 * <pre>{@code
 * Learngene gene = Learngene.fresh(student, StagePlan.of(2, 2, 2), seeds);
 * Weights shared = gene.auxiliaryWeights();       // what the auxiliary network is run with
 * … train gene.weights() …
 * Parameters ten = gene.expand(10);               // a network of ten layers
 * }</pre>
 */
public final class Learngene implements AutoCloseable {
  private final Network stored;
  private final StagePlan plan;
  private final Parameters weights;

  /**
   * @param stored a network of as many layers as stages
   * @param weights of it; closed with the gene
   */
  public Learngene(Network stored, StagePlan plan, Parameters weights) {
    if (Resizing.layers(stored) != plan.stages()) {
      throw new InputException(
          "a gene of %d stages has %d layers".formatted(plan.stages(), Resizing.layers(stored)));
    }
    this.stored = stored;
    this.plan = plan;
    this.weights = weights;
  }

  /** Random shared layers, for a student of any depth. */
  public static Learngene fresh(Network student, StagePlan plan, Seeds seeds) {
    Network stored = Resizing.withLayers(student, plan.stages());
    return new Learngene(stored, plan, stored.initialize(seeds));
  }

  /** The network that is stored: one layer a stage. */
  public Network stored() {
    return stored;
  }

  public StagePlan plan() {
    return plan;
  }

  /** What is trained and stored; each shared tensor is in it once. */
  public Parameters weights() {
    return weights;
  }

  /** The network whose layers share weights by stages. */
  public Network auxiliary() {
    return Resizing.withLayers(stored, plan.layers());
  }

  /** Its weights: a view in which all layers of a stage are the same tensors. */
  public Weights auxiliaryWeights() {
    return plan.auxiliary().view(weights, auxiliary());
  }

  /**
   * Copies for a network of some layers, which are free to go their own ways; closed by the caller.
   */
  public Parameters expand(int layers) {
    return expand(plan.descendant(layers));
  }

  /** Copies by a list of the stage of each layer. */
  public Parameters expand(LayerMap stages) {
    try (Scope _ = Scope.open()) {
      return Parameters.copyOf(stages.view(weights, Resizing.withLayers(stored, stages.size())));
    }
  }

  /** As starting weights for networks that differ in depth only. */
  public WeightInitializer initializer() {
    return (target, _) -> {
      Network like = Resizing.withLayers(stored, Resizing.layers(target));
      boolean same =
          like.shapes().keySet().equals(target.shapes().keySet())
              && like.shapes().entrySet().stream()
                  .allMatch(
                      entry ->
                          Arrays.equals(entry.getValue(), target.shapes().get(entry.getKey())));
      if (!same) {
        throw new InputException(
            "the network differs from the gene in more than its depth: width, heads and vocabulary"
                + " must be the same");
      }
      return expand(Resizing.layers(target));
    };
  }

  @Override
  public void close() {
    weights.close();
  }
}
