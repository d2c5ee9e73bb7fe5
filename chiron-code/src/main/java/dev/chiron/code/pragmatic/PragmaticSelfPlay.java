package dev.chiron.code.pragmatic;

import dev.chiron.code.pragmatic.PragmaticModel.Turn;
import dev.chiron.code.pragmatic.SetToSequence.Pair;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Steps;
import dev.chiron.nn.training.LearningRateSchedule;
import dev.chiron.nn.weights.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Self-play of a speaker and a listener (arXiv 2311.05740): in each round the models propose, for
 * new programs, what a listener might think and what a speaker might say; rational speech acts over
 * the proposals choose what is said; both models learn from all rounds so far, each time from their
 * first weights. The frozen first models keep proposing beside the current ones.
 */
final class PragmaticSelfPlay<P> {
  /**
   * How much is played.
   *
   * @param programs of a round, none of which was there before
   * @param turns examples of a program
   * @param hypotheses samples of each of two listeners a turn
   * @param utterances samples of each of two speakers a turn
   * @param steps of training after the first round; as many more after each further one, since
   *     there is as much more to learn from
   */
  record Settings(
      int rounds,
      int programs,
      int turns,
      int hypotheses,
      int utterances,
      int steps,
      int batch,
      double learningRate) {
    /** For {@link TinyRegex}: minutes. */
    static final Settings QUICK = new Settings(3, 300, 5, 30, 25, 150, 64, 5e-4);
  }

  /**
   * The examples that were found for a program.
   *
   * @param program its tokens
   * @param chosen the most telling at each turn
   * @param random any true candidate at each turn: what is left when nothing is chosen
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Specification(int[] program, List<LabelledText> chosen, List<LabelledText> random) {}

  /** All of a round. */
  record Round(List<Specification> specifications) {}

  /** Both models' weights; the caller closes them. */
  record Weights(Parameters listener, Parameters speaker) implements AutoCloseable {
    Weights copy() {
      return new Weights(Parameters.copyOf(listener), Parameters.copyOf(speaker));
    }

    @Override
    public void close() {
      listener.close();
      speaker.close();
    }
  }

  private final ProgramDomain<P> domain;
  private final PragmaticModel<P> model;
  private final Weights base;
  private final Settings settings;
  private final Seeds seeds;

  PragmaticSelfPlay(
      ProgramDomain<P> domain,
      PragmaticModel<P> model,
      Weights base,
      Settings settings,
      Seeds seeds) {
    this.domain = domain;
    this.model = model;
    this.base = base;
    this.settings = settings;
    this.seeds = seeds;
  }

  /**
   * Plays all rounds. A round that the steps remember is not played again; models are trained only
   * where a round needs them.
   *
   * @param programs at least those of all rounds
   */
  List<Round> play(List<P> programs, Steps steps) {
    List<Round> rounds = new ArrayList<>();
    for (int r = 0; r < settings.rounds; r++) {
      List<P> own = programs.subList(r * settings.programs, (r + 1) * settings.programs);
      int number = r;
      rounds.add(steps.step("self-play round " + r, Round.class, () -> round(number, own, rounds)));
    }
    return rounds;
  }

  private Round round(int number, List<P> programs, List<Round> before) {
    Optional<Weights> current = before.isEmpty() ? Optional.empty() : Optional.of(trained(before));
    try {
      return new Turns(current.orElse(base), seeds.generator("round " + number)).play(programs);
    } finally {
      current.ifPresent(Weights::close);
    }
  }

  /** One round: all programs take their turns side by side. */
  private final class Turns {
    private final Weights current;
    private final RandomGenerator random;

    private Turns(Weights current, RandomGenerator random) {
      this.current = current;
      this.random = random;
    }

    private Round play(List<P> programs) {
      List<List<LabelledText>> chosen = new ArrayList<>();
      List<Set<LabelledText>> atRandom = new ArrayList<>();
      for (int p = 0; p < programs.size(); p++) {
        chosen.add(new ArrayList<>());
        atRandom.add(new LinkedHashSet<>());
      }
      for (int turn = 0; turn < settings.turns; turn++) {
        List<Set<P>> hypotheses = hypotheses(chosen);
        List<NavigableSet<LabelledText>> utterances = utterances(programs, chosen);
        for (int p = 0; p < programs.size(); p++) {
          NavigableSet<LabelledText> said = utterances.get(p);
          if (!said.isEmpty()) {
            chosen.get(p).add(choice(programs.get(p), hypotheses.get(p), said));
            atRandom.get(p).add(any(said));
          }
        }
      }
      List<Specification> specifications = new ArrayList<>();
      for (int p = 0; p < programs.size(); p++) {
        specifications.add(
            new Specification(
                domain.tokens(programs.get(p)),
                List.copyOf(chosen.get(p)),
                List.copyOf(atRandom.get(p))));
      }
      return new Round(specifications);
    }

