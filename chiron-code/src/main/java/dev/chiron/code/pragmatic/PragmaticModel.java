package dev.chiron.code.pragmatic;

import dev.chiron.code.pragmatic.SequenceSampler.Drawn;
import dev.chiron.code.pragmatic.SetToSequence.Pair;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.generation.Sampling;
import dev.chiron.nn.training.AdamW;
import dev.chiron.nn.training.LearningRateSchedule;
import dev.chiron.nn.training.Trainer;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.weights.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/**
 * The two networks of a domain: a listener that writes programs of examples, and a speaker that
 * writes the next example of a program and the examples before it. The speaker decides the label
 * before the text.
 */
final class PragmaticModel<P> {
  /** The paper's: temperature 1, and for programs the most probable 90 %. */
  private static final Sampling PROGRAMS = new Sampling(1, 0, 0.9);

  private static final Sampling EXAMPLES = new Sampling(1, 0, 1);
  private static final int NEGATIVE = 1;
  private static final int POSITIVE = 2;
  private static final int FIRST_CHARACTER = 3;

  private final ProgramDomain<P> domain;
  private final SetToSequence listener;
  private final SetToSequence speaker;

  /**
   * @param width of every vector; 96 in the quick reproduction
   */
  PragmaticModel(ProgramDomain<P> domain, int width) {
    this.domain = domain;
    int example = domain.longestText() * domain.alphabet().length() + 2;
    int program = domain.longestProgram() * domain.vocabulary();
    listener =
        new SetToSequence(
            new SetToSequence.Shape(
                example, domain.vocabulary() + 1, domain.longestProgram() + 1, width, 2, 4));
    speaker =
        new SetToSequence(
            new SetToSequence.Shape(
                example + program,
                domain.alphabet().length() + FIRST_CHARACTER,
                domain.longestText() + 2,
                width,
                2,
                4));
  }

  SetToSequence listener() {
    return listener;
  }

  SetToSequence speaker() {
    return speaker;
  }

  /** What the listener learns: a program from examples. */
  Pair heard(P program, List<LabelledText> examples) {
    int[] tokens = domain.tokens(program);
    int[] target = new int[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      target[i] = tokens[i] + 1;
    }
    return new Pair(examples.stream().map(this::features).toList(), target);
  }

  /** What the speaker learns: the next example, from a program and the examples before. */
  Pair said(P program, List<LabelledText> before, LabelledText next) {
    int[] target = new int[next.text().length() + 1];
    target[0] = next.positive() ? POSITIVE : NEGATIVE;
    for (int i = 1; i < target.length; i++) {
      target[i] = FIRST_CHARACTER + domain.alphabet().indexOf(next.text().charAt(i - 1));
    }
    return new Pair(known(program, before), target);
  }

  private List<int[]> known(P program, List<LabelledText> before) {
    List<int[]> items = new ArrayList<>();
    int[] tokens = domain.tokens(program);
    int[] features = new int[tokens.length];
    int start = domain.longestText() * domain.alphabet().length() + 2;
    for (int i = 0; i < tokens.length; i++) {
      features[i] = start + i * domain.vocabulary() + tokens[i];
    }
    items.add(features);
    before.forEach(each -> items.add(features(each)));
    return items;
  }

  /** A character at a place is a feature, and so is the label. */
  private int[] features(LabelledText example) {
    int characters = domain.alphabet().length();
    int[] features = new int[example.text().length() + 1];
    for (int i = 0; i < example.text().length(); i++) {
      int character = domain.alphabet().indexOf(example.text().charAt(i));
      if (character < 0 || i >= domain.longestText()) {
        throw new IllegalArgumentException("'" + example.text() + "' is no text of the domain");
      }
      features[i] = i * characters + character;
    }
    features[example.text().length()] =
        domain.longestText() * characters + (example.positive() ? 1 : 0);
    return features;
  }

  /**
   * The programs among samples of a listener that agree with the examples, each with its best log
   * probability, in the order in which they came.
   *
   * @return for each context its programs
   */
  List<Map<P, Double>> hypotheses(
      Parameters weights, List<List<LabelledText>> contexts, int samples, RandomGenerator random) {
    List<List<int[]>> sets =
        contexts.stream().map(each -> each.stream().map(this::features).toList()).toList();
    List<List<Drawn>> drawn =
        new SequenceSampler(listener, weights, PROGRAMS).draw(sets, samples, random);
    List<Map<P, Double>> all = new ArrayList<>();
    for (int i = 0; i < contexts.size(); i++) {
      Map<P, Double> kept = new LinkedHashMap<>();
      for (Drawn each : drawn.get(i)) {
        List<LabelledText> context = contexts.get(i);
        program(each)
            .filter(program -> domain.consistent(program, context))
            .ifPresent(program -> kept.merge(program, each.logProbability(), Math::max));
      }
      all.add(kept);
    }
    return all;
  }

  private Optional<P> program(Drawn drawn) {
    int[] tokens = drawn.tokens().clone();
    for (int i = 0; i < tokens.length; i++) {
      tokens[i]--;
    }
    return drawn.ended() && tokens.length > 0 ? domain.parse(tokens) : Optional.empty();
  }

  /** What a speaker is asked: the next example of a program after some others. */
  record Turn<P>(P program, List<LabelledText> before) {}

  /**
   * The examples among samples of a speaker that say the truth of the program and nothing that was
   * said before, sorted.
   *
   * @return for each turn its examples
   */
  List<NavigableSet<LabelledText>> utterances(
      Parameters weights, List<Turn<P>> turns, int samples, RandomGenerator random) {
    List<List<int[]>> sets =
        turns.stream().map(turn -> known(turn.program(), turn.before())).toList();
    List<List<Drawn>> drawn =
        new SequenceSampler(speaker, weights, EXAMPLES).draw(sets, samples, random);
    List<NavigableSet<LabelledText>> all = new ArrayList<>();
    for (int i = 0; i < turns.size(); i++) {
      Turn<P> turn = turns.get(i);
      NavigableSet<LabelledText> kept = new TreeSet<>();
      for (Drawn each : drawn.get(i)) {
        example(each)
            .filter(said -> domain.accepts(turn.program(), said.text()) == said.positive())
            .filter(said -> !turn.before().contains(said))
            .ifPresent(kept::add);
      }
      all.add(kept);
    }
    return all;
  }

  private Optional<LabelledText> example(Drawn drawn) {
    int[] tokens = drawn.tokens();
    if (!drawn.ended() || tokens.length < 2 || tokens[0] >= FIRST_CHARACTER) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < tokens.length; i++) {
      if (tokens[i] < FIRST_CHARACTER) {
        return Optional.empty();
      }
      text.append(domain.alphabet().charAt(tokens[i] - FIRST_CHARACTER));
    }
    return Optional.of(new LabelledText(text.toString(), tokens[0] == POSITIVE));
  }

  /**
   * Trains weights on pairs by AdamW, without weight decay.
   *
   * @param pairs by number; the same number gives the same pair
   */
  static void train(
      SetToSequence network,
      Parameters weights,
      LearningRateSchedule schedule,
      int steps,
      int batch,
      int size,
      IntFunction<Pair> pairs,
      Seeds seeds) {
    TrainerConfig config =
        TrainerConfig.builder(schedule)
            .steps(steps)
            .batchSize(batch)
            .optimizer(AdamW.Settings.TUNING)
            .seed(seeds.derive("order"))
            .build();
    weights.trainAll();
    new Trainer(config, weights, network.objective(weights, size, pairs)).train();
    weights.freeze();
  }
}
