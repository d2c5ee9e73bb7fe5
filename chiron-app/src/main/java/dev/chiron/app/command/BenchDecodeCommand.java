package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.ProgressDisplay;
import dev.chiron.bench.speed.Contest;
import dev.chiron.bench.speed.DecoderShape;
import dev.chiron.bench.speed.DecodingContest;
import dev.chiron.bench.speed.Peer;
import dev.chiron.core.error.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code chiron bench decode}: how fast a decoder writes, one row and many. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron bench decode",
      "  chiron bench decode --peers jlama,llama.cpp --out docs/results/decode.json",
      "  chiron bench decode --context 512 --batch 64 --steps 100 --device cuda --json"
    })
final class BenchDecodeCommand extends ChironCommand {
  private static final int BATCH = 32;
  private static final int STEPS = 64;
  private static final int LEAST_VOCABULARY = 258;

  @Mixin BenchmarkShape shape = new BenchmarkShape();

  @Mixin ContestOptions contest = new ContestOptions();

  @Override
  public Answer run(Environment environment) {
    DecoderShape sizes = shape.shape(BATCH);
    if (sizes.vocabulary() < LEAST_VOCABULARY) {
      throw new InputException(
          "--vocabulary: must be at least %d, the bytes and two more, not %d"
              .formatted(LEAST_VOCABULARY, sizes.vocabulary()));
    }
    Contest terms = contest.contest(STEPS);
    List<Peer> peers = contest.peers();
    Optional<Path> place = contest.place(environment);
    try (ProgressDisplay progress = new ProgressDisplay(environment)) {
      DecodingContest.Outcome outcome =
          DecodingContest.run(sizes, peers, terms, environment.root(), progress);
      ObjectNode document = BenchmarkShape.document("decode", sizes);
      document
          .put("rounds", terms.rounds())
          .put("steps", terms.steps())
          .put("prefillTokensPerSecond", outcome.prefillTokensPerSecond());
      double flopsPerToken = sizes.decodingFlops() / sizes.batch();
      return ContestOptions.answer(document, outcome.standings(), flopsPerToken, place);
    }
  }
}
