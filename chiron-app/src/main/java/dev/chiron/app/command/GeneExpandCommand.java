package dev.chiron.app.command;

import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.core.io.Json;
import dev.chiron.init.layers.LayerMap;
import dev.chiron.init.learngene.GeneTraining;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chiron gene expand}: makes a model of any depth of a gene. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron gene expand gene --layers 12 --out twelve",
      "  chiron gene expand gene --layers 5 --map 0x2,1,2x2 --out five"
    })
final class GeneExpandCommand extends ChironCommand {
  @Parameters(paramLabel = "GENE", description = "What gene learn wrote.")
  String gene = "";

  @Option(
      names = "--layers",
      required = true,
      paramLabel = "N",
      description = "Layers of the model.")
  int layers;

  @Option(
      names = "--map",
      paramLabel = "LIST",
      description = "The stage of each layer, from 0 (default: spread evenly).")
  @Nullable String map;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where the model is written.")
  String out = "";

  @Override
  public Answer run(Environment environment) {
    Path target = ResultPlace.checked(out, environment).directory().orElseThrow();
    long parameters =
        GeneTraining.expand(
            environment.resolve(gene),
            layers,
            Optional.ofNullable(map).map(LayerMap::parse),
            target);
    return Answer.of(
        Json.object()
            .put("model", target.toString())
            .put("layers", layers)
            .put("parameters", parameters),
        stream ->
            stream.printf(
                Locale.ROOT, "%d layers, %,d parameters: %s%n", layers, parameters, target));
  }
}
