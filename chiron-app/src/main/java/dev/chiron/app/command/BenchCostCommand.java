package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.ProgressDisplay;
import dev.chiron.app.console.TextTable;
import dev.chiron.bench.speed.Contest;
import dev.chiron.bench.speed.CostStudy;
import dev.chiron.bench.speed.DecoderShape;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code chiron bench cost}: how the time of a training step grows with the sizes. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron bench cost",
      "  chiron bench cost --rounds 3 --steps 1 --out docs/results/cost.json"
    })
final class BenchCostCommand extends ChironCommand {
  private static final int BATCH = 8;
  private static final int STEPS = 2;

  @Mixin BenchmarkShape shape = new BenchmarkShape();

  @Mixin ContestOptions contest = new ContestOptions();

  @Override
  public Answer run(Environment environment) {
    DecoderShape base = shape.shape(BATCH);
    if (base.width() % (4 * base.heads()) != 0) {
      throw new InputException(
          "--width: is halved, so it must be a multiple of four times --heads, %d, not %d"
              .formatted(4 * base.heads(), base.width()));
    }
    Contest terms = contest.contest(STEPS);
    Optional<Path> place = contest.place(environment);
    try (ProgressDisplay progress = new ProgressDisplay(environment)) {
      CostStudy.Outcome outcome = CostStudy.run(base, terms, progress);
      ObjectNode document = BenchmarkShape.document("cost", base);
      document
          .put("rounds", terms.rounds())
          .put("steps", terms.steps())
          .put("exponent", outcome.exponent())
          .put("determination", outcome.determination())
          .set("points", Json.tree(outcome.points()));
      return ContestOptions.answer(document, place, stream -> print(stream, outcome));
    }
  }

  private static void print(PrintStream stream, CostStudy.Outcome outcome) {
    TextTable table = new TextTable("SIZE", "GFLOP", "S/STEP", "RATE OVER BASE");
    for (CostStudy.Point point : outcome.points()) {
      table.row(
          point.changed(),
          "%.1f".formatted(point.flops() / 1e9),
          "%.4f".formatted(point.seconds()),
          "%.2f".formatted(point.relativeRate()));
    }
    table.print(stream);
    stream.println();
    stream.printf(
        Locale.ROOT,
        "seconds grow with the operations to the power of %.2f (R² %.3f)%n",
        outcome.exponent(),
        outcome.determination());
  }
}
