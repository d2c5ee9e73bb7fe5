package dev.chiron.init.gstack;

import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.intervention.Intervention;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import java.util.Set;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Multiplies what new layers add to the residual stream by c. */
final class DepthMask implements GrowthMask {
  private final Set<Integer> masked;
  private final MaskSchedule schedule;
  private long step = -1;

  DepthMask(Set<Integer> masked, MaskSchedule schedule) {
    this.masked = Set.copyOf(masked);
    this.schedule = schedule;
  }

  @Override
  public void advance() {
    step++;
  }

  @Override
  public Interventions interventions(Network grown) {
    return Interventions.of(
        new Intervention() {
          @Override
          public Tensor linear(Site site, Tensor input, Tensor output) {
            if (!Residual.writes(site) || !masked.contains(site.layer())) {
              return output;
            }
            double c =
                schedule.at(
                    site.part().equals(Site.FEED_FORWARD_DOWN)
                        ? MaskSchedule.Part.FEED_FORWARD
                        : MaskSchedule.Part.ATTENTION,
                    Math.max(0, step));
            return c == 1 ? output : output.mul(new Scalar(c));
          }
        });
  }
}
