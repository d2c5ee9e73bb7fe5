package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.core.io.Json;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelInfo;
import dev.chiron.nn.architecture.ArchitectureConfig;
import dev.chiron.nn.local.LocalLanguageModel;
import dev.chiron.nn.quantization.QuantizedWeights;
import java.io.PrintStream;
import java.util.Optional;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code chiron models inspect}: opens a model and says what is known of it. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron models inspect chiron-nano",
      "  chiron models inspect models/chiron-nano --set quantization=nf4",
      "  chiron models inspect openai:gpt-4o-mini --set baseUrl=http://localhost:8080/v1"
    })
final class ModelsInspectCommand extends ChironCommand {
  @Parameters(
      paramLabel = "MODEL",
      description = "A shipped model's name, a directory, or PROVIDER:NAME.")
  String name = "";

  @Mixin ModelChoice choice = new ModelChoice();

  @Override
  public Answer run(Environment environment) {
    try (LanguageModel model = choice.open(name, environment)) {
      ModelInfo info = model.info();
      ObjectNode document = (ObjectNode) Json.tree(info);
      Optional<ObjectNode> inside =
          model instanceof LocalLanguageModel local ? Optional.of(inside(local)) : Optional.empty();
      inside.ifPresent(each -> document.set("architecture", each));
      return Answer.of(
          document,
          out -> {
            out.println("model         " + info.name());
            out.println(
                "context       "
                    + (info.contextLength() == 0 ? "unknown" : info.contextLength() + " tokens"));
            out.println("can           " + info.capabilities().stream().sorted().toList());
            out.println("concurrency   " + info.concurrency());
            inside.ifPresent(each -> print(each, out));
          });
    }
  }

  private static ObjectNode inside(LocalLanguageModel model) {
    ArchitectureConfig config = model.architecture().config();
    ObjectNode document = Json.object();
    document.put("modelType", config.modelType());
    document.put("layers", config.layers());
    document.put("width", config.width());
    document.put("vocabulary", config.vocabularySize());
    document.put(
        "parameters",
        model.architecture().shapes().values().stream()
            .mapToLong(shape -> LongStream.of(shape).reduce(1, Math::multiplyExact))
            .sum());
    if (model.weights() instanceof QuantizedWeights few) {
      document.put("quantizedBytes", few.bytes());
    }
    return document;
  }

  private static void print(ObjectNode inside, PrintStream out) {
    out.println(
        "architecture  %s, %d layers of width %d, %d tokens"
            .formatted(
                inside.path("modelType").asText(),
                inside.path("layers").asInt(),
                inside.path("width").asInt(),
                inside.path("vocabulary").asInt()));
    out.println("parameters    " + "%,d".formatted(inside.path("parameters").asLong()));
    if (inside.has("quantizedBytes")) {
      out.println("quantised to  " + "%,d bytes".formatted(inside.path("quantizedBytes").asLong()));
    }
  }
}
