package dev.chiron.nn.architecture;

import dev.chiron.nn.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * How a tensor of a file holds the weights of a model: matrices [out, in] and biases [out] of one
 * size each.
 */
public sealed interface Packing {
  /** The weight as it is. */
  Plain PLAIN = new Plain();

  /** The weights in the stored tensor. */
  List<Tensor> unpack(Tensor stored);

  /** The tensor to store for the weights. */
  Tensor pack(List<Tensor> weights);

  /** The shape of the tensor for weights of a shape. */
  long[] storedShape(long[] weight);

  /** The weight as it is. */
  record Plain() implements Packing {
    @Override
    public List<Tensor> unpack(Tensor stored) {
      return List.of(stored);
    }

    @Override
    public Tensor pack(List<Tensor> weights) {
      return weights.getFirst();
    }

    @Override
    public long[] storedShape(long[] weight) {
      return weight;
    }
  }

  /**
   * GPT-2's one-dimensional convolution: the matrices are stored as [in, out], side by side.
   *
   * @param parts how many are side by side
   */
  record Columns(int parts) implements Packing {
    @Override
    public List<Tensor> unpack(Tensor stored) {
      long last = stored.dim() - 1;
      long size = stored.size(last) / parts;
      return IntStream.range(0, parts)
          .mapToObj(i -> turned(stored.narrow(last, i * size, size)).contiguous())
          .toList();
    }

    @Override
    public Tensor pack(List<Tensor> weights) {
      List<Tensor> turned = weights.stream().map(Columns::turned).toList();
      return Tensors.concatenate(turned, turned.getFirst().dim() - 1).contiguous();
    }

    private static Tensor turned(Tensor tensor) {
      return tensor.dim() == 2 ? tensor.t() : tensor;
    }

    @Override
    public long[] storedShape(long[] weight) {
      return weight.length == 1
          ? new long[] {weight[0] * parts}
          : new long[] {weight[1], weight[0] * parts};
    }
  }

  /**
   * GPT-NeoX: rows are stored head by head, and within a head query, key, value.
   *
   * @param parts the number of weights, 3
   * @param heads of each
   */
  record ByHead(int parts, int heads) implements Packing {
    @Override
    public List<Tensor> unpack(Tensor stored) {
      long size = stored.size(0) / parts;
      Tensor heads = stored.reshape(this.heads, parts, -1); // a head's rows are one dimension here
      List<Tensor> weights = new ArrayList<>();
      for (int i = 0; i < parts; i++) {
        Tensor weight = heads.select(1, i).contiguous();
        weights.add(stored.dim() == 2 ? weight.view(size, stored.size(1)) : weight.view(size));
      }
      return weights;
    }

    @Override
    public Tensor pack(List<Tensor> weights) {
      Tensor first = weights.getFirst();
      List<Tensor> heads = weights.stream().map(each -> each.reshape(this.heads, -1)).toList();
      return Tensors.stack(heads, 1).reshape(storedShape(Tensors.shape(first)));
    }

    @Override
    public long[] storedShape(long[] weight) {
      long[] shape = weight.clone();
      shape[0] *= parts;
      return shape;
    }
  }
}
