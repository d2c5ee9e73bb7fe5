package dev.chiron.code.pragmatic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Regular expressions that match some texts, in the manner of the templates of StructuredRegex:
 * texts are cut into runs of characters of a kind, runs are laid side by side, and each becomes a
 * literal or a class with a bound on its length. A run that some texts lack becomes optional.
 */
final class RegexProposals {
  /** Unfinished expressions that are kept after each run, the shortest descriptions first. */
  private static final int BEAM = 400;

  private static final int MOST_LISTED = 4; // characters of a class that is written out

  /** How finely characters are told apart. */
  private enum Grain {
    FINE,
    LETTERS,
    WORDS
  }

  /** A run of characters of one kind. */
  private record Run(char kind, String text) {}

  /** The runs at one place of all texts; texts that lack it are not counted. */
  private record Column(char kind, List<String> texts, boolean optional) {}

  private RegexProposals() {}

  /** Expressions that match all texts, none of which is empty. */
  static List<RegexProgram> matching(List<String> texts) {
    Set<RegexProgram> proposals = new LinkedHashSet<>();
    for (Grain grain : Grain.values()) {
      columns(texts.stream().map(text -> runs(text, grain)).toList())
          .ifPresent(columns -> proposals.addAll(expressions(columns, grain)));
    }
    proposals.addAll(wholes(texts));
    return proposals.stream().filter(each -> texts.stream().allMatch(each::matches)).toList();
  }

  private static List<Run> runs(String text, Grain grain) {
    List<Run> runs = new ArrayList<>();
    int from = 0;
    for (int to = 1; to <= text.length(); to++) {
      char kind = kind(text.charAt(from), grain);
      if (to == text.length() || kind(text.charAt(to), grain) != kind) {
        runs.add(new Run(kind, text.substring(from, to)));
        from = to;
      }
    }
    return runs;
  }

  /** D, U, L, A and W for classes; other characters are kinds of their own. */
  private static char kind(char character, Grain grain) {
    boolean digit = CharacterSet.DIGIT.has(character);
    boolean letter = CharacterSet.LETTER.has(character);
    if (!digit && !letter) {
      return character;
    }
    return switch (grain) {
      case FINE -> digit ? 'D' : CharacterSet.UPPER.has(character) ? 'U' : 'L';
      case LETTERS -> digit ? 'D' : 'A';
      case WORDS -> 'W';
    };
  }

  /** Lays texts along the one with the most runs; empty if another does not fit into it. */
  private static Optional<List<Column>> columns(List<List<Run>> texts) {
    List<Run> longest = texts.stream().max(Comparator.comparingInt(List::size)).orElseThrow();
    List<List<String>> found = new ArrayList<>();
    longest.forEach(_ -> found.add(new ArrayList<>()));
    for (List<Run> runs : texts) {
      int column = 0;
      for (Run run : runs) {
        while (column < longest.size() && longest.get(column).kind() != run.kind()) {
          column++;
        }
        if (column == longest.size()) {
          return Optional.empty();
        }
        found.get(column++).add(run.text());
      }
    }
    List<Column> columns = new ArrayList<>();
    for (int c = 0; c < found.size(); c++) {
      boolean optional = found.get(c).size() < texts.size();
      columns.add(new Column(longest.get(c).kind(), found.get(c), optional));
    }
    return Optional.of(columns);
  }

  private static List<RegexProgram> expressions(List<Column> columns, Grain grain) {
    List<RegexProgram> beam = List.of(new RegexProgram(List.of()));
    for (Column column : columns) {
      List<List<RegexPart>> options = options(column, grain);
      beam =
          beam.stream()
              .flatMap(start -> options.stream().map(more -> joined(start, more)))
              .sorted(Comparator.comparingDouble(RegexProgram::bits))
              .limit(BEAM)
              .toList();
    }
    return beam;
  }

  private static RegexProgram joined(RegexProgram start, List<RegexPart> more) {
    return new RegexProgram(Stream.concat(start.parts().stream(), more.stream()).toList());
  }

