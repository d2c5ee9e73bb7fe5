package dev.chiron.code.pragmatic;

import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The regular expression that someone means by a few examples. Expressions are proposed from the
 * matching texts, those that also refuse what they should stay, and a {@link PragmaticListener}
 * ranks them: beforehand by how short the expression and the matching texts are described by it
 * (the shortest description in two parts), then by whether just these examples would have been
 * worth giving for it.
 *
 * <pre>{@code
 * RegexSynthesis.Answer answer =
 *     new RegexSynthesis(new Seeds(0))
 *         .solve(List.of(LabelledText.positive("AB-12"), LabelledText.negative("AB12")));
 * }</pre>
 */
public final class RegexSynthesis {
  /** Texts that a user could have shown instead. */
  private static final int ALTERNATIVES = 240;

  /** How much a bit of description weighs: half, since a bit of ours is a coarse one. */
  private static final double PER_BIT = -0.5 * Math.log(2);

  private final Seeds seeds;

  /**
   * @param seeds of the texts that could have been shown instead
   */
  public RegexSynthesis(Seeds seeds) {
    this.seeds = seeds;
  }

  /**
   * An expression that agrees with all examples.
   *
   * @param share of the listener's belief
   * @param apart a text on which it and the best one differ, which tells what to show next; empty
   *     for the best, and where none was found
   * @param accepted whether this one accepts that text
   */
  public record Ranked(String pattern, double share, String apart, boolean accepted) {}

  /** The expressions, the best first; at least one. */
  public record Answer(List<Ranked> ranked, int proposed) {
    public Answer {
      ranked = List.copyOf(ranked);
    }
  }

  /**
   * Finds and ranks expressions.
   *
   * @throws InputException if an example is given with both labels, none matches, one is empty, or
   *     nothing agrees with all of them, naming the nearest
   */
  public Answer solve(List<LabelledText> examples) {
    check(examples);
    List<String> texts =
        examples.stream().filter(LabelledText::positive).map(LabelledText::text).toList();
    Set<RegexProgram> proposals = new LinkedHashSet<>();
    for (int n = 1; n <= texts.size(); n++) {
      proposals.addAll(RegexProposals.matching(texts.subList(0, n)));
    }
    Acceptance<RegexProgram> meaning = RegexProgram::matches;
    if (proposals.stream().noneMatch(each -> meaning.consistent(each, examples))) {
      throw new InputException(nearest(proposals, examples));
    }
    List<String> alternatives = alternatives(List.copyOf(proposals), texts);
    SequencedMap<RegexProgram, Double> ranked =
        new PragmaticListener<>(
                meaning, each -> PER_BIT * (each.bits() + each.bitsOf(texts)), _ -> alternatives)
            .rank(List.copyOf(proposals), examples);
    return new Answer(described(ranked, alternatives), proposals.size());
  }

  private static void check(List<LabelledText> examples) {
    for (LabelledText each : examples) {
      if (each.text().isEmpty()) {
        throw new InputException("an example is empty: give texts of at least one character");
      }
      if (examples.contains(new LabelledText(each.text(), !each.positive()))) {
        throw new InputException(
            "'" + each.text() + "' is given as matching and as not matching: remove one");
      }
    }
    if (examples.stream().noneMatch(LabelledText::positive)) {
      throw new InputException("no example matches: give at least one text that should");
    }
  }

  private static String nearest(Set<RegexProgram> proposals, List<LabelledText> examples) {
    RegexProgram best =
        proposals.stream()
            .max(Comparator.comparingLong(each -> agreed(each, examples)))
            .orElseThrow();
    LabelledText wrong =
        examples.stream()
            .filter(each -> best.matches(each.text()) != each.positive())
            .findFirst()
            .orElseThrow();
    return "no expression found that agrees with all examples: the nearest, %s, %s '%s'"
        .formatted(best.pattern(), wrong.positive() ? "refuses" : "matches", wrong.text());
  }

  private static long agreed(RegexProgram program, List<LabelledText> examples) {
    return examples.stream().filter(e -> program.matches(e.text()) == e.positive()).count();
  }

  /** Texts of the proposals, and the user's own with a character changed. */
  private List<String> alternatives(List<RegexProgram> proposals, List<String> texts) {
    RandomGenerator random = seeds.generator("alternatives");
    Set<String> alternatives = new LinkedHashSet<>();
    for (int i = 0; i < ALTERNATIVES; i++) {
      String text =
          i % 2 == 0
              ? proposals.get(random.nextInt(proposals.size())).example(random)
              : changed(texts.get(random.nextInt(texts.size())), random);
      if (!text.isEmpty()) {
        alternatives.add(text);
      }
    }
    return List.copyOf(alternatives);
  }

  private static String changed(String text, RandomGenerator random) {
    int at = random.nextInt(text.length());
    String start = text.substring(0, at);
    String end = text.substring(at + 1);
    char here = text.charAt(at);
    return switch (random.nextInt(4)) {
      case 0 -> start + end;
      case 1 -> start + here + here + end;
      case 2 ->
          start
              + (Character.isUpperCase(here)
                  ? Character.toLowerCase(here)
                  : Character.toUpperCase(here))
              + end;
      default -> start + "0aA-_ .".charAt(random.nextInt(7)) + end;
    };
  }

  /** One expression of each meaning, as far as the texts at hand can tell. */
  private static List<Ranked> described(
      SequencedMap<RegexProgram, Double> shares, List<String> texts) {
    RegexProgram best = shares.firstEntry().getKey();
    List<Ranked> ranked = new ArrayList<>();
    for (Map.Entry<RegexProgram, Double> each : shares.entrySet()) {
      RegexProgram program = each.getKey();
      Optional<String> apart =
          texts.stream()
              .filter(text -> program.matches(text) != best.matches(text))
              .min(Comparator.comparingInt(String::length).thenComparing(text -> text));
      ranked.add(
          new Ranked(
              program.pattern(),
              each.getValue(),
              apart.orElse(""),
              apart.filter(program::matches).isPresent()));
    }
    return ranked;
  }
}
