package dev.chiron.code.pragmatic;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Speakers and listeners that reckon with every program of a space: the reference for learned ones,
 * and the stand-in for a person who gives examples. None of them ever sees a model.
 *
 * @param space all programs, one of each meaning
 */
public record ExactPragmatics<P>(ProgramDomain<P> domain, List<P> space) {
  /** How many random examples a speaker chooses among. */
  public static final int CANDIDATES = 400;

  /** How sharply the simulated user prefers what tells more. */
  public static final double USER_SHARPNESS = 5;

  public ExactPragmatics {
    space = List.copyOf(space);
  }

  /** The programs that agree with some examples. */
  public List<P> consistent(List<LabelledText> examples) {
    return space.stream().filter(each -> domain.consistent(each, examples)).toList();
  }

  /**
   * Examples of a user who speaks step by step to a listener that knows the whole space: each is
   * drawn from random true ones with a probability that grows as {@code P_S1(u | program,
   * before)^5}.
   */
  public List<LabelledText> user(P program, int count, RandomGenerator random) {
    List<LabelledText> said = new ArrayList<>();
    for (int turn = 0; turn < count; turn++) {
      List<P> left = consistent(said);
      Set<LabelledText> drawn = new LinkedHashSet<>();
      for (int i = 0; i < CANDIDATES; i++) {
        drawn.add(domain.randomExample(program, random));
      }
      said.forEach(drawn::remove);
      if (drawn.isEmpty()) {
        break;
      }
      List<LabelledText> candidates = List.copyOf(drawn);
      List<BitSet> rows = new ArrayList<>();
      for (P each : left) {
        rows.add(PragmaticChoice.agreeing(domain, each, candidates));
      }
      double[] apt =
          new RationalSpeechActs(rows, candidates.size()).speakerRow(left.indexOf(program));
      said.add(candidates.get(drawn(apt, random)));
    }
    return List.copyOf(said);
  }

  private static int drawn(double[] apt, RandomGenerator random) {
    double[] sums = new double[apt.length];
    double sum = 0;
    for (int i = 0; i < apt.length; i++) {
      sum += Math.pow(apt[i], USER_SHARPNESS);
      sums[i] = sum;
    }
    double place = random.nextDouble() * sum;
    return IntStream.range(0, sums.length - 1)
        .filter(i -> place < sums[i])
        .findFirst()
        .orElse(sums.length - 1);
  }

  /** How often a listener is right that takes any program that agrees. */
  public double literal(List<LabelledText> examples) {
    return 1.0 / consistent(examples).size();
  }

  /**
   * How often a listener is right that takes the program for which a speaker would most likely have
   * said just these examples in turn: {@code argmax_h Π_t P_S1(u_t | h, u_<t)}. It does not know
   * among what the speaker chose, so it thinks of random examples of random programs.
   *
   * @return 1 or 0, or a share where several are as likely
   */
  public double pragmatic(P program, List<LabelledText> examples, RandomGenerator random) {
    PragmaticListener<P> listener =
        new PragmaticListener<>(domain, _ -> 0, open -> alternatives(open, random));
    SequencedMap<P, Double> shares = listener.rank(space, examples);
    double best = shares.firstEntry().getValue();
    long ties = shares.values().stream().filter(share -> share >= best * (1 - 1e-9)).count();
    return shares.getOrDefault(program, 0.0) >= best * (1 - 1e-9) ? 1.0 / ties : 0;
  }

  private List<String> alternatives(List<P> open, RandomGenerator random) {
    Set<String> texts = new LinkedHashSet<>();
    for (int i = 1; i < CANDIDATES; i++) {
      texts.add(domain.randomExample(open.get(random.nextInt(open.size())), random).text());
    }
    return List.copyOf(texts);
  }
}
