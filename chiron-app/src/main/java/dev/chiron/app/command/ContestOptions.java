package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.TextTable;
import dev.chiron.bench.speed.Contest;
import dev.chiron.bench.speed.MatrixProduct;
import dev.chiron.bench.speed.Peer;
import dev.chiron.bench.speed.Standing;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a benchmark in which several engines do the same in turns, and its answer. */
final class ContestOptions {
  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Turns of each; medians are reported (default: ${DEFAULT-VALUE}).")
  int rounds;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Of a turn (default: 4 of training, 64 tokens of decoding).")
  int steps;

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "PEER",
      description =
          "Engines to compare with: pytorch trains, jlama and llama.cpp write; benchmarks/"
              + "install-peers installs them (default: none).")
  List<String> peers = List.of();

  @Option(
      names = "--out",
      paramLabel = "FILE.json",
      description = "Where the document is written as well.")
  @Nullable String out;

  /**
   * The terms.
   *
   * @param usualSteps where the user gives none
   */
  Contest contest(int usualSteps) {
    int each = steps == 0 ? usualSteps : steps;
    if (rounds < 1 || each < 1) {
      throw new InputException((rounds < 1 ? "--rounds" : "--steps") + ": must be at least 1");
    }
    return new Contest(rounds, each);
  }

  List<Peer> peers() {
    return peers.stream().map(ContestOptions::peer).distinct().toList();
  }

  private static Peer peer(String name) {
    return Arrays.stream(Peer.values())
        .filter(peer -> peer.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "--peers: %s, not '%s'"
                        .formatted(
                            String.join(
                                ", ", Arrays.stream(Peer.values()).map(Peer::label).toList()),
                            name)));
  }

  /** Where the document goes, checked before the work. */
  Optional<Path> place(Environment environment) {
    return ResultPlace.file(out, environment);
  }

  /**
   * The answer.
   *
   * @param flopsPerToken of the first contestant's work; the last is {@link MatrixProduct}
   */
  static Answer answer(
      ObjectNode document, List<Standing> standings, double flopsPerToken, Optional<Path> place) {
    Standing own = standings.getFirst();
    double gflops = own.tokensPerSecond() * flopsPerToken / 1e9;
    double product = MatrixProduct.flops() / standings.getLast().secondsPerStep() / 1e9;
    List<Standing> engines = standings.subList(0, standings.size() - 1);
    document
        .put("tokensPerSecond", own.tokensPerSecond())
        .put("gflops", gflops)
        .put("peer", MatrixProduct.NAME)
        .put("peerGflops", product)
        .put("shareOfPeer", gflops / product)
        .set("standings", Json.tree(engines));
    return answer(document, place, stream -> print(stream, engines, gflops, product));
  }

  /** An answer whose document is written to a file as well, if the user names one. */
  static Answer answer(ObjectNode document, Optional<Path> place, Consumer<PrintStream> text) {
    place.ifPresent(file -> AtomicFiles.write(file, Json.pretty(document)));
    return Answer.of(document, text);
  }

  private static void print(
      PrintStream stream, List<Standing> standings, double gflops, double product) {
    TextTable table =
        new TextTable("ENGINE", "TOKENS/S", "S/STEP", "CHIRON IS TIMES", "BETWEEN", "BY CPU TIME");
    for (Standing standing : standings) {
      table.row(
          standing.name(),
          "%.0f".formatted(standing.tokensPerSecond()),
          "%.4f".formatted(standing.secondsPerStep()),
          "%.2f".formatted(standing.ratio()),
          "%.2f – %.2f".formatted(standing.lowest(), standing.highest()),
          "%.2f".formatted(standing.cpuRatio()));
    }
    table.print(stream);
    stream.println();
    stream.printf(
        Locale.ROOT,
        "chiron: %.1f GFLOP/s, %.0f %% of the %.1f of %s%n",
        gflops,
        100 * gflops / product,
        product,
        MatrixProduct.NAME);
  }
}
