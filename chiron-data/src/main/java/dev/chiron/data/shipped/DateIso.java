package dev.chiron.data.shipped;

import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.data.grammar.Grammar;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** A date as people write it to ISO 8601; test alone uses the last quarter of the patterns. */
final class DateIso implements TaskSource {
  private static final LocalDate FIRST = LocalDate.of(1995, 1, 1);
  private static final long DAYS = ChronoUnit.DAYS.between(FIRST, LocalDate.of(2030, 1, 1));
  private static final List<String> PATTERNS =
      List.of(
          "d MMMM yyyy",
          "d.M.yyyy",
          "dd.MM.yyyy",
          "MMMM d, yyyy",
          "d MMM yyyy",
          "EEEE, d MMMM yyyy",
          "yyyy/MM/dd",
          "dd/MM/yyyy",
          "yyyyMMdd",
          "d-MMM-yyyy",
          "MMM d, yyyy",
          "EEE, dd MMM yyyy");

  @Override
  public String name() {
    return "date-iso";
  }

  @Override
  public String instruction() {
    return "Write the date in ISO 8601 form (year-month-day). In dates of numbers alone the day"
        + " comes before the month unless the year comes first.";
  }

  /** Not exact match: that overlooks punctuation, which is what this task is about. */
  @Override
  public MetricSpec metric() {
    return MetricSpec.ACCURACY;
  }

  @Override
  public String category() {
    return "format conversion";
  }

  @Override
  public Example draw(int turn, boolean heldOut, RandomGenerator random) {
    LocalDate date = FIRST.plusDays(random.nextLong(DAYS));
    String pattern = HeldOut.pick(PATTERNS, heldOut, random);
    String text = date.format(DateTimeFormatter.ofPattern(pattern, Locale.US));
    String prefix = Grammar.pick(List.of("", "", "", "on ", "due ", "Date: "), random);
    return Example.of(prefix + text, date.toString());
  }
}
