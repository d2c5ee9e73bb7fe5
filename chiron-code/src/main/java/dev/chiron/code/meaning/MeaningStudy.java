package dev.chiron.code.meaning;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.probe.Probe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How much of the states that programs run through can be read from the states of a model, by
 * probes that are trained on some programs and measured on others.
 *
 * <p>A probe may work the meaning out by itself from a mere record of the program's tokens. The
 * control is another meaning of the same programs ({@link Semantics#permuted}): the model's states
 * and the text are kept, and a fresh probe is trained to read the states of the world under the
 * other meaning. Where the model holds only text, both are as hard; what is read better under the
 * meaning that the outputs in its text had is the model's own work.
 *
 * @param training traces that probes learn from
 * @param testing traces that they are measured on
 * @param lastDropped whether the state after the last action is left out, as it must be: the model
 *     was shown it as the output
 */
record MeaningStudy<S>(List<Trace<S>> training, List<Trace<S>> testing, boolean lastDropped) {
  MeaningStudy(List<Trace<S>> training, List<Trace<S>> testing) {
    this(training, testing, true);
  }

  /** A state of the model and the state of the world that it is asked for. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Pairs(float[][] inputs, List<List<Integer>> labels) {}

  /**
   * The share of states of the world whose feature is read right, all its parts together.
   *
   * @param offset actions ahead: 0 for the effect of the action being written, 1 for that of the
   *     next, -1 for that of the one before
   */
  double content(
      Semantics<S> semantics, Feature<S> feature, int offset, Probe.Shape shape, Seeds seeds) {
    Pairs learned = pairs(training, semantics, feature, offset);
    Pairs asked = pairs(testing, semantics, feature, offset);
    boolean[] right = new boolean[asked.inputs.length];
    Arrays.fill(right, true);
    for (int part = 0; part < feature.classes().size(); part++) {
      int own = part;
      int[] labels = learned.labels.stream().mapToInt(each -> each.get(own)).toArray();
      int classes = feature.classes().get(part);
      try (Probe probe =
          Probe.train(shape, learned.inputs, labels, classes, seeds.child("part " + part))) {
        int[] answers = probe.classify(asked.inputs);
        for (int i = 0; i < right.length; i++) {
          right[i] &= answers[i] == asked.labels.get(i).get(part);
        }
      }
    }
    return share(right);
  }

  private static double share(boolean[] right) {
    int count = 0;
    for (boolean each : right) {
      count += each ? 1 : 0;
    }
    return (double) count / right.length;
  }

  /** How much more is read under the meaning of the text than, on average, under the others. */
  double gap(
      Semantics<S> semantics, Feature<S> feature, int offset, Probe.Shape shape, Seeds seeds) {
    double others =
        semantics.permutations().stream()
            .mapToDouble(p -> content(semantics.permuted(p), feature, offset, shape, seeds))
            .average()
            .orElseThrow();
    return content(semantics, feature, offset, shape, seeds) - others;
  }

  /** The share of the most frequent value: what a probe has that reads nothing. */
  double majority(Semantics<S> semantics, Feature<S> feature, int offset) {
    List<List<Integer>> labels = pairs(testing, semantics, feature, offset).labels;
    long most =
        labels.stream()
            .distinct()
            .mapToLong(value -> labels.stream().filter(value::equals).count())
            .max()
            .orElseThrow();
    return (double) most / labels.size();
  }

  private Pairs pairs(
      List<Trace<S>> traces, Semantics<S> semantics, Feature<S> feature, int offset) {
    List<float[]> inputs = new ArrayList<>();
    List<List<Integer>> labels = new ArrayList<>();
    for (Trace<S> trace : traces) {
      List<S> run = trace.run(semantics);
      int last = trace.program().size() - (lastDropped ? 1 : 0);
      for (int t = 1; t <= last; t++) {
        int asked = t + offset;
        if (asked >= 1 && asked <= last) {
          inputs.add(trace.states()[t - 1]);
          labels.add(feature.values().of(trace.start(), run.get(asked)));
        }
      }
    }
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("no program is long enough for an offset of " + offset);
    }
    return new Pairs(inputs.toArray(float[][]::new), labels);
  }

  /**
   * The same traces with a record of tokens in the place of the model's states: how often each
   * action was written, the last three, and the input. What a probe reads from it is the probe's.
   */
  MeaningStudy<S> ofTokenRecords(Semantics<S> semantics) {
    return new MeaningStudy<>(
        training.stream().map(each -> recorded(each, semantics)).toList(),
        testing.stream().map(each -> recorded(each, semantics)).toList(),
        lastDropped);
  }

  private static <S> Trace<S> recorded(Trace<S> trace, Semantics<S> semantics) {
    int actions = semantics.actions().size();
    List<Integer> written = semantics.written(trace.start());
    int width = 4 * actions + written.size() * semantics.stateVocabulary();
    float[][] records = new float[trace.program().size()][];
    for (int t = 0; t < records.length; t++) {
      float[] record = new float[width];
      for (int i = 0; i <= t; i++) {
        record[trace.program().get(i)]++;
      }
      for (int back = 0; back < 3 && back <= t; back++) {
        record[actions * (1 + back) + trace.program().get(t - back)] = 1;
      }
      for (int i = 0; i < written.size(); i++) {
        record[4 * actions + i * semantics.stateVocabulary() + written.get(i)] = 1;
      }
      records[t] = record;
    }
    return new Trace<>(trace.start(), trace.program(), records);
  }
}
