package dev.chiron.nn.tensor;

import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Tensors from Java arrays and back, and the few operations whose native form is unwieldy. */
public final class Tensors {
  static {
    Torch.start();
  }

  private Tensors() {}

  /** A float32 tensor; without a shape it has one dimension. */
  public static Tensor floats(float[] values, long... shape) {
    Tensor tensor = empty(ScalarType.Float, shapeOf(values.length, shape));
    try (FloatPointer data = tensor.data_ptr_float()) {
      data.put(values);
    }
    return tensor;
  }

  /** An int64 tensor; without a shape it has one dimension. */
  public static Tensor longs(long[] values, long... shape) {
    Tensor tensor = empty(ScalarType.Long, shapeOf(values.length, shape));
    try (LongPointer data = tensor.data_ptr_long()) {
      data.put(values);
    }
    return tensor;
  }

  /** An int64 tensor, because libtorch indexes with nothing shorter. */
  public static Tensor longs(int[] values, long... shape) {
    long[] wide = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return longs(wide, shape);
  }

  /** Rows of one length: int64 [rows, columns]. */
  public static Tensor rows(int[][] rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    long[] flat = new long[rows.length * columns];
    for (int r = 0; r < rows.length; r++) {
      if (rows[r].length != columns) {
        throw new IllegalArgumentException(
            "row " + r + " has " + rows[r].length + " entries, row 0 has " + columns);
      }
      for (int c = 0; c < columns; c++) {
        flat[r * columns + c] = rows[r][c];
      }
    }
    return longs(flat, rows.length, columns);
  }

  /** A boolean tensor; without a shape it has one dimension. */
  public static Tensor booleans(boolean[] values, long... shape) {
    long[] wide = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i] ? 1 : 0;
    }
    return longs(wide, shape).to(ScalarType.Bool);
  }

  /** Uninitialised memory. */
  public static Tensor empty(ScalarType type, long... shape) {
    return torch.empty(shape, options(type), null);
  }

  public static Tensor zeros(ScalarType type, long... shape) {
    return torch.zeros(shape, options(type));
  }

  /** 0, 1, …, {@code count} - 1 as int64. */
  public static Tensor range(long count) {
    return torch.arange(new Scalar(count), options(ScalarType.Long));
  }

  public static Tensor concatenate(List<Tensor> parts, long dimension) {
    return torch.cat(new TensorVector(parts.toArray(Tensor[]::new)), dimension);
  }

  public static Tensor stack(List<Tensor> parts, long dimension) {
    return torch.stack(new TensorVector(parts.toArray(Tensor[]::new)), dimension);
  }

  /** The values in row-major order, as float32, from any device. */
  public static float[] floats(Tensor tensor) {
    Tensor plain = tensor.detach().cpu().to(ScalarType.Float).contiguous();
    float[] values = new float[Math.toIntExact(plain.numel())];
    if (values.length > 0) {
      try (FloatPointer data = plain.data_ptr_float()) {
        data.get(values);
      }
    }
    return values;
  }

  /** The values in row-major order, as int64, from any device. */
  public static long[] longs(Tensor tensor) {
    Tensor plain = tensor.detach().cpu().to(ScalarType.Long).contiguous();
    long[] values = new long[Math.toIntExact(plain.numel())];
    if (values.length > 0) {
      try (LongPointer data = plain.data_ptr_long()) {
        data.get(values);
      }
    }
    return values;
  }

  /** The only value of a tensor with one element. */
  public static double item(Tensor tensor) {
    return tensor.item_double();
  }

  public static long[] shape(Tensor tensor) {
    long[] shape = new long[(int) tensor.dim()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = tensor.size(i);
    }
    return shape;
  }

  /** {@code tensor} on the device of {@code like}: itself if it is there already. */
  public static Tensor onDeviceOf(Tensor like, Tensor tensor) {
    return like.is_cuda() == tensor.is_cuda() ? tensor : to(tensor, like.device());
  }

  public static Tensor to(Tensor tensor, Device device) {
    return tensor.to(device, tensor.scalar_type());
  }

  public static TensorOptions options(ScalarType type) {
    return new TensorOptions(type);
  }

  private static long[] shapeOf(int length, long[] shape) {
    return shape.length == 0 ? new long[] {length} : shape;
  }
}
