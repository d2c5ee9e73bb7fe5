package dev.chiron.nn.export;

import dev.chiron.core.error.InputException;
import dev.chiron.nn.adapter.Adapter;
import dev.chiron.nn.adapter.Mergeable;
import dev.chiron.nn.checkpoint.ElementType;
import dev.chiron.nn.gguf.GgufExport;
import dev.chiron.nn.gguf.GgufType;
import dev.chiron.nn.intervention.Intervention;
import dev.chiron.nn.local.LocalLanguageModel;
import dev.chiron.nn.local.ModelDirectory;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes a local model for other programs. Adapters that can be are merged into the weights, so
 * that the file computes what the tuned model computes.
 */
public final class ModelExport {
  private ModelExport() {}

  /**
   * One GGUF file for llama.cpp.
   *
   * @param type F32, F16 or Q8_0
   * @throws InputException if llama.cpp has no such architecture or tokenizer, or an adapter cannot
   *     be merged
   */
  public static void gguf(LocalLanguageModel model, Path file, GgufType type) {
    Path source = source(model);
    List<Integer> beginning = ModelDirectory.of(source).beginning(model.tokenizer());
    merged(
        model,
        weights ->
            GgufExport.write(
                file, model.info().name(), model.architecture(), weights, source, beginning, type));
  }

  /**
   * A directory in the Hugging Face layout.
   *
   * @param type F32, BF16 or F16
   * @throws InputException if an adapter cannot be merged
   */
  public static void huggingFace(LocalLanguageModel model, Path directory, ElementType type) {
    Path source = source(model);
    merged(
        model,
        weights -> ModelDirectory.write(directory, model.architecture(), weights, source, type));
  }

  /**
   * The adapter alone, in PEFT's layout.
   *
   * @throws InputException if the model has no adapter, or several
   */
  public static void peft(LocalLanguageModel model, Path directory) {
    List<Intervention> list = model.interventions().list();
    if (list.size() != 1 || !(list.getFirst() instanceof Adapter adapter)) {
      throw new InputException(
          "model '%s' has %d adapters: --format peft writes one; a whole model is --format hf"
              .formatted(model.info().name(), list.size()));
    }
    adapter.save(directory, model.info().name());
  }

  private static Path source(LocalLanguageModel model) {
    return model
        .directory()
        .orElseThrow(
            () ->
                new InputException(
                    "model '"
                        + model.info().name()
                        + "' was not opened from a directory, so its tokenizer cannot be copied"));
  }

  /** Calls {@code use} with the weights of the model and its adapters together. */
  private static void merged(LocalLanguageModel model, Consumer<Weights> use) {
    Weights weights = model.weights();
    List<Parameters> changed = new ArrayList<>();
    try {
      for (Intervention each : model.interventions().list()) {
        if (!(each instanceof Mergeable mergeable)) {
          throw new InputException(
              "model '%s': its %s is no change of weights and cannot be merged: use --format peft"
                  .formatted(model.info().name(), each.getClass().getSimpleName()));
        }
        changed.add(mergeable.merged(weights));
        weights = weights.overlay(changed.getLast());
      }
      use.accept(weights);
    } finally {
      changed.forEach(Parameters::close);
    }
  }
}
