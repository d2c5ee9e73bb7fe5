package dev.chiron.nn.architecture;

import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Images as tokens (Dosovitskiy et al., 2020, arXiv:2010.11929, section 3.1): each patch goes
 * through one linear map; a learned vector stands before them, and learned positions are added.
 *
 * @param names of the weights
 * @param bias whether the linear map has one
 */
record PatchEmbedding(ImageSize size, int width, Names names, boolean bias) {
  /**
   * The names of the weights.
   *
   * @param patch the module of the linear map, whose matrix is [width, channels, patch, patch]
   * @param first the weight that holds the vector before the patches
   * @param positions the weight that holds the positions
   * @param batched whether the last two have a batch dimension of size 1, as ViT's have
   */
  record Names(String patch, String first, String positions, boolean batched) {}

  void addShapes(Map<String, long[]> shapes) {
    shapes.put(names.first(), names.batched() ? new long[] {1, 1, width} : new long[] {width});
    long rows = size.patches() + 1L;
    shapes.put(
        names.positions(),
        names.batched() ? new long[] {1, rows, width} : new long[] {rows, width});
    shapes.put(
        names.patch() + ".weight", new long[] {width, size.channels(), size.patch(), size.patch()});
    if (bias) {
      shapes.put(names.patch() + ".bias", new long[] {width});
    }
  }

  /**
   * [batch, channels, side, side] to [batch, 1 + patches, width], the patches row by row.
   *
   * @throws IllegalArgumentException if the images have another size
   */
  Tensor embed(Weights weights, Tensor images) {
    long[] shape = Tensors.shape(images);
    long[] wanted = {shape[0], size.channels(), size.side(), size.side()};
    if (!Arrays.equals(shape, wanted)) {
      throw new IllegalArgumentException(
          "images have shape %s, the model takes %s"
              .formatted(Arrays.toString(shape), Arrays.toString(wanted)));
    }
    long across = size.side() / size.patch();
    long patch = size.patch();
    Tensor patches =
        images
            .reshape(shape[0], size.channels(), across, patch, across, patch)
            .permute(0, 2, 4, 1, 3, 5) // [batch, down, across, channels, patch, patch]
            .reshape(shape[0], across * across, size.channels() * patch * patch);
    Tensor matrix = weights.get(names.patch() + ".weight").flatten(1, 3);
    Tensor tokens =
        bias
            ? torch.linear(
                patches, matrix, new TensorOptional(weights.get(names.patch() + ".bias")))
            : torch.linear(patches, matrix);
    Tensor first = weights.get(names.first()).reshape(1, 1, width).expand(shape[0], 1, width);
    return Tensors.concatenate(List.of(first, tokens), 1).add(weights.get(names.positions()));
  }
}