  private static List<List<RegexPart>> options(Column column, Grain grain) {
    List<List<RegexPart>> options = new ArrayList<>();
    String first = column.texts().getFirst();
    boolean same = column.texts().stream().allMatch(first::equals);
    if (same && !(column.optional() && first.length() > 1)) {
      options.add(literals(first).stream().map(part -> optional(part, column)).toList());
    }
    boolean separator = !CharacterSet.WORD.has(first.charAt(0));
    if (same && separator && !options.isEmpty()) {
      return options; // a separator that is always the same is meant as it is
    }
    List<String> lengths = column.texts();
    for (CharacterSet set : sets(column, grain)) {
      for (RegexPart part : bounded(set, lengths)) {
        options.add(List.of(optional(part, column)));
      }
    }
    return options;
  }

  private static RegexPart optional(RegexPart part, Column column) {
    return column.optional() ? part.asOptional() : part;
  }

  /** Equal neighbours become one run. */
  private static List<RegexPart> literals(String text) {
    List<RegexPart> parts = new ArrayList<>();
    for (int c = 0; c < text.length(); c++) {
      char each = text.charAt(c);
      CharacterSet set = CharacterSet.literal(each);
      if (!parts.isEmpty() && parts.getLast().set().equals(set)) {
        int count = parts.removeLast().least() + 1;
        parts.add(new RegexPart(set, count, count, false));
      } else {
        parts.add(RegexPart.one(set));
      }
    }
    return parts;
  }

  private static List<CharacterSet> sets(Column column, Grain grain) {
    List<CharacterSet> sets =
        new ArrayList<>(
            switch (column.kind()) {
              case 'D' -> List.of(CharacterSet.DIGIT, CharacterSet.WORD);
              case 'U' -> List.of(CharacterSet.UPPER, CharacterSet.LETTER);
              case 'L' -> List.of(CharacterSet.LOWER, CharacterSet.LETTER);
              case 'A' -> List.of(CharacterSet.LETTER, CharacterSet.WORD);
              case 'W' -> List.of(CharacterSet.WORD);
              default -> List.of(CharacterSet.literal(column.kind()));
            });
    String listed =
        String.join("", column.texts())
            .chars()
            .distinct()
            .sorted()
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    if (grain == Grain.FINE && listed.length() > 1 && listed.length() <= MOST_LISTED) {
      sets.add(CharacterSet.anyOf(listed));
    }
    return sets;
  }

  private static List<RegexPart> bounded(CharacterSet set, List<String> texts) {
    int least = texts.stream().mapToInt(String::length).min().orElseThrow();
    int most = texts.stream().mapToInt(String::length).max().orElseThrow();
    Set<RegexPart> parts = new LinkedHashSet<>();
    parts.add(new RegexPart(set, least, most, false));
    parts.add(new RegexPart(set, 1, RegexPart.UNLIMITED, false));
    parts.add(new RegexPart(set, least, RegexPart.UNLIMITED, false));
    if (most > 1) {
      parts.add(new RegexPart(set, 1, most, false));
    }
    return List.copyOf(parts);
  }

  /** One run of everything that occurs: what is left when texts have nothing in common. */
  private static List<RegexProgram> wholes(List<String> texts) {
    Set<CharacterSet> kinds = new LinkedHashSet<>();
    String all = String.join("", texts);
    for (int i = 0; i < all.length(); i++) {
      char each = all.charAt(i);
      kinds.add(
          switch (kind(each, Grain.FINE)) {
            case 'D' -> CharacterSet.DIGIT;
            case 'U' -> CharacterSet.UPPER;
            case 'L' -> CharacterSet.LOWER;
            default -> CharacterSet.literal(each);
          });
    }
    CharacterSet union =
        kinds.size() == 1
            ? kinds.iterator().next()
            : CharacterSet.union(kinds.stream().sorted(RegexProposals::literalsLast).toList());
    return bounded(union, texts).stream().map(part -> new RegexProgram(List.of(part))).toList();
  }

  private static int literalsLast(CharacterSet one, CharacterSet other) {
    return Comparator.<CharacterSet, Boolean>comparing(set -> set.size() == 1)
        .thenComparing(CharacterSet::pattern)
        .compare(one, other);
  }
}
