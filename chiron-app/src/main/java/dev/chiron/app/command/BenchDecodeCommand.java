package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.TextTable;
import dev.chiron.bench.decode.DecodeBenchmark;
import dev.chiron.bench.decode.DecodeBenchmark.Outcome;
import dev.chiron.bench.decode.DecodeBenchmark.Shapes;
import java.io.PrintStream;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code chiron bench decode}: how fast a decoder reads prompts and writes completions. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron bench decode",
      "  chiron bench decode --context 512 --batch 1 --steps 100 --device cuda --json"
    })
final class BenchDecodeCommand extends ChironCommand {
  @Mixin BenchmarkShape shape = new BenchmarkShape();

  @Override
  public Answer run(Environment environment) {
    shape.check();
    Outcome outcome =
        DecodeBenchmark.run(
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
    double peak = outcome.peakFlopsPerSecond();
    return shape
        .document("decode")
        .put("parameters", outcome.parameters())
        .put("tokensPerSecond", outcome.decodeTokensPerSecond())
        .put("gflops", outcome.decodeFlopsPerSecond() / 1e9)
        .put("shareOfPeer", outcome.decodeFlopsPerSecond() / peak)
        .put("prefillTokensPerSecond", outcome.prefillTokensPerSecond())
        .put("prefillGflops", outcome.prefillFlopsPerSecond() / 1e9)
        .put("prefillShareOfPeer", outcome.prefillFlopsPerSecond() / peak)
        .put("peer", BenchmarkShape.PEER)
        .put("peerGflops", peak / 1e9);
  }

  private static void print(Outcome outcome, PrintStream out) {
    double peak = outcome.peakFlopsPerSecond();
    TextTable table = new TextTable("PHASE", "TOKENS/S", "GFLOP/S", "OF PEER");
    row(table, "prefill", outcome.prefillTokensPerSecond(), outcome.prefillFlopsPerSecond(), peak);
    row(table, "decode", outcome.decodeTokensPerSecond(), outcome.decodeFlopsPerSecond(), peak);
    table.print(out);
    out.println();
    out.printf(Locale.ROOT, "parameters  %,d%n", outcome.parameters());
    out.printf(Locale.ROOT, "peer        %s: %.1f GFLOP/s%n", BenchmarkShape.PEER, peak / 1e9);
  }

  private static void row(TextTable table, String phase, double tokens, double flops, double peak) {
    table.row(
        phase,
        String.format(Locale.ROOT, "%.0f", tokens),
        String.format(Locale.ROOT, "%.1f", flops / 1e9),
        String.format(Locale.ROOT, "%.1f%%", 100 * flops / peak));
  }
}
