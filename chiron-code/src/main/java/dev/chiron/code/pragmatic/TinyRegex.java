package dev.chiron.code.pragmatic;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A space of regular expressions that is small enough to be known whole: two parts over {@code a b
 * 0 1}, each of 56 kinds, judged on the 5,460 texts of 1 to 6 characters. The 3,136 expressions
 * have 2,601 languages; those with fewer than 3 matching or 50 other texts are left out of {@link
 * #languages}, because nothing can be told of them by examples.
 */
public final class TinyRegex implements ProgramDomain<RegexProgram> {
  private static final String ALPHABET = "ab01";
  private static final int LONGEST = 6;
  private static final int LEAST_MATCHING = 3;
  private static final int LEAST_OTHER = 50;
  private static final List<String> BASES = List.of("a", "b", "0", "1", "ab", "01", "ab01");
  private static final int[][] RUNS = {{1, 1}, {2, 2}, {1, 3}, {2, 4}};

  private final List<String> texts = new ArrayList<>(); // by length; the empty one first
  private final List<RegexPart> parts = new ArrayList<>();
  private final Map<RegexPart, Integer> partNumbers = new LinkedHashMap<>();
  private final BitSet[][] extensions; // [first part][second part], bits over texts()
  private final List<RegexProgram> languages;
  private final int distinct;

  /** Computes what every expression matches; half a second. */
  public TinyRegex() {
    texts.add("");
    for (int i = 0; texts.get(i).length() < LONGEST; i++) {
      for (int c = 0; c < ALPHABET.length(); c++) {
        char each = ALPHABET.charAt(c);
        texts.add(texts.get(i) + each);
      }
    }
    for (String base : BASES) {
      CharacterSet set =
          base.length() == 1 ? CharacterSet.literal(base.charAt(0)) : CharacterSet.anyOf(base);
      for (int[] run : RUNS) {
        RegexPart part = new RegexPart(set, run[0], run[1], false);
        parts.add(part);
        parts.add(part.asOptional());
      }
    }
    for (RegexPart part : parts) {
      partNumbers.put(part, partNumbers.size());
    }
    extensions = extensions();
    Map<BitSet, RegexProgram> byLanguage = new LinkedHashMap<>();
    for (int first = 0; first < parts.size(); first++) {
      for (int second = 0; second < parts.size(); second++) {
        byLanguage.putIfAbsent(extensions[first][second], program(first, second));
      }
    }
    distinct = byLanguage.size();
    languages =
        byLanguage.entrySet().stream()
            .filter(each -> each.getKey().cardinality() >= LEAST_MATCHING)
            .filter(each -> textCount() - each.getKey().cardinality() >= LEAST_OTHER)
            .map(Map.Entry::getValue)
            .toList();
  }

  /** For each part and text the ends of runs from its start; then pairs of parts by look-up. */
  private BitSet[][] extensions() {
    int[][] ends = new int[parts.size()][texts.size()]; // bit e: the first e characters match
    for (int p = 0; p < ends.length; p++) {
      RegexPart part = parts.get(p);
      for (int t = 0; t < texts.size(); t++) {
        String text = texts.get(t);
        ends[p][t] = part.optional() ? 1 : 0;
        for (int run = 1; run <= Math.min(text.length(), part.most()); run++) {
          if (!part.set().has(text.charAt(run - 1))) {
            break;
          }
          ends[p][t] |= run >= part.least() ? 1 << run : 0;
        }
      }
    }
    int[][] suffixes = new int[texts.size()][];
    for (int t = 0; t < suffixes.length; t++) {
      String text = texts.get(t);
      suffixes[t] = new int[text.length() + 1];
      for (int from = 0; from <= text.length(); from++) {
        suffixes[t][from] = number(text.substring(from)) + 1;
      }
    }
    BitSet[][] matched = new BitSet[parts.size()][parts.size()];
    for (int first = 0; first < ends.length; first++) {
      for (int second = 0; second < ends.length; second++) {
        BitSet set = new BitSet(textCount());
        for (int t = 1; t < suffixes.length; t++) {
          int length = suffixes[t].length - 1;
          boolean matches = false;
          for (int e = 0; e <= length && !matches; e++) {
            matches =
                (ends[first][t] >> e & 1) == 1
                    && (ends[second][suffixes[t][e]] >> (length - e) & 1) == 1;
          }
          set.set(t - 1, matches);
        }
        matched[first][second] = set;
      }
    }
    return matched;
  }

  private RegexProgram program(int first, int second) {
    return new RegexProgram(List.of(parts.get(first), parts.get(second)));
  }

  /** One expression of each language that examples can tell. */
  public List<RegexProgram> languages() {
    return languages;
  }

  /** How many languages all expressions have, those included that are left out. */
  public int distinctLanguages() {
    return distinct;
  }

  /** How many texts there are. */
  public int textCount() {
    return texts.size() - 1;
  }

  /** The text of a number below {@link #textCount}. */
  public String text(int number) {
    return texts.get(number + 1);
  }

  /** The number of a text; -1 of the empty one. */
  public int number(String text) {
    int number = 0;
    for (int c = 0; c < text.length(); c++) {
      char each = text.charAt(c);
      number = number * ALPHABET.length() + ALPHABET.indexOf(each) + 1;
    }
    return number - 1;
  }

  /** The numbers of the texts that an expression matches; not to be changed. */
  public BitSet extension(RegexProgram program) {
    int[] tokens = tokens(program);
    return extensions[tokens[0]][tokens[1]];
  }

  @Override
  public int vocabulary() {
    return parts.size();
  }

  @Override
  public int longestProgram() {
    return 2;
  }

  @Override
  public int[] tokens(RegexProgram program) {
    return program.parts().stream().mapToInt(part -> partNumbers.getOrDefault(part, -1)).toArray();
  }

  @Override
  public Optional<RegexProgram> parse(int[] tokens) {
    return tokens.length == 2 ? Optional.of(program(tokens[0], tokens[1])) : Optional.empty();
  }

  @Override
  public String alphabet() {
    return ALPHABET;
  }

  @Override
  public int longestText() {
    return LONGEST;
  }

  @Override
  public RegexProgram draw(RandomGenerator random) {
    return languages.get(random.nextInt(languages.size()));
  }

  @Override
  public boolean accepts(RegexProgram program, String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST
        && text.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0)
        && extension(program).get(number(text));
  }

  @Override
  public Optional<String> example(RegexProgram program, boolean accepted, RandomGenerator random) {
    BitSet matched = extension(program);
    int count = accepted ? matched.cardinality() : textCount() - matched.cardinality();
    if (count == 0) {
      return Optional.empty();
    }
    int place = accepted ? matched.nextSetBit(0) : matched.nextClearBit(0);
    for (int left = random.nextInt(count); left > 0; left--) {
      place = accepted ? matched.nextSetBit(place + 1) : matched.nextClearBit(place + 1);
    }
    return Optional.of(text(place));
  }
}
