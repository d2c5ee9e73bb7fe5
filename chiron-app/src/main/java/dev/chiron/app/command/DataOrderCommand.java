package dev.chiron.app.command;

import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.core.io.Json;
import dev.chiron.core.random.Seeds;
import dev.chiron.data.pool.InstructionFiles;
import dev.chiron.data.pool.InstructionSet;
import dev.chiron.data.pool.PoolOrder;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chiron data order}: puts a pool in the order in which it is to be trained on. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {"  chiron data order selected.jsonl --by length --out ordered.jsonl"})
final class DataOrderCommand extends ChironCommand {
  @Parameters(paramLabel = "POOL", description = "A pool.")
  String pool = "";

  @Option(
      names = "--by",
      paramLabel = "ORDER",
      defaultValue = "random",
      description =
          "random, length (short first), task (one after the other), interleaved (tasks in turn)"
              + " (default: ${DEFAULT-VALUE}).")
  String order = "random";

  @Option(names = "--seed", defaultValue = "0", description = "Of chance (${DEFAULT-VALUE}).")
  long seed;

  @Option(names = "--out", required = true, paramLabel = "PATH", description = "The new pool.")
  String out = "";

  @Override
  public Answer run(Environment environment) {
    Path path = environment.resolve(pool);
    PoolOrder chosen = PoolOrder.named(order);
    try (InstructionSet set = InstructionFiles.open(path)) {
      return PoolFile.write(
          set.at(chosen.of(set, new Seeds(seed))),
          environment.resolve(out),
          arguments(),
          List.of(path),
          Json.object().put("order", order));
    }
  }
}
