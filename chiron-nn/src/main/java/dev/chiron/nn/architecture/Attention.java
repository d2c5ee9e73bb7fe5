package dev.chiron.nn.architecture;

import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.KeyValues;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Multi-head attention (Vaswani et al., 2017, arXiv:1706.03762) with grouped queries: {@code
 * output(softmax(q k^T · scale + mask) v)}. Self-attention is {@link #forward}; cross-attention
 * takes its {@link #keysAndValues} from elsewhere and {@link #mix}es them.
 */
final class Attention {
  /** The modules of the four projections. */
  record Names(String query, String key, String value, String output) {}

  /** The norms of the queries and keys of every head (Henry et al., 2020, arXiv:2010.04245). */
  record HeadNorms(Norm query, Norm key) {}

  /** The place of one layer in the memory of a pass. */
  record Memory(AttentionMemory pass, int layer) {}

  /**
   * What a pass gives to an attention block.
   *
   * @param rotation of the positions of the pass, where the model has rotary positions
   * @param memory keys and values that stand before the new ones, which it takes up
   */
  record Call(
      Weights weights,
      Interventions interventions,
      ResolvedMask mask,
      Optional<RotaryTable.Rotation> rotation,
      Optional<Memory> memory) {}

  private final AttentionShape shape;
  private final Projection query;
  private final Projection key;
  private final Projection value;
  private final Projection output;
  private final Optional<HeadNorms> norms;

  /**
   * A block.
   *
   * @param site makes a site of a part, such as {@link Site#ATTENTION_QUERY}
   * @param width of the residual stream
   */
  Attention(
      AttentionShape shape,
      Names names,
      Optional<HeadNorms> norms,
      Function<String, Site> site,
      long width) {
    this.shape = shape;
    this.norms = norms;
    boolean bias = shape.inputBias();
    long queries = shape.queryWidth();
    long keys = shape.keyWidth();
    query = new Projection(site.apply(Site.ATTENTION_QUERY), names.query(), width, queries, bias);
    key = new Projection(site.apply(Site.ATTENTION_KEY), names.key(), width, keys, bias);
    value = new Projection(site.apply(Site.ATTENTION_VALUE), names.value(), width, keys, bias);
    output =
        new Projection(
            site.apply(Site.ATTENTION_OUTPUT), names.output(), queries, width, shape.outputBias());
  }

  /** The linear maps, in the order of the pass. */
  List<Projection> projections() {
    return List.of(query, key, value, output);
  }

  void addShapes(Map<String, long[]> shapes) {
    projections().forEach(each -> each.addShapes(shapes));
    norms.ifPresent(
        each -> {
          each.query().addShapes(shapes);
          each.key().addShapes(shapes);
        });
  }

  /** Self-attention: [batch, time, width] to the same. */
  Tensor forward(Tensor input, Call call) {
    Tensor queries = queries(input, call);
    return mix(queries, keysAndValues(input, call), mask(queries, call), call);
  }

  private static ResolvedMask mask(Tensor queries, Call call) {
    return call.memory()
        .map(each -> each.pass().mask(each.layer(), call.mask(), queries.size(2), queries))
        .orElse(call.mask());
  }

  /** Queries by head: [batch, heads, time, size]. */
  Tensor queries(Tensor input, Call call) {
    Tensor heads = heads(query.apply(call.weights(), input, call.interventions()), shape.heads());
    return turned(heads, norms.map(HeadNorms::query), call);
  }

  /** Keys and values of a source, behind those in the memory if there is one. */
  KeyValues keysAndValues(Tensor source, Call call) {
    Tensor keys =
        heads(key.apply(call.weights(), source, call.interventions()), shape.keyValueHeads());
    Tensor values =
        heads(value.apply(call.weights(), source, call.interventions()), shape.keyValueHeads());
    Tensor turned = turned(keys, norms.map(HeadNorms::key), call);
    Tensor byHead = values.transpose(1, 2);
    return call.memory()
        .map(each -> each.pass().extend(each.layer(), turned, byHead))
        .orElseGet(() -> new KeyValues(turned, byHead));
  }

  private Tensor heads(Tensor projected, long count) {
    return projected.reshape(projected.size(0), projected.size(1), count, shape.size());
  }

  /** [batch, time, heads, size], normalised and turned, to [batch, heads, time, size]. */
  private static Tensor turned(Tensor heads, Optional<Norm> norm, Call call) {
    Tensor normed = norm.map(each -> each.apply(call.weights(), heads)).orElse(heads);
    return call.rotation().map(each -> each.turn(normed)).orElse(normed).transpose(1, 2);
  }

  /**
   * Mixes values by the likeness of queries and keys, and projects them back.
   *
   * @param queries [batch, heads, time, size]
   * @return [batch, time, width]
   */
  Tensor mix(Tensor queries, KeyValues source, ResolvedMask mask, Call call) {
    Tensor mixed =
        torch.scaled_dot_product_attention(
            queries,
            perHead(source.keys()), // [batch, heads, keys, size]
            perHead(source.values()),
            mask.tensor().map(TensorOptional::new).orElseGet(TensorOptional::new),
            0,
            mask.causal(),
            new DoubleOptional(shape.scale()),
            false);
    Tensor joined =
        mixed.transpose(1, 2).reshape(queries.size(0), queries.size(2), shape.queryWidth());
    return output.apply(call.weights(), joined, call.interventions());
  }

  /** Repeats each key-value head for the query heads of its group. */
  private Tensor perHead(Tensor heads) {
    int group = shape.heads() / shape.keyValueHeads();
    if (group == 1) {
      return heads;
    }
    long batch = heads.size(0);
    long keys = heads.size(2);
    return heads
        .unsqueeze(2)
        .expand(batch, shape.keyValueHeads(), group, keys, shape.size())
        .reshape(batch, shape.heads(), keys, shape.size());
  }
}
