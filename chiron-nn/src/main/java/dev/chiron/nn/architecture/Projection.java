package dev.chiron.nn.architecture;

import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Weights;
import java.util.Map;
import org.bytedeco.pytorch.GradMode;
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
    return interventions.linear(site, seen, output(weights, seen));
  }

  private Tensor output(Weights weights, Tensor input) {
    Tensor matrix = weights.get(weight);
    if (input.numel() == in && !GradMode.is_enabled()) {
      return ofOneRow(weights, matrix, input);
    }
    return hasBias
        ? torch.linear(input, matrix, new TensorOptional(weights.get(bias)))
        : torch.linear(input, matrix);
  }

  /**
   * A product with a vector reads the matrix once, where a product of matrices copies it into
   * another order first: for a row that is generated alone, most of the time.
   */
  private Tensor ofOneRow(Weights weights, Tensor matrix, Tensor input) {
    Tensor row = input.reshape(in);
    Tensor output = hasBias ? torch.addmv(weights.get(bias), matrix, row) : matrix.mv(row);
    long[] shape = Tensors.shape(input);
    shape[shape.length - 1] = out;
    return output.view(shape);
  }
}
