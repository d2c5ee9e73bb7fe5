package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.ProgressDisplay;
import dev.chiron.app.console.TextTable;
import dev.chiron.bench.speed.DecoderShape;
import dev.chiron.bench.speed.Soak;
import dev.chiron.core.error.InputException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chiron bench soak}: whether long work leaves the memory as it was. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron bench soak --layers 2 --width 64 --heads 2 --context 64",
      "  chiron bench soak --times 20000 --json"
    })
final class BenchSoakCommand extends ChironCommand {
  private static final int BATCH = 4;

  @Mixin BenchmarkShape shape = new BenchmarkShape();

  @Option(
      names = "--times",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Training steps, and then generations (default: ${DEFAULT-VALUE}).")
  int times;

  @Override
  public Answer run(Environment environment) {
    DecoderShape sizes = shape.shape(BATCH);
    if (times < 10 || times % 10 != 0) {
      throw new InputException("--times: must be a multiple of 10, not " + times);
    }
    if (sizes.context() < 4) {
      throw new InputException("--context: must be at least 4, not " + sizes.context());
    }
    if (!Soak.isMeasurable()) {
      throw new InputException("this system does not tell how much memory a process holds");
    }
    try (ProgressDisplay progress = new ProgressDisplay(environment)) {
      List<Soak.Memory> records = Soak.run(sizes, times, progress);
      ObjectNode document = BenchmarkShape.document("soak", sizes).put("times", times);
      ArrayNode results = document.putArray("results");
      TextTable table = new TextTable("WORK", "TIMES", "RESIDENT MIB", "GROWTH");
      for (Soak.Memory record : records) {
        ObjectNode result = results.addObject();
        result.put("work", record.work()).put("growth", record.growth());
        record.residentBytes().forEach(result.putArray("residentBytes")::add);
        table.row(
            record.work(),
            "%,d".formatted(record.times()),
            "%.0f".formatted(record.residentBytes().getLast() / (double) (1 << 20)),
            "%.1f%%".formatted(100 * record.growth()));
      }
      return Answer.of(document, table::print);
    }
  }
}
