package dev.chiron.nn.objective;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.training.TrainingExample;
import dev.chiron.nn.training.TrainingSet;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Examples that are drawn from texts, such as corrupted or rearranged ones. The same index always
 * gives the same example, so that a run can be resumed; a text that is seen in several passes is
 * drawn anew in each.
 *
 * @param draws how often each text is drawn: pass n over the texts is examples n · texts to (n + 1)
 *     · texts - 1
 */
public record DrawnExamples(List<int[]> texts, int draws, Draw draw, Seeds seeds)
    implements TrainingSet {
  /** Makes an example of a text. */
  @FunctionalInterface
  public interface Draw {
    TrainingExample of(int[] text, RandomGenerator random);
  }

  public DrawnExamples {
    texts = List.copyOf(texts);
    Math.multiplyExact(texts.size(), draws);
  }

  @Override
  public int size() {
    return texts.size() * draws;
  }

  @Override
  public TrainingExample get(int index) {
    return draw.of(texts.get(index % texts.size()), seeds.generator("example." + index));
  }
}
