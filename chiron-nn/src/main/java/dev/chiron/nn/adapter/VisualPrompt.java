package dev.chiron.nn.adapter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.io.Json;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A visual prompt (Bahng et al., 2022, arXiv:2203.17274): trained pixels that are added to every
 * image in front of a frozen vision model, in a frame around it or in a square patch.
 */
public final class VisualPrompt extends Adapter {
  static final String TYPE = "VISUAL_PROMPT";

  /** Where the trained pixels are. */
  public sealed interface Shape {
    /** Those no further than {@code thickness} from an edge. */
    record Frame(int thickness) implements Shape {}

    /** A square. */
    record Patch(int top, int left, int size) implements Shape {}
  }

  /**
   * The images that a prompt is for, and its shape.
   *
   * @param size height and width of the images
   */
  public record Config(int channels, int size, Shape shape) {
    public Config {
      boolean fits =
          switch (shape) {
            case Shape.Frame frame -> frame.thickness() > 0 && 2L * frame.thickness() < size;
            case Shape.Patch patch ->
                patch.size() > 0
                    && patch.top() >= 0
                    && patch.left() >= 0
                    && (long) Math.max(patch.top(), patch.left()) + patch.size() <= size;
          };
      if (!fits || channels < 1) {
        throw new IllegalArgumentException(
            shape + " does not fit images of " + channels + " x " + size + " x " + size);
      }
    }
  }

  private static final String TOP = "top";
  private static final String BOTTOM = "bottom";
  private static final String LEFT = "left";
  private static final String RIGHT = "right";
  private static final String PATCH = "patch";

  /** Larger than any image that a model takes, small enough for any memory. */
  private static final int MOST_PIXELS = 16_384;

  private static final int MOST_CHANNELS = 64;

  private final Config config;

  private VisualPrompt(Config config, Parameters parameters) {
    super(parameters);
    this.config = config;
  }

  /** A prompt of zeros, which changes nothing yet. */
  public static VisualPrompt create(Config config) {
    return create(config, 0, new Seeds(0));
  }

  /** A prompt of normally distributed pixels, as in the paper. */
  public static VisualPrompt create(Config config, double deviation, Seeds seeds) {
    FreshTensors fresh = new FreshTensors(seeds);
    LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
    try (Scope _ = Scope.open()) {
      shapes(config)
          .forEach((name, shape) -> tensors.put(name, fresh.normal(name, deviation, shape)));
      return new VisualPrompt(config, Parameters.owning(tensors).trainAll());
    }
  }

  private static SequencedMap<String, long[]> shapes(Config config) {
    LinkedHashMap<String, long[]> shapes = new LinkedHashMap<>();
    long channels = config.channels();
    long size = config.size();
    switch (config.shape()) {
      case Shape.Frame(int thickness) -> {
        shapes.put(TOP, new long[] {channels, thickness, size});
        shapes.put(BOTTOM, new long[] {channels, thickness, size});
        shapes.put(LEFT, new long[] {channels, size - 2L * thickness, thickness});
        shapes.put(RIGHT, new long[] {channels, size - 2L * thickness, thickness});
      }
      case Shape.Patch patch ->
          shapes.put(PATCH, new long[] {channels, patch.size(), patch.size()});
    }
    return shapes;
  }

  public Config config() {
    return config;
  }

  @Override
  public Tensor pixels(Tensor images) {
    return isEnabled() ? images.add(prompt(config.shape())) : images;
  }

  /** [channels, size, size], zero where nothing is trained. */
  private Tensor prompt(Shape shape) {
    return switch (shape) {
      case Shape.Frame(int thickness) -> {
        long inner = config.size() - 2L * thickness;
        Tensor left = parameters().get(LEFT);
        Tensor hole = Tensors.zeros(ScalarType.Float, config.channels(), inner, inner);
        Tensor middle =
            Tensors.concatenate(
                List.of(left, Tensors.onDeviceOf(left, hole), parameters().get(RIGHT)), 2);
        yield Tensors.concatenate(
            List.of(parameters().get(TOP), middle, parameters().get(BOTTOM)), 1);
      }
      case Shape.Patch(int top, int left, int size) ->
          torch.constant_pad_nd(
              parameters().get(PATCH),
              new long[] {
                left, config.size() - left - (long) size, top, config.size() - top - (long) size
              },
              new Scalar(0));
    };
  }

  @Override
  protected ObjectNode description() {
    ObjectNode json = Json.object();
    json.put("peft_type", TYPE);
    json.put("channels", config.channels());
    json.put("image_size", config.size());
    switch (config.shape()) {
      case Shape.Frame(int thickness) -> json.put("frame", thickness);
      case Shape.Patch(int top, int left, int size) ->
          json.put("top", top).put("left", left).put("patch", size);
    }
    return json;
  }

  static VisualPrompt read(AdapterFiles files) {
    int channels = files.size("channels", MOST_CHANNELS);
    int size = files.size("image_size", MOST_PIXELS);
    Shape shape =
        files.json().has("frame")
            ? new Shape.Frame(files.size("frame", size))
            : new Shape.Patch(
                files.json().path("top").asInt(-1),
                files.json().path("left").asInt(-1),
                files.size("patch", size));
    try {
      Config config = new Config(channels, size, shape);
      return new VisualPrompt(config, files.tensors(shapes(config)));
    } catch (IllegalArgumentException e) {
      throw files.wrong("image_size", String.valueOf(e.getMessage()));
    }
  }
}
