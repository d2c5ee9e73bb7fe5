package dev.chiron.data.optiml;

import dev.chiron.core.error.InputException;

/** How often a task is drawn, by the number of its examples; only ratios matter. */
public sealed interface TaskSampling {
  /** What OPT-IML settles on: below it little changes, without it large tasks crowd out others. */
  long DEFAULT_CAP = 4096;

  /** A task's weight in its collection. */
  double weight(long examples);

  /**
   * In proportion to the examples, up to a cap η: min(n, η). A cap above the largest task changes
   * nothing.
   */
  record Proportional(long cap) implements TaskSampling {
    public Proportional {
      if (cap <= 0) {
        throw new InputException("cap: must be above 0, not " + cap);
      }
    }

    @Override
    public double weight(long examples) {
      return Math.min(examples, cap);
    }
  }

  /** Every task alike. */
  record Equal() implements TaskSampling {
    @Override
    public double weight(long examples) {
      return 1;
    }
  }

  /**
   * n^(1/T), between proportional (T = 1) and equal (T to infinity), as T5 mixes (Raffel et al.,
   * 2020, section 3.5.2).
   */
  record Temperature(double temperature) implements TaskSampling {
    public Temperature {
      if (!(temperature >= 1)) {
        throw new InputException("temperature: must be 1 or more, not " + temperature);
      }
    }

    @Override
    public double weight(long examples) {
      return Math.pow((double) examples, 1 / temperature);
    }
  }

  /**
   * Reads what commands take: {@code proportional}, {@code cap:N}, {@code equal}, {@code
   * temperature:T}.
   *
   * @throws InputException if it is none of them
   */
  static TaskSampling parse(String text) {
    String[] parts = text.split(":", 2);
    String value = parts.length == 2 ? parts[1] : "";
    try {
      return switch (parts[0]) {
        case "proportional" -> new Proportional(Long.MAX_VALUE);
        case "cap" -> new Proportional(Long.parseLong(value));
        case "equal" -> new Equal();
        case "temperature" -> new Temperature(Double.parseDouble(value));
        default -> throw unknown(text);
      };
    } catch (NumberFormatException e) {
      throw unknown(text);
    }
  }

  private static InputException unknown(String text) {
    return new InputException(
        "sampling '" + text + "': use proportional, cap:N, equal or temperature:T");
  }
}
