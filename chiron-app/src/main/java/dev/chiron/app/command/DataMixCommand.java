package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.core.random.Seeds;
import dev.chiron.data.optiml.Mixture;
import dev.chiron.data.optiml.Shots;
import dev.chiron.data.optiml.TaskSampling;
import dev.chiron.data.pool.InstructionFiles;
import dev.chiron.data.pool.InstructionSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chiron data mix}: draws examples of several pools by a mixture. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron data mix ni.jsonl mine.jsonl --count 10000 --out mixed.jsonl",
      "  chiron data mix ni.jsonl mine.jsonl --proportions ni=0.6,mine=0.4 --shots 0,5"
          + " --auxiliary 0.05=corpus.jsonl --count 10000 --out mixed.jsonl"
    })
final class DataMixCommand extends ChironCommand {
  @Parameters(arity = "1..*", paramLabel = "POOL", description = "Pools, such as of data import.")
  List<String> pools = List.of();

  @Option(
      names = "--count",
      required = true,
      paramLabel = "N",
      description = "How many examples are drawn.")
  int count;

  @Option(
      names = "--sampling",
      paramLabel = "RULE",
      defaultValue = "cap:4096",
      description =
          "Of tasks: proportional, cap:N, equal, temperature:T (default: ${DEFAULT-VALUE}).")
  String sampling = "cap:4096";

  @Option(
      names = "--proportions",
      split = ",",
      paramLabel = "COLLECTION=SHARE",
      description = "Of collections, summing to 1 (default: by their tasks' weights).")
  Map<String, Double> proportions = new TreeMap<>();

  @Option(
      names = "--auxiliary",
      split = ",",
      paramLabel = "SHARE=POOL",
      description = "Pools beside the tasks (text, reasoning, dialogue) with their shares of all.")
  List<String> auxiliary = List.of();

  @Option(
      names = "--shots",
      split = ",",
      paramLabel = "N",
      defaultValue = "0",
      description = "Numbers of demonstrations, each alike often (default: ${DEFAULT-VALUE}).")
  int[] shots = {0};

  @Option(names = "--seed", defaultValue = "0", description = "Of the draws (${DEFAULT-VALUE}).")
  long seed;

  @Option(names = "--out", required = true, paramLabel = "PATH", description = "The new pool.")
  String out = "";

  @Override
  public Answer run(Environment environment) {
    if (count < 1) {
      throw new InputException("--count: must be 1 or more");
    }
    List<Path> inputs = new ArrayList<>(PoolFile.resolved(pools, environment));
    List<Mixture.Auxiliary> streams = new ArrayList<>();
    for (String each : auxiliary) {
      Path path = environment.resolve(each.substring(each.indexOf('=') + 1));
      inputs.add(path);
      streams.add(new Mixture.Auxiliary(each, share(each), InstructionFiles.open(path)));
    }
    Mixture.Settings settings =
        new Mixture.Settings(
            TaskSampling.parse(sampling), proportions, streams, Shots.uniform(shots));
    try (InstructionSet pool = PoolFile.open(pools, environment)) {
      Mixture mixture = new Mixture(pool, settings, new Seeds(seed));
      ObjectNode details = Json.object();
      details.set("mixture", Json.tree(mixture.shares(count)));
      details.set("warnings", Json.tree(mixture.warnings(count)));
      return PoolFile.write(
          mixture.draws(count), environment.resolve(out), arguments(), inputs, details);
    }
  }

  private static double share(String text) {
    try {
      return Double.parseDouble(text.substring(0, Math.max(0, text.indexOf('='))));
    } catch (NumberFormatException e) {
      throw new InputException("--auxiliary '" + text + "': give SHARE=POOL, such as 0.05=c.jsonl");
    }
  }
}
