package dev.chiron.data.shipped;

import dev.chiron.core.task.Example;
import dev.chiron.data.grammar.Grammar;
import java.util.List;
import java.util.random.RandomGenerator;

/** A span of time in words to an ISO 8601 duration; test alone uses some of the phrasings. */
final class DurationIso implements TaskSource {
  /**
   * One way to say a duration.
   *
   * @param text with {@code $d}, {@code $h}, {@code $m}, {@code $s} for the amounts
   * @param iso the same in ISO 8601
   */
  private record Form(String text, String iso) {}

  private static final List<Form> FORMS =
      List.of(
          new Form("$h hours", "PT$hH"),
          new Form("$m minutes", "PT$mM"),
          new Form("$s seconds", "PT$sS"),
          new Form("$d days", "P$dD"),
          new Form("$h hours $m minutes", "PT$hH$mM"),
          new Form("$h hours and $m minutes", "PT$hH$mM"),
          new Form("$m minutes and $s seconds", "PT$mM$sS"),
          new Form("$d days and $h hours", "P$dDT$hH"),
          new Form("$d days $h hours", "P$dDT$hH"),
          new Form("$h h $m min", "PT$hH$mM"),
          new Form("$m min $s s", "PT$mM$sS"),
          new Form("$h hours, $m minutes and $s seconds", "PT$hH$mM$sS"),
          new Form("$d days, $h hours and $m minutes", "P$dDT$hH$mM"),
          new Form("$h h $m min $s s", "PT$hH$mM$sS"),
          new Form("$h hours and $s seconds", "PT$hH$sS"),
          new Form("$m minutes $s seconds", "PT$mM$sS"),
          new Form("$d days and $m minutes", "P$dDT$mM"),
          new Form("$m min and $s s", "PT$mM$sS"));

  private static final List<String> FRAMES =
      List.of("$", "$", "$", "wait $", "lasts $", "timeout: $", "after $");

  @Override
  public String name() {
    return "duration-iso";
  }

  @Override
  public String instruction() {
    return "Write the duration in ISO 8601 form, with P for days, T before hours, minutes and"
        + " seconds, and no parts that are not given.";
  }

  @Override
  public String category() {
    return "format conversion";
  }

  @Override
  public Example draw(int turn, boolean heldOut, RandomGenerator random) {
    Form form = HeldOut.pick(FORMS, heldOut, random);
    List<String> amounts =
        List.of(amount(29, random), amount(23, random), amount(59, random), amount(59, random));
    String frame = Grammar.pick(FRAMES, random);
    return Example.of(frame.replace("$", fill(form.text(), amounts)), fill(form.iso(), amounts));
  }

  /** At least two, so that the units stay in the plural. */
  private static String amount(int most, RandomGenerator random) {
    return Integer.toString(2 + random.nextInt(most - 1));
  }

  private static String fill(String text, List<String> amounts) {
    return text.replace("$d", amounts.get(0))
        .replace("$h", amounts.get(1))
        .replace("$m", amounts.get(2))
        .replace("$s", amounts.get(3));
  }
}
