package dev.chiron.tuning.finetune;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.budget.MeteredModel;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.predictor.Prediction;
import dev.chiron.core.predictor.Predictor;
import dev.chiron.core.predictor.Predictors;
import dev.chiron.core.predictor.PromptProgram;
import dev.chiron.core.predictor.PromptedPredictor;
import dev.chiron.nn.adapter.Adapter;
import dev.chiron.nn.checkpoint.ElementType;
import dev.chiron.nn.local.LocalLanguageModel;
import dev.chiron.nn.local.ModelDirectory;
import dev.chiron.nn.weights.Parameters;
import java.nio.file.Path;
import java.util.List;

/**
 * A prompt to a tuned model. Saved, it holds {@code adapter/} in PEFT's layout and names its base
 * model, or holds {@code model/}, a whole model in the Hugging Face layout.
 */
public final class TunedPredictor implements Predictor {
  /** The kind in a saved predictor's manifest. */
  public static final String KIND = "tuned";

  static final String ADAPTER = "adapter";
  static final String MODEL = "model";

  private final LocalLanguageModel base;
  private final LocalLanguageModel tuned;
  private final PromptedPredictor prompted;
  private final AtomicFiles.Content weights;
  private final Runnable closing;

  private TunedPredictor(
      LocalLanguageModel base,
      LocalLanguageModel tuned,
      PromptedPredictor prompted,
      AtomicFiles.Content weights,
      Runnable closing) {
    this.base = base;
    this.tuned = tuned;
    this.prompted = prompted;
    this.weights = weights;
    this.closing = closing;
  }

  /**
   * With all weights tuned.
   *
   * @param model the base, which gives architecture and tokenizer and stays open; if its calls are
   *     metered, so are the tuned model's
   * @param weights closed with the predictor
   */
  public static TunedPredictor full(
      LanguageModel model, Parameters weights, PromptProgram program) {
    LocalLanguageModel base = model.as(LocalLanguageModel.class).orElseThrow();
    AtomicFiles.Content content =
        temporary ->
            ModelDirectory.write(
                temporary.resolve(MODEL),
                base.architecture(),
                weights,
                directory(base),
                ElementType.F32);
    LocalLanguageModel tuned = base.withWeights(weights);
    return new TunedPredictor(
        base,
        tuned,
        new PromptedPredictor(metered(tuned, model), program),
        content,
        weights::close);
  }

  /**
   * With an adapter beside the base.
   *
   * @param model the base, which stays open; if its calls are metered, so are the tuned model's
   * @param adapter closed with the predictor
   */
  public static TunedPredictor adapter(
      LanguageModel model, Adapter adapter, PromptProgram program) {
    LocalLanguageModel base = model.as(LocalLanguageModel.class).orElseThrow();
    LocalLanguageModel tuned = base.withInterventions(base.interventions().plus(adapter));
    return new TunedPredictor(
        base,
        tuned,
        new PromptedPredictor(metered(tuned, model), program),
        temporary -> adapter.save(temporary.resolve(ADAPTER), base.info().name()),
        adapter::close);
  }

  private static LanguageModel metered(LanguageModel tuned, LanguageModel base) {
    return base instanceof MeteredModel metered ? MeteredModel.of(tuned, metered.meter()) : tuned;
  }

  private static Path directory(LocalLanguageModel base) {
    return base.directory()
        .orElseThrow(
            () ->
                new InputException(
                    "model '"
                        + base.info().name()
                        + "' was not opened from a directory, so a"
                        + " tuned copy cannot be saved"));
  }

  TunedPredictor alsoClosing(Runnable more) {
    return new TunedPredictor(
        base,
        tuned,
        prompted,
        weights,
        () -> {
          closing.run();
          more.run();
        });
  }

  /** The tuned model itself; it is open as long as the predictor is. */
  public LocalLanguageModel model() {
    return tuned;
  }

  @Override
  public List<Prediction> predict(List<String> inputs) {
    return prompted.predict(inputs);
  }

  @Override
  public void save(Path directory) {
    ObjectNode manifest = Json.object();
    manifest.put("model", base.info().name());
    manifest.set("program", Json.tree(prompted.program()));
    Predictors.save(directory, KIND, manifest, weights);
  }

  @Override
  public void close() {
    prompted.close();
    closing.run();
  }
}
