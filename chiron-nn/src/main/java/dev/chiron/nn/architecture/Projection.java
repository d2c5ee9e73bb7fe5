package dev.chiron.nn.architecture;

import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.weights.Weights;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** A linear map at a site: {@code y = x W^T + b}, with W [out, in] as Hugging Face keeps it. */
record Projection(Site site, String weight, String bias, long in, long out, boolean hasBias) {
  Projection(Site site, String module, long in, long out, boolean hasBias) {
    this(site, module + ".weight", module + ".bias", in, out, hasBias);
  }

  void addShapes(Map<String, long[]> shapes) {
    shapes.put(weight, new long[] {out, in});
    if (hasBias) {
      shapes.put(bias, new long[] {out});
    }
  }

  Tensor apply(Weights weights, Tensor input, Interventions interventions) {
    Tensor seen = interventions.input(site, input);
    Tensor output =
        hasBias
            ? torch.linear(seen, weights.get(weight), new TensorOptional(weights.get(bias)))
            : torch.linear(seen, weights.get(weight));
    return interventions.linear(site, seen, output);
  }
}
