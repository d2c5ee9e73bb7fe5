package dev.chiron.init.gstack;

import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.intervention.Intervention;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Weights;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Multiplies new units of the residual stream, of heads and of feed-forward blocks by c. */
final class WidthMask implements GrowthMask {
  private final Decoder base;
  private final MaskSchedule schedule;
  private long step = -1;

  WidthMask(Decoder base, MaskSchedule schedule) {
    this.base = base;
    this.schedule = schedule;
  }

  @Override
  public void advance() {
    step++;
  }

  private double c(MaskSchedule.Part part) {
    return schedule.at(part, Math.max(0, step));
  }

  @Override
  public Interventions interventions(Network grown) {
    return Interventions.of(new Masking((Decoder) grown));
  }

  private final class Masking implements Intervention {
    private final Decoder grown;

    Masking(Decoder grown) {
      this.grown = grown;
    }

    @Override
    public Tensor input(Site site, Tensor input) {
      return switch (site.part()) {
        case Site.ATTENTION_OUTPUT -> masked(input, Axis.QUERY, MaskSchedule.Part.ATTENTION);
        case Site.FEED_FORWARD_DOWN -> masked(input, Axis.INNER, MaskSchedule.Part.FEED_FORWARD);
        default -> input;
      };
    }

    @Override
    public Tensor linear(Site site, Tensor input, Tensor output) {
      return Residual.writes(site)
          ? masked(output, Axis.RESIDUAL, MaskSchedule.Part.RESIDUAL)
          : output;
    }

    @Override
    public Tensor residual(Site site, Tensor stream) {
      return site.equals(Site.EMBEDDING)
          ? masked(stream, Axis.RESIDUAL, MaskSchedule.Part.RESIDUAL)
          : stream;
    }

    private Tensor masked(Tensor units, Axis axis, MaskSchedule.Part part) {
      double c = c(part);
      if (c == 1) {
        return units;
      }
      int old = Math.toIntExact(axis.size(base));
      int now = Math.toIntExact(axis.size(grown));
      return units.mul(Tensors.onDeviceOf(units, Tensors.floats(WidthBlocks.mask(old, now, c))));
    }
  }

  @Override
  public Weights weights(Network grown, Weights weights) {
    SequencedMap<String, List<Axis>> axes = Axis.of((Decoder) grown);
    int old = base.config().width();
    int now = ((Decoder) grown).config().width();
    return new Weights() {
      @Override
      public Tensor get(String name) {
        Tensor tensor = weights.get(name);
        double c = c(MaskSchedule.Part.RESIDUAL);
        return c < 1 && WidthBlocks.isGain(name, axes.getOrDefault(name, List.of()))
            ? tensor.mul(new Scalar(Math.sqrt((old + c * (now - old)) / now)))
            : tensor;
      }

      @Override
      public SequencedSet<String> names() {
        return new LinkedHashSet<>(weights.names());
      }

      @Override
      public boolean has(String name) {
        return weights.has(name);
      }
    };
  }
}
