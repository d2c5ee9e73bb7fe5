package dev.chiron.core.predictor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.core.metric.Normalization;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.ScoringModel;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.prompt.PromptFitter;
import dev.chiron.core.task.Demonstration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A model that is shown an instruction, demonstrations and the input.
 *
 * <p>All prompts of a batch are made before the model is asked, and go to it together. Where the
 * model's context is known, demonstrations are left out until the prompt and the longest answer
 * fit.
 */
public final class PromptedPredictor implements Predictor {
  /** The kind in a saved predictor's manifest. */
  public static final String KIND = "prompted";

  /** Room for the marks that a tokenizer puts around a text, such as its beginning. */
  private static final int SPECIAL_TOKENS = 2;

  private final LanguageModel model;
  private final PromptProgram program;
  private final PromptFitter fitter;
  private final DemonstrationSource source;
  private final boolean closesModel;

  /** A predictor that leaves the model open when it is closed. */
  public PromptedPredictor(LanguageModel model, PromptProgram program) {
    this(model, program, ModelOptions.DEFAULT, false);
  }

  /**
   * A predictor.
   *
   * @param options for opening the embedding model, if the selector has one
   * @param closesModel whether the model is closed with the predictor
   * @throws InputException if answers are to be ranked and the model does not score
   */
  public PromptedPredictor(
      LanguageModel model, PromptProgram program, ModelOptions options, boolean closesModel) {
    if (program.answer() instanceof AnswerMode.Ranking && model.as(ScoringModel.class).isEmpty()) {
      throw new InputException(
          "model '" + model.info().name() + "' gives no log-probabilities to rank labels by");
    }
    this.model = model;
    this.program = program;
    this.fitter = new PromptFitter(program.template(), model::countTokens, limit(model, program));
    this.source = DemonstrationSource.of(program.selector(), program.pool(), options);
    this.closesModel = closesModel;
  }

  public PromptProgram program() {
    return program;
  }

  /**
   * Answers every input.
   *
   * @throws dev.chiron.core.prompt.QueryTooLong if an input does not fit the model; no call is made
   *     then
   */
  @Override
  public List<Prediction> predict(List<String> inputs) {
    List<List<Demonstration>> demonstrations = source.select(inputs);
    List<PromptFitter.Fitted> prompts = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      prompts.add(fitter.fit(program.instruction(), demonstrations.get(i), inputs.get(i)));
    }
    return switch (program.answer()) {
      case AnswerMode.Generation(int maxTokens) -> generate(prompts, maxTokens);
      case AnswerMode.Ranking(AnswerMode.Normalization normalization) ->
          new LabelRanking(model.as(ScoringModel.class).orElseThrow(), program, normalization)
              .rank(prompts);
    };
  }

  private List<Prediction> generate(List<PromptFitter.Fitted> fitted, int maxTokens) {
    Decoding decoding = new Decoding(maxTokens, 0, 0, 1, program.template().stops(), 0);
    List<Prompt> prompts = fitted.stream().map(PromptFitter.Fitted::prompt).toList();
    return model.generate(prompts, decoding).stream().map(this::prediction).toList();
  }

  private Prediction prediction(Completion completion) {
    String answer = program.template().answer(completion.text());
    String output = Normalization.label(answer, program.labels()).orElse(answer);
    return Prediction.of(output, completion.usage());
  }

  @Override
  public void save(Path directory) {
    ObjectNode manifest = Json.object();
    manifest.put("model", model.info().name());
    manifest.set("program", Json.tree(program));
    Predictors.save(directory, KIND, manifest, temporary -> {});
  }

  @Override
  public void close() {
    source.close();
    if (closesModel) {
      model.close();
    }
  }

  private static int limit(LanguageModel model, PromptProgram program) {
    int context = model.info().contextLength();
    if (context == 0) {
      return PromptFitter.NO_LIMIT;
    }
    int answer =
        switch (program.answer()) {
          case AnswerMode.Generation(int maxTokens) -> maxTokens;
          case AnswerMode.Ranking ranking ->
              LabelRanking.continuations(program).stream()
                  .mapToInt(model::countTokens)
                  .max()
                  .orElse(0);
        };
    return context - answer - SPECIAL_TOKENS;
  }
}
