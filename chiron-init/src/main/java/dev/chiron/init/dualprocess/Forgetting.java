package dev.chiron.init.dualprocess;

import dev.chiron.core.error.InputException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** When, and how, a training forgets embeddings. Steps count from 1. */
public sealed interface Forgetting {
  /** Optimiser steps from one time to the next. */
  long every();

  /** The last step at which anything is forgotten. */
  long until();

  /** Whether it forgets at a step. */
  default boolean isDue(long step) {
    return step <= until() && step % every() == 0;
  }

  /**
   * Active forgetting (Chen et al., 2023, arXiv 2307.01163): after every k steps all embeddings are
   * drawn anew, and the optimiser forgets what it gathered of them. What is learned cannot depend
   * on which token is which.
   */
  record Active(long every) implements Forgetting {
    /** The paper's for its synthetic task of 62,500 steps. */
    public static final long EVERY = 1000;

    public Active {
      check(every, 0);
    }

    @Override
    public long until() {
      return Long.MAX_VALUE;
    }
  }

  /**
   * Temporary forgetting: active for the first N steps, ordinary training afterwards. N is the dial
   * between answering from weights and from context.
   */
  record Temporary(long every, long until) implements Forgetting {
    public Temporary {
      check(every, until);
    }
  }

  /**
   * Probabilistic temporary forgetting, for models that are trained already: at every k-th of the
   * first N steps some tokens of the batch have noise in place of their embeddings, for that step
   * alone; their embeddings are not moved by it.
   *
   * @param share of the batch's tokens that are noised; the specification's 0.1, which is not
   *     verified against the paper
   */
  record Probabilistic(double share, long every, long until) implements Forgetting {
    public Probabilistic {
      check(every, until);
      if (!(share > 0 && share <= 1)) {
        throw new InputException("forgetting: share must be above 0 and at most 1, not " + share);
      }
    }
  }

  private static void check(long every, long until) {
    if (every < 1 || until < 0) {
      throw new InputException("forgetting: every must be 1 or more, until 0 or more");
    }
  }

  /**
   * Reads {@code active:every=1000}, {@code temporary:every=50,until=1200} or {@code
   * probabilistic:share=0.1,every=10,until=2000}.
   *
   * @throws InputException if it is written otherwise, or would never forget anything
   */
  static Forgetting parse(String text) {
    String[] halves = text.strip().split(":", 2);
    Map<String, Double> values = new TreeMap<>();
    for (String pair : halves.length < 2 ? new String[0] : halves[1].split(",", -1)) {
      String[] sides = pair.strip().split("=", 2);
      if (sides.length < 2 || !sides[1].matches("\\d{1,12}(\\.\\d{1,9})?")) {
        throw new InputException("forgetting '%s': '%s' is no NAME=NUMBER".formatted(text, pair));
      }
      values.put(sides[0], Double.parseDouble(sides[1]));
    }
    Forgetting read =
        switch (halves[0].toLowerCase(Locale.ROOT)) {
          case "active" -> new Active((long) take(values, "every", Active.EVERY, text));
          case "temporary" ->
              new Temporary(
                  (long) take(values, "every", 10, text), (long) take(values, "until", -1, text));
          case "probabilistic" ->
              new Probabilistic(
                  take(values, "share", 0.1, text),
                  (long) take(values, "every", 10, text),
                  (long) take(values, "until", -1, text));
          default ->
              throw new InputException(
                  "forgetting '" + text + "': give active, temporary or probabilistic");
        };
    if (!values.isEmpty()) {
      throw new InputException(
          "forgetting '%s': %s has no '%s'"
              .formatted(text, halves[0], values.keySet().iterator().next()));
    }
    if (read.until() < read.every()) {
      throw new InputException(
          "forgetting '%s': nothing is forgotten before step %d, and nothing after step %d"
              .formatted(text, read.every(), read.until()));
    }
    return read;
  }

  /** Takes a value out of the map; a default below 0 is none. */
  private static double take(Map<String, Double> values, String name, double usual, String text) {
    Double given = values.remove(name);
    if (given == null && usual < 0) {
      throw new InputException("forgetting '" + text + "': give " + name + "=NUMBER");
    }
    return given == null ? usual : given;
  }
}
