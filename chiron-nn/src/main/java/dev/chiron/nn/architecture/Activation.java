package dev.chiron.nn.architecture;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The non-linearity of a feed-forward block, by the names that {@code config.json} uses. */
public enum Activation {
  /** {@code x · sigmoid(x)} (Elfwing et al., 2017, arXiv:1702.03118). */
  SILU("silu"),

  /** {@code x · Φ(x)} with the exact normal distribution (Hendrycks and Gimpel, 2016). */
  GELU("gelu"),

  /** The same with the approximation by tanh that GPT-2 was trained with. */
  GELU_TANH("gelu_new"),

  /** {@code x · sigmoid(1.702 x)}, the approximation that CLIP was trained with. */
  QUICK_GELU("quick_gelu"),

  RELU("relu"),

  TANH("tanh");

  /** The factor that makes the logistic function close to the normal distribution. */
  private static final double QUICK_FACTOR = 1.702;

  private final String fileName;

  Activation(String fileName) {
    this.fileName = fileName;
  }

  /** The name that is written. */
  public String fileName() {
    return fileName;
  }

  /** By the name that is written, or another that files use for the same. */
  static Optional<Activation> named(String name) {
    return switch (name) {
      case "swish" -> Optional.of(SILU);
      case "gelu_pytorch_tanh", "gelu_fast" -> Optional.of(GELU_TANH);
      default -> Arrays.stream(values()).filter(each -> each.fileName.equals(name)).findFirst();
    };
  }

  /** The names that are written, for a message. */
  static String fileNames() {
    return Arrays.stream(values()).map(Activation::fileName).collect(Collectors.joining(", "));
  }

  Tensor apply(Tensor input) {
    return switch (this) {
      case SILU -> torch.silu(input);
      case GELU -> torch.gelu(input);
      case GELU_TANH -> torch.gelu(input, "tanh");
      case QUICK_GELU -> input.mul(torch.sigmoid(input.mul(new Scalar(QUICK_FACTOR))));
      case RELU -> torch.relu(input);
      case TANH -> torch.tanh(input);
    };
  }
}
