package dev.chiron.core.budget;

import dev.chiron.core.error.InputException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a piece of work may spend.
 *
 * @param calls requests to the model; {@link #UNLIMITED} for no limit
 * @param tokens prompt and completion tokens together; {@link #UNLIMITED} for no limit
 * @param seconds wall time; infinite for no limit
 * @param money in the provider's currency, where a price is known; infinite for no limit
 */
public record Budget(long calls, long tokens, double seconds, double money) {
  public static final long UNLIMITED = Long.MAX_VALUE;
  public static final Budget NONE =
      new Budget(UNLIMITED, UNLIMITED, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

  public static Budget ofCalls(long calls) {
    return new Budget(calls, UNLIMITED, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /**
   * Reads {@code calls=200,tokens=50000,seconds=60,money=1.5}, in any order, any of them left out.
   *
   * @throws InputException on an unknown key or a value that is not a positive number
   */
  public static Budget parse(String text) {
    long calls = UNLIMITED;
    long tokens = UNLIMITED;
    double seconds = Double.POSITIVE_INFINITY;
    double money = Double.POSITIVE_INFINITY;
    if (text.isBlank()) {
      return NONE;
    }
    for (String part : text.split(",")) {
      int equals = part.indexOf('=');
      String key = equals < 0 ? part.strip() : part.substring(0, equals).strip();
      String value = equals < 0 ? "" : part.substring(equals + 1).strip();
      switch (key) {
        case "calls" -> calls = (long) number(key, value);
        case "tokens" -> tokens = (long) number(key, value);
        case "seconds" -> seconds = number(key, value);
        case "money" -> money = number(key, value);
        default ->
            throw new InputException(
                "budget: unknown key '" + key + "': use calls=, tokens=, seconds= or money=");
      }
    }
    return new Budget(calls, tokens, seconds, money);
  }

  private static double number(String key, String value) {
    try {
      double parsed = Double.parseDouble(value);
      if (parsed > 0) {
        return parsed;
      }
    } catch (NumberFormatException e) {
      // Falls through to the message that serves both mistakes.
    }
    throw new InputException("budget: " + key + " must be a positive number, not '" + value + "'");
  }

  /** The form that {@link #parse} reads; empty without limits. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    if (calls != UNLIMITED) {
      parts.add("calls=" + calls);
    }
    if (tokens != UNLIMITED) {
      parts.add("tokens=" + tokens);
    }
    if (seconds != Double.POSITIVE_INFINITY) {
      parts.add("seconds=" + seconds);
    }
    if (money != Double.POSITIVE_INFINITY) {
      parts.add("money=" + money);
    }
    return String.join(",", parts);
  }
}
