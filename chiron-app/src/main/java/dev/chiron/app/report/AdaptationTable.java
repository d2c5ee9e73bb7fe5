package dev.chiron.app.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.chiron.core.adaptation.Adaptation;
import dev.chiron.core.adaptation.AdaptationResult;
import dev.chiron.core.adaptation.MethodResult;
import dev.chiron.core.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Many tasks adapted on the same terms: what {@code chiron bench adapt} prints and writes.
 *
 * @param model name of the model
 * @param seeds of everything random; each task is adapted once with each
 * @param tasks a row for each task and seed, in the order in which they ran
 */
public record AdaptationTable(String model, List<Long> seeds, List<Row> tasks) {
  /** A gain that a user would call large. */
  private static final double LARGE_GAIN = 0.2;

  /** A score that many uses would do with. */
  private static final double USEFUL = 0.8;

  public AdaptationTable {
    seeds = List.copyOf(seeds);
    tasks = List.copyOf(tasks);
  }

  /**
   * How one task went with one seed.
   *
   * @param examples of test that are reported on
   * @param zeroShot the plain prompt's score on test; null if it did not run
   * @param gain what the chosen method gains over it; null likewise
   * @param chosen id of the method that is best on dev
   * @param test its score on test
   * @param interval its 95 % interval
   * @param p that the chosen method is no better than the plain prompt, corrected over the methods
   * @param calls of all methods, finding and reporting
   * @param seconds likewise
   */
  public record Row(
      String task,
      long seed,
      String metric,
      int examples,
      @Nullable Double zeroShot,
      @Nullable Double gain,
      String chosen,
      double test,
      Interval interval,
      @Nullable Double p,
      long calls,
      long tokens,
      double seconds,
      List<Score> methods) {
    public Row {
      methods = List.copyOf(methods);
    }
  }

  /**
   * One method's scores, null where it gave no predictor, and what it spent, finding and reporting.
   *
   * @param reason why there is no predictor; empty if there is one
   */
  public record Score(
      String id,
      @Nullable Double dev,
      @Nullable Double test,
      long calls,
      long tokens,
      double seconds,
      String reason) {
    static Score of(MethodResult method) {
      return new Score(
          method.id(),
          method.dev(),
          method.test(),
          method.calls(),
          method.tokens(),
          method.seconds(),
          method.reason());
    }
  }

  /** The row of a result. */
  public static Row row(AdaptationResult result, long seed, int examples) {
    MethodResult chosen = result.method(result.chosen());
    List<MethodResult> methods = result.methods();
    Double plain =
        methods.stream()
            .filter(method -> method.id().equals(Adaptation.ZERO_SHOT) && method.test() != null)
            .map(MethodResult::test)
            .findFirst()
            .orElse(null);
    double test = ReportContent.value(chosen.test());
    return new Row(
        result.task(),
        seed,
        result.metric(),
        examples,
        plain,
        plain == null ? null : test - plain,
        chosen.id(),
        test,
        Optional.ofNullable(chosen.testInterval()).orElse(new Interval(0, 1)),
        chosen.adjusted(),
        methods.stream().mapToLong(MethodResult::calls).sum(),
        methods.stream().mapToLong(MethodResult::tokens).sum(),
        methods.stream().mapToDouble(MethodResult::seconds).sum(),
        methods.stream().map(Score::of).toList());
  }

  /** The first of the seeds: all of them where there is one. */
  @JsonProperty
  public long seed() {
    return seeds.getFirst();
  }

  /** How every method stands over all tasks and seeds. */
  @JsonProperty
  public List<MethodStanding> methods() {
    return MethodStanding.of(tasks);
  }

  /** Rows in which the chosen method is at least 20 points above the plain prompt. */
  @JsonProperty
  public long largeGains() {
    return tasks.stream().filter(row -> row.gain() != null && row.gain() >= LARGE_GAIN).count();
  }

  /** Rows in which the chosen method reaches 80 points. */
  @JsonProperty
  public long useful() {
    return tasks.stream().filter(row -> row.test() >= USEFUL).count();
  }

