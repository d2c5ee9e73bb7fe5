package dev.chiron.code.pragmatic;

import dev.chiron.code.pragmatic.PragmaticSelfPlay.Lesson;
import dev.chiron.code.pragmatic.PragmaticSelfPlay.Round;
import dev.chiron.code.pragmatic.PragmaticSelfPlay.Settings;
import dev.chiron.code.pragmatic.PragmaticSelfPlay.Specification;
import dev.chiron.code.pragmatic.PragmaticSelfPlay.Weights;
import dev.chiron.code.pragmatic.SetToSequence.Pair;
import dev.chiron.core.method.Measurement;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import dev.chiron.nn.training.LearningRateSchedule;
import dev.chiron.nn.weights.Parameters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/**
 * Self-play on {@link TinyRegex}, against the same training on random examples, on candidates that
 * nobody chose, and on the very user's examples. A listener is right when its first program has the
 * intended language; users speak of languages that were never trained on.
 */
final class PragmaticExperiment {
  private static final int HELD_OUT = 120;
  private static final int USERS = 2; // specifications of each held-out language
  private static final int EXAMPLES = 5;
  private static final int SAMPLES = 100;
  private static final double BASE_RATE = 1e-3;

  /**
   * How much is trained.
   *
   * @param width of the networks
   * @param listenerSteps of the first listener, and so on for the first speaker
   * @param batch of the first models
   */
  record Size(int width, int listenerSteps, int speakerSteps, int batch, Settings selfPlay) {
    static final Size QUICK = new Size(96, 5000, 2000, 128, Settings.QUICK);
    static final Size FULL =
        new Size(128, 12000, 8000, 128, new Settings(5, 400, 5, 125, 125, 300, 64, 5e-4));
  }

  private final TinyRegex domain;
  private final ExactPragmatics<RegexProgram> exact;
  private final PragmaticModel<RegexProgram> model;
  private final Size size;
  private final Seeds seeds;
  private final List<RegexProgram> training;
  private final List<RegexProgram> heldOut;

  PragmaticExperiment(TinyRegex domain, Size size, Seeds seeds) {
    this.domain = domain;
    this.exact = new ExactPragmatics<>(domain, domain.languages());
    this.model = new PragmaticModel<>(domain, size.width);
    this.size = size;
    this.seeds = seeds;
    List<RegexProgram> shuffled =
        Seeds.shuffled(domain.languages(), seeds.generator("held-out languages"));
    heldOut = shuffled.subList(0, HELD_OUT);
    training = shuffled.subList(HELD_OUT, shuffled.size());
  }

  /** An intended program and what its user says of it. */
  private record Case(RegexProgram program, List<LabelledText> examples) {}

  Measurement measure(Run run, Progress progress) {
    Map<String, Double> baseline = new TreeMap<>();
    Map<String, Double> measured = new TreeMap<>();
    List<Case> pragmatic = cases(exact::user, "pragmatic user");
    List<Case> random = cases(domain::randomExamples, "random user");
    references(pragmatic, random, baseline);
    progress.update("pragmatic-examples", 0, 4, "first models");
    try (Weights base = base()) {
      PragmaticSelfPlay<RegexProgram> play =
          new PragmaticSelfPlay<>(domain, model, base, size.selfPlay, seeds.child("self-play"));
      progress.update("pragmatic-examples", 1, 4, "self-play");
      List<Round> rounds = play.play(training, run);
      progress.update("pragmatic-examples", 2, 4, "controls");
      report("base", base.listener(), pragmatic, random, baseline);
      for (int r = 1; r <= rounds.size(); r++) {
        boolean last = r == rounds.size();
        try (Weights trained = play.trained(rounds.subList(0, r))) {
          String name = last ? "self-play" : "self-play after round " + r;
          report(name, trained.listener(), pragmatic, last ? random : List.of(), measured);
        }
      }
      controls(play, rounds)
          .forEach(
              (name, lessons) -> {
                try (Parameters listener = play.listener(lessons)) {
                  report(name, listener, pragmatic, random, baseline);
                }
              });
    }
    return new Measurement(baseline, measured);
  }

  private interface User {
    List<LabelledText> examples(RegexProgram program, int count, RandomGenerator random);
  }

  private List<Case> cases(User user, String name) {
    RandomGenerator random = seeds.generator(name);
    List<Case> cases = new ArrayList<>();
    for (RegexProgram program : heldOut) {
      for (int i = 0; i < USERS; i++) {
        cases.add(new Case(program, user.examples(program, EXAMPLES, random)));
      }
    }
    return cases;
  }

