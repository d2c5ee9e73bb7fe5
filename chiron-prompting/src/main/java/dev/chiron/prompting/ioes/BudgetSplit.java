package dev.chiron.prompting.ioes;

import dev.chiron.core.error.InputException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How many evaluations each stage gets.
 *
 * @param instructions for the search for instructions; the first prompt's own counts
 * @param exemplars for the search for exemplars
 */
public record BudgetSplit(int instructions, int exemplars) {
  /** The paper's: 32 for each stage. */
  public static final BudgetSplit STANDARD = new BudgetSplit(32, 32);

  private static final Pattern FORM = Pattern.compile("(\\d{1,6})\\+(\\d{1,6})");

  public BudgetSplit {
    if (instructions < 0 || exemplars < 0 || instructions + exemplars < 1) {
      throw new IllegalArgumentException("a split has at least one evaluation");
    }
  }

  /**
   * Reads the form {@code 32+32}.
   *
   * @throws InputException if the text is something else
   */
  public static BudgetSplit parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches() || text.strip().matches("0+\\+0+")) {
      throw new InputException(
          "budget split '" + text + "': give evaluations for both stages, such as 32+32");
    }
    return new BudgetSplit(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** One total split in five ways, from instructions alone to exemplars alone. */
  public static List<BudgetSplit> quarters(int total) {
    return Stream.of(4, 3, 2, 1, 0)
        .map(part -> new BudgetSplit(total * part / 4, total - total * part / 4))
        .toList();
  }

  /** The same proportions for another total. */
  public BudgetSplit scaledTo(int total) {
    int first = (int) Math.round((double) total * instructions / (instructions + exemplars));
    return new BudgetSplit(first, total - first);
  }
}
