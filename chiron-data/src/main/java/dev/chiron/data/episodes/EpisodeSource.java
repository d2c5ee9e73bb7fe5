package dev.chiron.data.episodes;

import dev.chiron.core.task.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Sequences of demonstrations of one task in the plain prompt format. The loss is on every answer,
 * so a sequence of k demonstrations trains the model to answer with 0, 1, …, k − 1 demonstrations
 * in its context (MetaICL, arXiv 2110.15943, with the loss of every position).
 */
public final class EpisodeSource implements TextSource {
  private final String name;
  private final Function<RandomGenerator, EpisodeTask> tasks;
  private final EpisodeOptions options;

  /**
   * @param tasks draws the task of an episode
   */
  public EpisodeSource(
      String name, Function<RandomGenerator, EpisodeTask> tasks, EpisodeOptions options) {
    this.name = name;
    this.tasks = tasks;
    this.options = options;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public TrainingText draw(RandomGenerator random, int limit, TokenCount tokens) {
    EpisodeTask task = tasks.apply(random);
    if (RelabelledTask.fits(task) && random.nextDouble() < options.relabel()) {
      task = new RelabelledTask(task, random);
    }
    int demonstrations = 1 + random.nextInt(options.maxDemonstrations());
    boolean instructed =
        !task.instruction().isEmpty() && random.nextDouble() < options.instruction();
    List<Segment> segments = new ArrayList<>();
    int used = 0;
    if (instructed) {
      Segment head = new Segment(task.instruction() + "\n\n", options.learnInputs());
      used += tokens.of(head.text());
      segments.add(head);
    }
    for (int i = 0; i < demonstrations; i++) {
      Optional<Example> example = task.next(random);
      if (example.isEmpty()) {
        break;
      }
      Segment input =
          new Segment("Input: " + example.get().input() + "\nOutput:", options.learnInputs());
      Segment answer = new Segment(" " + example.get().output() + "\n\n", true);
      used += tokens.of(input.text()) + tokens.of(answer.text());
      if (used > limit && i > 0) {
        break;
      }
      segments.add(input);
      segments.add(answer);
    }
    return new TrainingText(segments);
  }
}