  private static List<Case> prefixes(List<Case> cases) {
    List<Case> prefixes = new ArrayList<>();
    for (Case each : cases) {
      for (int n = 1; n <= each.examples.size(); n++) {
        prefixes.add(new Case(each.program, each.examples.subList(0, n)));
      }
    }
    return prefixes;
  }

  private void references(List<Case> pragmatic, List<Case> random, Map<String, Double> values) {
    RandomGenerator own = seeds.generator("ideal listener");
    values.put("ideal literal listener, pragmatic user", mean(pragmatic, exact::literal));
    values.put("ideal literal listener, random user", mean(random, exact::literal));
    values.put(
        "ideal pragmatic listener, pragmatic user",
        prefixes(pragmatic).stream()
            .mapToDouble(each -> exact.pragmatic(each.program, each.examples, own))
            .average()
            .orElseThrow());
  }

  private interface Accuracy {
    double of(List<LabelledText> examples);
  }

  private static double mean(List<Case> cases, Accuracy accuracy) {
    return prefixes(cases).stream()
        .mapToDouble(each -> accuracy.of(each.examples))
        .average()
        .orElseThrow();
  }

  private Weights base() {
    Seeds own = seeds.child("base");
    Parameters listener = model.listener().initialize(own.child("listener"));
    Parameters speaker = model.speaker().initialize(own.child("speaker"));
    learn(
        model.listener(),
        listener,
        size.listenerSteps,
        n -> {
          Case drawn = drawn(own.generator("heard " + n));
          return model.heard(drawn.program, drawn.examples);
        },
        own.child("listener order"));
    learn(
        model.speaker(),
        speaker,
        size.speakerSteps,
        n -> {
          Case drawn = drawn(own.generator("said " + n));
          int last = drawn.examples.size() - 1;
          return model.said(
              drawn.program, drawn.examples.subList(0, last), drawn.examples.get(last));
        },
        own.child("speaker order"));
    return new Weights(listener, speaker);
  }

  /** A training program with 1 to 5 random examples. */
  private Case drawn(RandomGenerator random) {
    RegexProgram program = training.get(random.nextInt(training.size()));
    return new Case(
        program, domain.randomExamples(program, random.nextInt(1, EXAMPLES + 1), random));
  }

  private void learn(
      SetToSequence network, Parameters weights, int steps, IntFunction<Pair> pairs, Seeds order) {
    PragmaticModel.train(
        network,
        weights,
        new LearningRateSchedule.Cosine(BASE_RATE, 100, 0.1),
        steps,
        size.batch,
        steps * size.batch,
        pairs,
        order);
  }

  /** What else could have been learned from, with the same programs or as many. */
  private Map<String, List<Lesson<RegexProgram>>> controls(
      PragmaticSelfPlay<RegexProgram> play, List<Round> rounds) {
    RandomGenerator random = seeds.generator("controls");
    Map<String, List<Lesson<RegexProgram>>> controls = new TreeMap<>();
    List<Lesson<RegexProgram>> chosen = play.lessons(rounds, Specification::chosen);
    controls.put(
        "random examples",
        chosen.stream()
            .map(Lesson::program)
            .map(each -> new Lesson<>(each, domain.randomExamples(each, EXAMPLES, random)))
            .toList());
    controls.put("candidates nobody chose", play.lessons(rounds, Specification::random));
    controls.put(
        "the user's examples",
        training.subList(0, size.selfPlay.programs()).stream()
            .map(each -> new Lesson<>(each, exact.user(each, EXAMPLES, random)))
            .toList());
    return controls;
  }

  private void report(
      String name,
      Parameters listener,
      List<Case> pragmatic,
      List<Case> random,
      Map<String, Double> values) {
    values.put(name + ", pragmatic user", accuracy(listener, pragmatic));
    if (!random.isEmpty()) {
      values.put(name + ", random user", accuracy(listener, random));
    }
  }

  /** The share of first answers with the intended language, over 1 to 5 examples. */
  private double accuracy(Parameters listener, List<Case> cases) {
    List<Case> asked = prefixes(cases);
    List<Map<RegexProgram, Double>> answers =
        model.hypotheses(
            listener,
            asked.stream().map(Case::examples).toList(),
            SAMPLES,
            seeds.generator("answers"));
    int right = 0;
    for (int i = 0; i < asked.size(); i++) {
      Optional<RegexProgram> first =
          answers.get(i).entrySet().stream()
              .max(Comparator.comparingDouble(Map.Entry::getValue))
              .map(Map.Entry::getKey);
      RegexProgram intended = asked.get(i).program;
      if (first.map(domain::extension).equals(Optional.of(domain.extension(intended)))) {
        right++;
      }
    }
    return (double) right / asked.size();
  }
}
