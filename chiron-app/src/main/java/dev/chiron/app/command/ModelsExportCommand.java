package dev.chiron.app.command;

import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.predictor.Predictor;
import dev.chiron.core.predictor.Predictors;
import dev.chiron.nn.checkpoint.ElementType;
import dev.chiron.nn.export.ModelExport;
import dev.chiron.nn.gguf.GgufType;
import dev.chiron.nn.local.LocalLanguageModel;
import dev.chiron.tuning.finetune.TunedPredictor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chiron models export}: writes a local or a tuned model for other programs. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron models export chiron-nano --format gguf --type q8_0 --out nano.gguf",
      "  chiron models export tuned/ --format peft --out adapter/",
      "  chiron models export tuned/ --format hf --type bf16 --out model/"
    })
final class ModelsExportCommand extends ChironCommand {
  private static final Map<String, GgufType> GGUF_TYPES =
      Map.of("f32", GgufType.F32, "f16", GgufType.F16, "q8_0", GgufType.Q8_0);
  private static final Map<String, ElementType> HF_TYPES =
      Map.of("f32", ElementType.F32, "f16", ElementType.F16, "bf16", ElementType.BF16);

  @Parameters(
      paramLabel = "MODEL",
      description = "A shipped model's name, a directory, or a saved tuned predictor.")
  String name = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      required = true,
      description = "gguf (llama.cpp), hf (a Hugging Face directory) or peft (an adapter alone).")
  String format = "";

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      defaultValue = "f32",
      description =
          "Of the numbers: f32, f16, and bf16 for hf or q8_0 for gguf (default: ${DEFAULT-VALUE}).")
  String type = "f32";

  @Option(
      names = "--out",
      paramLabel = "PATH",
      required = true,
      description = "The file, or the directory for hf and peft, to write.")
  String out = "";

  @Mixin ModelChoice choice = new ModelChoice();

  @Override
  public Answer run(Environment environment) {
    Path target = environment.resolve(out);
    if (Files.exists(target)) {
      throw new InputException("--out " + out + ": exists already; choose another");
    }
    Path directory = environment.resolve(name);
    if (Files.isRegularFile(directory.resolve(Predictors.MANIFEST))) {
      try (Predictor predictor = Predictors.load(directory, choice.options(environment))) {
        write(tuned(predictor), target);
      }
    } else {
      try (LanguageModel model = choice.open(name, environment)) {
        write(local(model.as(LocalLanguageModel.class)), target);
      }
    }
    return Answer.of(
        Json.object().put("model", name).put("format", format).put("out", target.toString()),
        printer -> printer.println("written: " + target));
  }

  private LocalLanguageModel tuned(Predictor predictor) {
    return local(
        Optional.of(predictor)
            .filter(TunedPredictor.class::isInstance)
            .map(TunedPredictor.class::cast)
            .map(TunedPredictor::model));
  }

  private LocalLanguageModel local(Optional<LocalLanguageModel> model) {
    return model.orElseThrow(
        () -> new InputException("model '" + name + "' has no weights here that could be written"));
  }

  private void write(LocalLanguageModel model, Path target) {
    switch (format) {
      case "gguf" -> ModelExport.gguf(model, target, type(GGUF_TYPES));
      case "hf" -> ModelExport.huggingFace(model, target, type(HF_TYPES));
      case "peft" -> ModelExport.peft(model, target);
      default -> throw new InputException("--format: gguf, hf or peft, not '" + format + "'");
    }
  }

  private <T> T type(Map<String, T> types) {
    T found = types.get(type.toLowerCase(Locale.ROOT));
    if (found == null) {
      throw new InputException(
          "--type: one of %s for %s, not '%s'"
              .formatted(types.keySet().stream().sorted().toList(), format, type));
    }
    return found;
  }
}
