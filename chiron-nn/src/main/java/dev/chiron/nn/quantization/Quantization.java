package dev.chiron.nn.quantization;

import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Torch;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** How few bits a frozen matrix is kept in. */
public enum Quantization {
  /** 8 bits and a scale for each row (Dettmers et al., 2022, arXiv:2208.07339). */
  INT8("int8"),

  /**
   * 4 bits and a scale for every 64 numbers: 4.5 bits (Dettmers et al., 2023, arXiv:2305.14314).
   */
  NF4("nf4"),

  /** The same with quantised scales: about 4.13 bits. */
  NF4_DOUBLE("nf4-double");

  private final String optionName;

  Quantization(String optionName) {
    this.optionName = optionName;
  }

  /** The name that a user gives. */
  public String optionName() {
    return optionName;
  }

  /** By the name that a user gives. */
  public static Optional<Quantization> named(String name) {
    return Arrays.stream(values()).filter(each -> each.optionName.equals(name)).findFirst();
  }

  /** All names that a user can give, for a message. */
  public static String optionNames() {
    return Arrays.stream(values()).map(Quantization::optionName).collect(Collectors.joining(", "));
  }

  Quantized quantize(Tensor matrix) {
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      Tensor plain = matrix.detach().to(ScalarType.Float);
      return switch (this) {
        case INT8 -> Int8Matrix.of(plain);
        case NF4 -> Nf4Matrix.of(plain, false);
        case NF4_DOUBLE -> Nf4Matrix.of(plain, true);
      };
    }
  }
}