  /** A page of Markdown: the rows, how every method stands, and its score in each row. */
  public String markdown(String title, String command) {
    StringBuilder page = new StringBuilder();
    page.append("# ").append(title).append("\n\n`").append(command).append("`\n\n");
    page.append(
        ("Scores are points on the test split, with 95 %% bootstrap intervals; the method is chosen"
                + " on dev. Gain: over the plain prompt without demonstrations; p by a sign-flip"
                + " permutation test, corrected over the methods. Model %s, %s. The cost is of"
                + " all methods together.%n%n")
            .formatted(model, named(seeds)));
    line(
        page,
        List.of(
            "task",
            "metric",
            "n",
            "zero-shot",
            "chosen",
            "test",
            "95 % interval",
            "gain",
            "p",
            "calls",
            "tokens",
            "seconds"));
    rule(page, 12);
    tasks.forEach(row -> line(page, cells(row)));
    page.append(
        "%n%d of %d %s gain at least 20 points; %d reach 80.%n%n"
            .formatted(
                largeGains(),
                tasks.size(),
                seeds.size() == 1 ? "tasks" : "tasks with a seed",
                useful()));
    page.append("## Every method\n\n");
    page.append(
        "Means over tasks and seeds; intervals by the bootstrap over tasks, or over seeds where"
            + " there is one task. The cost is of one adaptation, finding and reporting.\n\n");
    standings(page);
    page.append("\n## Every method on test\n\n");
    everyMethod(page);
    return page.toString();
  }

  private static String named(List<Long> seeds) {
    return seeds.size() == 1
        ? "seed " + seeds.getFirst()
        : "seeds " + seeds.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private void standings(StringBuilder page) {
    line(
        page,
        List.of(
            "method",
            "n",
            "test",
            "95 % interval",
            "gain",
            "95 % interval",
            "calls",
            "tokens",
            "seconds"));
    rule(page, 9);
    for (MethodStanding standing : methods()) {
      line(
          page,
          List.of(
              "`" + standing.id() + "`",
              String.valueOf(standing.adaptations()),
              points(standing.test()),
              range(standing.interval()),
              points(standing.gain()),
              standing.gainInterval() == null ? "–" : range(standing.gainInterval()),
              String.format(Locale.ROOT, "%,.0f", standing.calls()),
              String.format(Locale.ROOT, "%,.0f", standing.tokens()),
              String.format(Locale.ROOT, "%.0f", standing.seconds())));
    }
  }

  private String name(Row row) {
    return seeds.size() == 1 ? row.task() : row.task() + ", seed " + row.seed();
  }

  private static String range(Interval interval) {
    return points(interval.low()) + " – " + points(interval.high());
  }

  private List<String> cells(Row row) {
    return List.of(
        name(row),
        row.metric(),
        String.valueOf(row.examples()),
        points(row.zeroShot()),
        "`" + row.chosen() + "`",
        points(row.test()),
        range(row.interval()),
        points(row.gain()),
        row.p() == null ? "–" : String.format(Locale.ROOT, "%.3f", row.p()),
        String.format(Locale.ROOT, "%,d", row.calls()),
        String.format(Locale.ROOT, "%,d", row.tokens()),
        String.format(Locale.ROOT, "%.0f", row.seconds()));
  }

  private void everyMethod(StringBuilder page) {
    List<String> ids =
        tasks.stream().flatMap(row -> row.methods().stream()).map(Score::id).distinct().toList();
    line(page, Stream.concat(Stream.of("task"), ids.stream().map(id -> "`" + id + "`")).toList());
    rule(page, ids.size() + 1);
    for (Row row : tasks) {
      List<String> cells = new ArrayList<>(List.of(name(row)));
      for (String id : ids) {
        cells.add(
            points(
                row.methods().stream()
                    .filter(score -> score.id().equals(id) && score.test() != null)
                    .map(Score::test)
                    .findFirst()
                    .orElse(null)));
      }
      line(page, cells);
    }
  }

  private static void line(StringBuilder page, List<String> cells) {
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static void rule(StringBuilder page, int columns) {
    page.append("|").append("---|".repeat(columns)).append("\n");
  }

  private static String points(@Nullable Double score) {
    return score == null ? "–" : String.format(Locale.ROOT, "%.1f", 100 * score);
  }
}
