package dev.chiron.app.command;

import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.init.corpus.Corpus;
import dev.chiron.init.corpus.Documents;
import dev.chiron.init.corpus.Reading;
import dev.chiron.init.gstack.DepthCopy;
import dev.chiron.init.gstack.GrowthOperator;
import dev.chiron.init.gstack.GrowthReport;
import dev.chiron.init.gstack.GrowthSpec;
import dev.chiron.init.gstack.LearnedGrowth;
import dev.chiron.init.gstack.MaskSchedule;
import dev.chiron.init.gstack.ModelGrowth;
import dev.chiron.init.gstack.Noised;
import dev.chiron.init.layers.LayerMap;
import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.local.ModelDirectory;
import dev.chiron.nn.training.TokenObjective;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chiron grow}: makes a larger model of a model. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron grow --model small --operator stack --factor 4 --out big",
      "  chiron grow --model small --operator stack --list 0,1-3x7,4-5 --out big",
      "  chiron grow --model small --operator zero-width --width 512 --out wide"
    })
final class GrowCommand extends ChironCommand {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "The model to grow: a Hugging Face directory.")
  String model = "";

  @Option(
      names = "--operator",
      paramLabel = "NAME",
      defaultValue = "stack",
      description =
          "stack, interpolate, zero-depth, random-depth, split-width, zero-width, random-width or"
              + " learned (default: ${DEFAULT-VALUE}).")
  String operator = "stack";

  @Option(
      names = "--factor",
      paramLabel = "N",
      defaultValue = "4",
      description = "Layers for each of the model's (default: ${DEFAULT-VALUE}).")
  int factor = 4;

  @Option(names = "--layers", paramLabel = "N", description = "Layers, instead of a factor.")
  @Nullable Integer layers;

  @Option(
      names = "--list",
      paramLabel = "LIST",
      description = "The source of each layer, from 0, such as 0,1-3x7,4-5.")
  @Nullable String list;

  @Option(names = "--width", paramLabel = "N", description = "The width to grow to.")
  @Nullable Integer width;

  @Option(
      names = "--noise",
      paramLabel = "SHARE",
      defaultValue = "0",
      description = "Noise in the layers after growth, 0 to 1 (default: ${DEFAULT-VALUE}).")
  double noise;

  @Option(
      names = "--corpus",
      paramLabel = "PATH",
      description = "Texts that the learned operator learns its map from.")
  @Nullable String corpus;

  @Mixin SeedOption randomness = new SeedOption();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where the larger model is written.")
  String out = "";

  @Override
  public Answer run(Environment environment) {
    Path base = environment.resolve(model);
    Path target = ResultPlace.checked(out, environment).directory().orElseThrow();
    if (target.toAbsolutePath().normalize().equals(base.toAbsolutePath().normalize())) {
      throw new InputException("--out: the larger model would replace the one it is grown from");
    }
    ModelDirectory directory = ModelDirectory.of(base);
    Network network = directory.network();
    GrowthSpec spec =
        new GrowthSpec(
            operator,
            factor,
            Optional.ofNullable(layers),
            Optional.ofNullable(list),
            Optional.ofNullable(width),
            new MaskSchedule(MaskSchedule.Shape.LINEAR, 1));
    GrowthOperator chosen =
        operator.equals("learned")
            ? learned(spec, directory, network, environment)
            : spec.of(network);
    GrowthOperator noised = noise == 0 ? chosen : new Noised(chosen, noise);
    GrowthReport report =
        new ModelGrowth(noised, map(chosen, spec, network), randomness.seed).grow(base, target);
    return Answer.of(
        Json.tree(report),
        stream ->
            stream.printf(
                Locale.ROOT,
                "%s: %d layers, %,d parameters of %,d; largest change of a logit %s%n%s%n",
                report.operator(),
                report.layers(),
                report.parameters(),
                report.baseParameters(),
                report.functionError() == null
                    ? "not measured"
                    : String.format(Locale.ROOT, "%.2g", report.functionError()),
                target));
  }

  private static Optional<LayerMap> map(GrowthOperator chosen, GrowthSpec spec, Network network) {
    return chosen instanceof DepthCopy copied
        ? Optional.of(copied.map())
        : spec.width().isPresent() ? Optional.empty() : Optional.of(spec.map(network));
  }

  private LearnedGrowth learned(
      GrowthSpec spec, ModelDirectory directory, Network network, Environment environment) {
    if (corpus == null) {
      throw new InputException("learned growth: give texts by --corpus");
    }
    if (!(network instanceof Architecture architecture)) {
      throw new InputException("learned growth needs a decoder");
    }
    int context = Math.min(256, architecture.config().contextLength());
    Corpus rows =
        Corpus.of(
            Documents.read(environment.resolve(corpus)),
            directory.tokenizer(architecture),
            context);
    return new LearnedGrowth(
        spec.map(network),
        spec.width().orElse(architecture.config().width()),
        (grown, weights) ->
            new TokenObjective(
                grown, weights, Reading.CAUSAL.examples(rows.training(), 1, randomness.seeds())),
        LearnedGrowth.STEPS,
        LearnedGrowth.RATE);
  }
}
