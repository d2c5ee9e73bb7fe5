package dev.chiron.code.meaning;

import dev.chiron.core.method.Measurement;
import dev.chiron.core.method.Reproduction;
import dev.chiron.core.statistics.Correlation;
import dev.chiron.nn.tensor.Torch;
import java.util.ArrayList;
import java.util.List;

/** A model of program text comes to hold the states that programs run through. */
public final class MeaningReproduction implements Reproduction {
  private static final String CONTENT = "linear heading at offset 0";
  private static final String GAP = "gap of linear heading at offset ";

  @Override
  public String id() {
    return "meaning-in-programs";
  }

  @Override
  public String paper() {
    return "2305.11169";
  }

  @Override
  public String claim() {
    return "While learning only to predict text, a language model comes to encode the unobserved"
        + " state of programs, more than an equally complex other meaning and more than any probe"
        + " can build from an untrained network, and this grows with its ability to write correct"
        + " programs.";
  }

  @Override
  public String criterion() {
    return "Means over seeds: generative accuracy at least 0.40; a linear probe reads the heading"
        + " at offset 0 at least 0.05 better than from the untrained model; its gap to other"
        + " meanings at least 0.03 at offsets 0 and 1, and at least 0.03 above that of the untrained"
        + " model at both; over all seeds and checkpoints Spearman correlation of generative"
        + " accuracy with the gap at least 0.5.";
  }

  @Override
  public List<Long> seeds(Profile profile) {
    return List.of(0L, 1L, 2L);
  }

  @Override
  public Measurement measure(Context context) {
    Torch.threads(1);
    if (context.profile() == Profile.FULL) {
      ProgramModel.Recipe recipe = new ProgramModel.Recipe(4, 128, 4, 6, 2800, 64, 1e-3);
      return new MeaningExperiment<>(
              new Karel(),
              new ProgramText<>(new Karel(), 5, 10),
              new MeaningExperiment.Size(recipe, 4000, 1000, 600, 5),
              context.seeds())
          .measure(context.progress());
    }
    return new MeaningExperiment<>(
            new LineKarel(),
            new ProgramText<>(new LineKarel(), 3, 6),
            MeaningExperiment.Size.QUICK,
            context.seeds())
        .measure(context.progress());
  }

  @Override
  public boolean holds(List<Measurement> measurements) {
    boolean gaps =
        List.of(0, 1).stream()
            .allMatch(
                offset -> {
                  double gap = measured(measurements, GAP + offset);
                  return gap >= 0.03
                      && gap - baseline(measurements, "untrained, " + GAP + offset) >= 0.03;
                });
    return gaps
        && measured(measurements, "generative accuracy") >= 0.40
        && measured(measurements, CONTENT) - baseline(measurements, "untrained, " + CONTENT) >= 0.05
        && correlation(measurements) >= 0.5;
  }

  /** Spearman's, over all checkpoints of all seeds. */
  private static double correlation(List<Measurement> measurements) {
    List<Double> accuracies = new ArrayList<>();
    List<Double> gaps = new ArrayList<>();
    for (Measurement each : measurements) {
      for (int c = 1; c <= MeaningExperiment.Size.QUICK.checkpoints(); c++) {
        accuracies.add(
            each.measured().getOrDefault("checkpoint " + c + ", generative accuracy", 0.0));
        gaps.add(each.measured().getOrDefault("checkpoint " + c + ", gap", 0.0));
      }
    }
    return Correlation.spearman(
        accuracies.stream().mapToDouble(a -> a).toArray(),
        gaps.stream().mapToDouble(g -> g).toArray());
  }

  private static double measured(List<Measurement> measurements, String name) {
    return measurements.stream()
        .mapToDouble(each -> each.measured().getOrDefault(name, 0.0))
        .average()
        .orElseThrow();
  }

  private static double baseline(List<Measurement> measurements, String name) {
    return measurements.stream()
        .mapToDouble(each -> each.baseline().getOrDefault(name, 0.0))
        .average()
        .orElseThrow();
  }

  @Override
  public String notes() {
    return "LineKarel: ten cells, three actions, three examples, programs of 3 to 6 actions in"
        + " training and 1 to 6 in testing; a decoder of three layers of 64, 2,000 steps of 128"
        + " fresh specifications; one in ten sets of inputs and outputs is never trained on. The"
        + " displacement is reported, not judged: it shows hardly any gap at this size. The full"
        + " profile renders real Karel worlds.";
  }
}
