package dev.chiron.nn.architecture;

import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.KeyValues;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.weights.Weights;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** One block of a decoder: x + attention(norm(x)), then x + feedForward(norm(x)). */
final class DecoderLayer {
  /** What all layers of one pass share. */
  record Pass(
      Weights weights,
      Interventions interventions,
      ResolvedMask mask,
      RotaryTable.Rotation rotation,
      AttentionMemory memory) {}

  private final int index;
  private final DecoderConfig config;
  private final Norm attentionNorm;
  private final Norm feedForwardNorm;
  private final Projection query;
  private final Projection key;
  private final Projection value;
  private final Projection output;
  private final Projection gate;
  private final Projection up;
  private final Projection down;
  private final Site residual;

  DecoderLayer(int index, DecoderConfig config) {
    this.index = index;
    this.config = config;
    String prefix = "model.layers." + index + ".";
    String attention = prefix + "self_attn.";
    String feedForward = prefix + "mlp.";
    int width = config.width();
    int inner = config.feedForwardWidth();
    int queries = config.heads() * config.headSize();
    int keys = config.keyValueHeads() * config.headSize();
    boolean bias = config.attentionBias();
    boolean innerBias = config.feedForwardBias();
    attentionNorm = new Norm(prefix + "input_layernorm.weight", width, config.normEpsilon());
    feedForwardNorm =
        new Norm(prefix + "post_attention_layernorm.weight", width, config.normEpsilon());
    query = new Projection(site(Site.ATTENTION_QUERY), attention + "q_proj", width, queries, bias);
    key = new Projection(site(Site.ATTENTION_KEY), attention + "k_proj", width, keys, bias);
    value = new Projection(site(Site.ATTENTION_VALUE), attention + "v_proj", width, keys, bias);
    output =
        new Projection(site(Site.ATTENTION_OUTPUT), attention + "o_proj", queries, width, bias);
    gate =
        new Projection(
            site(Site.FEED_FORWARD_GATE), feedForward + "gate_proj", width, inner, innerBias);
    up =
        new Projection(
            site(Site.FEED_FORWARD_UP), feedForward + "up_proj", width, inner, innerBias);
    down =
        new Projection(
            site(Site.FEED_FORWARD_DOWN), feedForward + "down_proj", inner, width, innerBias);
    residual = site(Site.RESIDUAL);
  }

  private Site site(String part) {
    return new Site(index, part);
  }

  void addShapes(Map<String, long[]> shapes) {
    attentionNorm.addShapes(shapes);
    query.addShapes(shapes);
    key.addShapes(shapes);
    value.addShapes(shapes);
    output.addShapes(shapes);
    feedForwardNorm.addShapes(shapes);
    gate.addShapes(shapes);
    up.addShapes(shapes);
    down.addShapes(shapes);
  }

  /** The weights whose output goes straight into the residual stream. */
  boolean writesToResidual(String weight) {
    return weight.equals(output.weight()) || weight.equals(down.weight());
  }

  /** The linear maps, in the order of the pass. */
  List<Projection> projections() {
    return List.of(query, key, value, output, gate, up, down);
  }

  /** [batch, time, width] to the same. */
  Tensor forward(Tensor stream, Pass pass) {
    Tensor attended = stream.add(attention(attentionNorm.apply(pass.weights(), stream), pass));
    Tensor fed = attended.add(feedForward(feedForwardNorm.apply(pass.weights(), attended), pass));
    return pass.interventions().residual(residual, fed);
  }

  private Tensor attention(Tensor input, Pass pass) {
    long batch = input.size(0);
    long time = input.size(1);
    int size = config.headSize();
    Tensor queries = query.apply(pass.weights(), input, pass.interventions());
    Tensor keys = key.apply(pass.weights(), input, pass.interventions());
    Tensor values = value.apply(pass.weights(), input, pass.interventions());
    Tensor q =
        pass.rotation().turn(queries.view(batch, time, config.heads(), size)).transpose(1, 2);
    Tensor k =
        pass.rotation().turn(keys.view(batch, time, config.keyValueHeads(), size)).transpose(1, 2);
    Tensor v = values.view(batch, time, config.keyValueHeads(), size).transpose(1, 2);
    KeyValues seen = pass.memory().extend(index, k, v);
    ResolvedMask mask = pass.memory().mask(index, pass.mask(), time, q);
    Tensor mixed =
        torch.scaled_dot_product_attention(
            q, // [batch, heads, time, size]
            perHead(seen.keys()), // [batch, heads, keys, size]
            perHead(seen.values()),
            mask.allowed().map(TensorOptional::new).orElseGet(TensorOptional::new),
            0,
            mask.causal(),
            new DoubleOptional(),
            false);
    Tensor joined = mixed.transpose(1, 2).reshape(batch, time, (long) config.heads() * size);
    return output.apply(pass.weights(), joined, pass.interventions());
  }

  /** Repeats each key-value head for the query heads of its group (Ainslie et al., 2023). */
  private Tensor perHead(Tensor heads) {
    int group = config.heads() / config.keyValueHeads();
    if (group == 1) {
      return heads;
    }
    long batch = heads.size(0);
    long keys = heads.size(2);
    return heads
        .unsqueeze(2)
        .expand(batch, config.keyValueHeads(), group, keys, config.headSize())
        .reshape(batch, config.heads(), keys, config.headSize());
  }

  private Tensor feedForward(Tensor input, Pass pass) {
    Tensor gated = torch.silu(gate.apply(pass.weights(), input, pass.interventions()));
    Tensor raised = up.apply(pass.weights(), input, pass.interventions());
    return down.apply(pass.weights(), gated.mul(raised), pass.interventions());
  }
}