    private LabelledText choice(P program, Set<P> open, NavigableSet<LabelledText> said) {
      return open.isEmpty() ? any(said) : PragmaticChoice.mostTelling(domain, program, open, said);
    }

    private LabelledText any(NavigableSet<LabelledText> said) {
      return List.copyOf(said).get(random.nextInt(said.size()));
    }

    private List<Set<P>> hypotheses(List<List<LabelledText>> contexts) {
      List<Set<P>> all = new ArrayList<>();
      contexts.forEach(_ -> all.add(new LinkedHashSet<>()));
      // Nothing was said yet: a listener has nothing to read, and takes any program.
      if (contexts.stream().allMatch(List::isEmpty)) {
        all.forEach(
            open -> {
              for (int i = 0; i < 2 * settings.hypotheses; i++) {
                open.add(domain.draw(random));
              }
            });
        return all;
      }
      int[] begun =
          IntStream.range(0, contexts.size()).filter(p -> !contexts.get(p).isEmpty()).toArray();
      List<List<LabelledText>> asked = Arrays.stream(begun).mapToObj(contexts::get).toList();
      for (Weights weights : List.of(current, base)) {
        List<Map<P, Double>> found =
            model.hypotheses(weights.listener, asked, settings.hypotheses, random);
        for (int i = 0; i < begun.length; i++) {
          all.get(begun[i]).addAll(found.get(i).keySet());
        }
      }
      return all;
    }

    private List<NavigableSet<LabelledText>> utterances(
        List<P> programs, List<List<LabelledText>> contexts) {
      List<Turn<P>> turns =
          IntStream.range(0, programs.size())
              .mapToObj(p -> new Turn<>(programs.get(p), contexts.get(p)))
              .toList();
      List<NavigableSet<LabelledText>> all =
          model.utterances(current.speaker, turns, settings.utterances, random);
      List<NavigableSet<LabelledText>> more =
          model.utterances(base.speaker, turns, settings.utterances, random);
      IntStream.range(0, all.size()).forEach(p -> all.get(p).addAll(more.get(p)));
      return all;
    }
  }

  /** Both models, trained from their first weights on all rounds. */
  Weights trained(List<Round> rounds) {
    List<Lesson<P>> lessons = lessons(rounds, Specification::chosen);
    Weights weights = base.copy();
    int steps = settings.steps * rounds.size();
    learn(model.speaker(), weights.speaker, said(lessons), steps, "speaker");
    learn(model.listener(), weights.listener, heard(lessons), steps, "listener");
    return weights;
  }

  /** A listener, trained from its first weights for as long as after all rounds. */
  Parameters listener(List<Lesson<P>> lessons) {
    Parameters weights = Parameters.copyOf(base.listener);
    int steps = settings.steps * settings.rounds;
    learn(model.listener(), weights, heard(lessons), steps, "listener");
    return weights;
  }

  private void learn(
      SetToSequence network, Parameters weights, List<Pair> pairs, int steps, String name) {
    PragmaticModel.train(
        network,
        weights,
        new LearningRateSchedule.Constant(settings.learningRate, 0),
        steps,
        settings.batch,
        pairs.size(),
        pairs::get,
        seeds.child(name));
  }

  /** A program with the examples that it is to be learned by. */
  record Lesson<P>(P program, List<LabelledText> examples) {}

  /** Which examples of a specification are learned. */
  interface Choice {
    List<LabelledText> of(Specification specification);
  }

  /** The lessons of some rounds, in an order that does not depend on the order of the rounds. */
  List<Lesson<P>> lessons(List<Round> rounds, Choice choice) {
    List<Specification> all = new ArrayList<>();
    rounds.forEach(round -> all.addAll(round.specifications()));
    all.sort(Comparator.comparing(Specification::program, Arrays::compare));
    List<Lesson<P>> lessons = new ArrayList<>();
    for (Specification each : all) {
      domain
          .parse(each.program())
          .ifPresent(program -> lessons.add(new Lesson<>(program, choice.of(each))));
    }
    return lessons;
  }

  /** Every prefix of the examples leads to the program. */
  List<Pair> heard(List<Lesson<P>> lessons) {
    List<Pair> pairs = new ArrayList<>();
    for (Lesson<P> lesson : lessons) {
      for (int n = 1; n <= lesson.examples().size(); n++) {
        pairs.add(model.heard(lesson.program(), lesson.examples().subList(0, n)));
      }
    }
    return pairs;
  }

  /** Each example follows from the program and the examples before it. */
  List<Pair> said(List<Lesson<P>> lessons) {
    List<Pair> pairs = new ArrayList<>();
    for (Lesson<P> lesson : lessons) {
      List<LabelledText> examples = lesson.examples();
      for (int n = 0; n < examples.size(); n++) {
        pairs.add(model.said(lesson.program(), examples.subList(0, n), examples.get(n)));
      }
    }
    return pairs;
  }
}
