package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.ProgressDisplay;
import dev.chiron.bench.speed.Contest;
import dev.chiron.bench.speed.DecoderShape;
import dev.chiron.bench.speed.Peer;
import dev.chiron.bench.speed.Standing;
import dev.chiron.bench.speed.TrainingContest;
import dev.chiron.core.error.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chiron bench training-step}: how fast a decoder is trained. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron bench training-step",
      "  chiron bench training-step --peers pytorch --out docs/results/training-step.json",
      "  chiron bench training-step --layers 12 --width 768 --heads 12 --device cuda --json"
    })
final class BenchTrainingStepCommand extends ChironCommand {
  private static final int BATCH = 8;
  private static final int STEPS = 4;

  @Mixin BenchmarkShape shape = new BenchmarkShape();

  @Mixin ContestOptions contest = new ContestOptions();

  @Option(
      names = "--lora-rank",
      paramLabel = "N",
      defaultValue = "8",
      description = "Of the LoRA that is trained as well; 0 for none (default: ${DEFAULT-VALUE}).")
  int loraRank;

  @Option(
      names = "--reduced-precision",
      description = "Train with shortened factors as well (bfloat16 or TensorFloat-32).")
  boolean reducedPrecision;

  @Override
  public Answer run(Environment environment) {
    DecoderShape sizes = shape.shape(BATCH);
    Contest terms = contest.contest(STEPS);
    List<Peer> peers = contest.peers();
    Optional<Path> place = contest.place(environment);
    if (loraRank < 0) {
      throw new InputException("--lora-rank: must be at least 0, not " + loraRank);
    }
    try (ProgressDisplay progress = new ProgressDisplay(environment)) {
      List<Standing> standings =
          TrainingContest.run(
              sizes, loraRank, reducedPrecision, peers, terms, environment.root(), progress);
      ObjectNode document = BenchmarkShape.document("training-step", sizes);
      document.put("rounds", terms.rounds()).put("steps", terms.steps());
      double tokens = (double) sizes.batch() * sizes.context();
      return ContestOptions.answer(document, standings, sizes.trainingFlops() / tokens, place);
    }
  }
}
