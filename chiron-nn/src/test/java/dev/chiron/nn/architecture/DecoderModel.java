package dev.chiron.nn.architecture;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Parameters;
import java.util.LinkedHashMap;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A model of every family, with each choice that its files can make. */
@SuppressWarnings("ImmutableEnumChecker") // a configuration is immutable
enum DecoderModel {
  GPT2(of(DecoderFamily.GPT2)),
  OPT(of(DecoderFamily.OPT)),
  OPT_POST_NORM_NARROW(
      of(DecoderFamily.OPT).order(BlockOrder.POST_NORM).finalNorm(false).embeddingWidth(8)),
  NEOX(of(DecoderFamily.GPT_NEOX).positions(rotary(0.5))),
  NEOX_SEQUENTIAL(of(DecoderFamily.GPT_NEOX).positions(rotary(1)).order(BlockOrder.PRE_NORM)),
  MISTRAL(of(DecoderFamily.MISTRAL).keyValueHeads(2).window(3, 0)),
  QWEN2(of(DecoderFamily.QWEN2).keyValueHeads(1).tiedHead(true)),
  QWEN2_LATE_WINDOW(of(DecoderFamily.QWEN2).window(2, 1)),
  QWEN3(of(DecoderFamily.QWEN3).keyValueHeads(2).headSize(6));

  static final int VOCABULARY = 19;

  private final DecoderConfig config;

  DecoderModel(DecoderConfigBuilder builder) {
    config = builder.build();
  }

  private static DecoderConfigBuilder of(DecoderFamily family) {
    return DecoderConfig.builder(family, VOCABULARY, 16, 2, 4)
        .contextLength(24)
        .initialDeviation(0.3);
  }

  private static Positions rotary(double share) {
    return new Positions.Rotary(500, share, RotaryScaling.NONE);
  }

  DecoderConfig config() {
    return config;
  }

  /** Weights in float64, in which nothing is at its neutral value. */
  static Parameters weights(Decoder decoder) {
    LinkedHashMap<String, Tensor> noisy = new LinkedHashMap<>();
    RandomGenerator random = new Seeds(4).generator("noise");
    try (Parameters fresh = decoder.initialize(new Seeds(3))) {
      for (String name : fresh.names()) {
        float[] values = Tensors.floats(fresh.get(name));
        for (int i = 0; i < values.length; i++) {
          values[i] += (float) (0.2 * random.nextGaussian());
        }
        noisy.put(
            name, Tensors.floats(values, Tensors.shape(fresh.get(name))).to(ScalarType.Double));
      }
    }
    return Parameters.owning(noisy);
  }
}
