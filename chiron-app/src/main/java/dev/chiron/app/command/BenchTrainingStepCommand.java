package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.nn.training.TrainingStepBenchmark;
import dev.chiron.nn.training.TrainingStepBenchmark.Outcome;
import dev.chiron.nn.training.TrainingStepBenchmark.Shapes;
import java.io.PrintStream;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code chiron bench training-step}: how fast a decoder is trained. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron bench training-step",
      "  chiron bench training-step --layers 6 --width 384 --heads 6 --batch 16 --steps 20 --json"
    })
final class BenchTrainingStepCommand extends ChironCommand {
  @Mixin BenchmarkShape shape = new BenchmarkShape();

  @Override
  public Answer run(Environment environment) {
    shape.check();
    Outcome outcome =
        TrainingStepBenchmark.run(
            new Shapes(
                shape.layers,
                shape.width,
                shape.heads,
                shape.vocabulary,
                shape.context,
                shape.batch,
                shape.steps,
                shape.threads,
                shape.device));
    return Answer.of(document(outcome), out -> print(outcome, out));
  }

  private ObjectNode document(Outcome outcome) {
    return shape
        .document("training-step")
        .put("parameters", outcome.parameters())
        .put("tokensPerSecond", outcome.tokensPerSecond())
        .put("secondsPerStep", outcome.secondsPerStep())
        .put("gflops", outcome.flopsPerSecond() / 1e9)
        .put("peer", BenchmarkShape.PEER)
        .put("peerGflops", outcome.peakFlopsPerSecond() / 1e9)
        .put("shareOfPeer", outcome.shareOfPeak());
  }

  private static void print(Outcome outcome, PrintStream out) {
    out.printf(Locale.ROOT, "parameters  %,d%n", outcome.parameters());
    out.printf(Locale.ROOT, "tokens/s    %.0f%n", outcome.tokensPerSecond());
    out.printf(Locale.ROOT, "s/step      %.4f%n", outcome.secondsPerStep());
    out.printf(Locale.ROOT, "GFLOP/s     %.1f%n", outcome.flopsPerSecond() / 1e9);
    out.printf(
        Locale.ROOT,
        "compared    %.0f %% of the %.1f GFLOP/s of %s%n",
        100 * outcome.shareOfPeak(),
        outcome.peakFlopsPerSecond() / 1e9,
        BenchmarkShape.PEER);
  }
}
