package dev.chiron.code.meaning;

import dev.chiron.core.method.Measurement;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.nn.probe.Probe;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Trains a model on the text of programs and studies what it holds, at some checkpoints and, in
 * full, at the end: against an untrained model of the same shape on the same text, a record of
 * tokens, and the most frequent value.
 */
final class MeaningExperiment<S> {
  /**
   * How much is measured.
   *
   * @param probed specifications that probes learn from
   * @param tested specifications that they and the model are measured on
   * @param probeSteps of a probe's training
   * @param checkpoints of the training, equally spaced, the end included
   */
  record Size(ProgramModel.Recipe recipe, int probed, int tested, int probeSteps, int checkpoints) {
    static final Size QUICK = new Size(ProgramModel.Recipe.QUICK, 4000, 2000, 600, 5);
  }

  private final Semantics<S> semantics;
  private final ProgramText<S> text;
  private final Size size;
  private final Seeds seeds;
  private final List<Specification<S>> probed;
  private final List<Specification<S>> tested;
  private final Probe.Shape linear;
  private final Probe.Shape mlp;

  MeaningExperiment(Semantics<S> semantics, ProgramText<S> text, Size size, Seeds seeds) {
    this.semantics = semantics;
    this.text = text;
    this.size = size;
    this.seeds = seeds;
    RandomGenerator random = seeds.generator("specifications");
    probed = drawn(size.probed, false, random);
    tested = drawn(size.tested, true, random);
    linear = Probe.Shape.linear(size.probeSteps);
    mlp = Probe.Shape.mlp(128, size.probeSteps);
  }

  private List<Specification<S>> drawn(int count, boolean heldOut, RandomGenerator random) {
    return Stream.generate(() -> text.draw(1, text.longest(), heldOut, random))
        .limit(count)
        .toList();
  }

  Measurement measure(Progress progress) {
    Map<String, Double> measured = new TreeMap<>();
    Map<String, Double> baseline = new TreeMap<>();
    try (ProgramModel<S> model = untrained()) {
      int steps = size.recipe.steps();
      int every = steps / size.checkpoints;
      model.train(
          size.recipe,
          seeds.child("documents"),
          step -> {
            if (step > 0 && step % every == 0 && step < every * size.checkpoints) {
              checkpoint(model, step / every, measured);
            }
          },
          progress);
      checkpoint(model, size.checkpoints, measured);
      List<List<Integer>> forProbes = model.write(probed);
      List<List<Integer>> forTests = model.write(tested);
      MeaningStudy<S> study = study(model, forProbes, forTests);
      report("", study, measured);
      try (ProgramModel<S> untrained = untrained()) {
        report("untrained, ", study(untrained, forProbes, forTests), baseline);
      }
      report("token record, ", study.ofTokenRecords(semantics), baseline);
      for (Feature<S> feature : semantics.features()) {
        baseline.put("most frequent " + feature.name(), study.majority(semantics, feature, 0));
      }
      lengths(forTests, measured);
    }
    return new Measurement(baseline, measured);
  }

  private ProgramModel<S> untrained() {
    return ProgramModel.untrained(text, size.recipe, seeds);
  }

  private MeaningStudy<S> study(
      ProgramModel<S> model, List<List<Integer>> forProbes, List<List<Integer>> forTests) {
    return new MeaningStudy<>(model.traces(probed, forProbes), model.traces(tested, forTests));
  }

  /** Synthesis and the gap of the first feature, a part of the way. */
  private void checkpoint(ProgramModel<S> model, int number, Map<String, Double> measured) {
    List<List<Integer>> programs = model.write(tested);
    measured.put("checkpoint " + number + ", generative accuracy", accuracy(programs));
    MeaningStudy<S> study = study(model, model.write(probed), programs);
    Feature<S> feature = semantics.features().getFirst();
    measured.put(
        "checkpoint " + number + ", gap",
        study.gap(semantics, feature, 0, linear, seeds.child("probes")));
  }

  private double accuracy(List<List<Integer>> programs) {
    return IntStream.range(0, programs.size())
            .filter(i -> tested.get(i).metBy(semantics, programs.get(i)))
            .count()
        / (double) programs.size();
  }

  private void report(String prefix, MeaningStudy<S> study, Map<String, Double> values) {
    for (Feature<S> feature : semantics.features()) {
      for (int offset : List.of(0, 1)) {
        String at = " at offset " + offset;
        Seeds own = seeds.child("probes");
        values.put(
            prefix + "linear " + feature.name() + at,
            study.content(semantics, feature, offset, linear, own));
        values.put(
            prefix + "gap of linear " + feature.name() + at,
            study.gap(semantics, feature, offset, linear, own));
        values.put(
            prefix + "128 units " + feature.name() + at,
            study.content(semantics, feature, offset, mlp, own));
      }
    }
  }

  /** Whether right programs are shorter than those that the specifications were made by. */
  private void lengths(List<List<Integer>> programs, Map<String, Double> measured) {
    double own = 0;
    double given = 0;
    int right = 0;
    for (int i = 0; i < programs.size(); i++) {
      if (tested.get(i).metBy(semantics, programs.get(i))) {
        own += programs.get(i).size();
        given += tested.get(i).program().size();
        right++;
      }
    }
    measured.put("actions of right programs", right == 0 ? 0 : own / right);
    measured.put("actions of their originals", right == 0 ? 0 : given / right);
    measured.put("generative accuracy", (double) right / programs.size());
  }
}
