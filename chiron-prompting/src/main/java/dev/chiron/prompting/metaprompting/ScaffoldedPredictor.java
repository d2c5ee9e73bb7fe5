package dev.chiron.prompting.metaprompting;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.core.metric.Normalization;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.predictor.Prediction;
import dev.chiron.core.predictor.Predictor;
import dev.chiron.core.predictor.Predictors;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A model inside a {@link Scaffold}. Every prediction comes with its transcript.
 *
 * <pre>
 * Predictor meta = new ScaffoldedPredictor(model, Briefing.of(task), Conducted.STANDARD)
 *     .withExpert("Expert Chemist", new Expert.Model(other));
 * </pre>
 */
public final class ScaffoldedPredictor implements Predictor {
  static final String KIND = "scaffolded";

  private final LanguageModel model;
  private final Briefing briefing;
  private final Scaffold scaffold;
  private final Map<String, Expert> experts;
  private final Interpreter interpreter;
  private final boolean closesModels;

  /** A predictor whose programs run in the safest sandbox of this machine. */
  public ScaffoldedPredictor(LanguageModel model, Briefing briefing, Scaffold scaffold) {
    this(model, briefing, scaffold, Map.of(), Interpreter.python(), false);
  }

  ScaffoldedPredictor(
      LanguageModel model,
      Briefing briefing,
      Scaffold scaffold,
      Map<String, Expert> experts,
      Interpreter interpreter,
      boolean closesModels) {
    this.model = model;
    this.briefing = briefing;
    this.scaffold = scaffold;
    this.experts = new LinkedHashMap<>(experts);
    this.interpreter = interpreter;
    this.closesModels = closesModels;
  }

  /**
   * The same with someone else answering for an expert's name.
   *
   * @param name as the conductor writes it, {@code Expert} included
   */
  public ScaffoldedPredictor withExpert(String name, Expert expert) {
    Map<String, Expert> more = new LinkedHashMap<>(experts);
    more.put(name, expert);
    return new ScaffoldedPredictor(model, briefing, scaffold, more, interpreter, closesModels);
  }

  /** The same with another interpreter; it is closed with the predictor. */
  public ScaffoldedPredictor withInterpreter(Interpreter other) {
    return new ScaffoldedPredictor(model, briefing, scaffold, experts, other, closesModels);
  }

  public Scaffold scaffold() {
    return scaffold;
  }

  /**
   * Answers every input; where there is no final answer, the output is empty and the transcript
   * says why.
   *
   * @throws dev.chiron.core.prompt.QueryTooLong if an input does not fit the model; no call is made
   *     then
   */
  @Override
  public List<Prediction> predict(List<String> inputs) {
    List<Session> sessions = inputs.stream().map(this::session).toList();
    LockStep.run(sessions);
    return sessions.stream().map(session -> labelled(session.prediction())).toList();
  }

  private Session session(String input) {
    return switch (scaffold) {
      case Conducted conducted ->
          new ConductorSession(conducted, briefing, input, model, experts, interpreter);
      case Direct direct -> new DirectSession(direct, briefing, input, model);
    };
  }

  private Prediction labelled(Prediction prediction) {
    String output =
        Normalization.label(prediction.output(), briefing.labels()).orElse(prediction.output());
    return new Prediction(output, Map.of(), prediction.usage(), prediction.turns());
  }

  /**
   * Saves all but the models' weights.
   *
   * @throws InputException if an expert is a function
   */
  @Override
  public void save(Path directory) {
    Map<String, String> names = new TreeMap<>();
    experts.forEach(
        (name, expert) -> {
          switch (expert) {
            case Expert.Model(var other) -> names.put(name, other.info().name());
            case Expert.Function function ->
                throw new InputException(
                    "'" + name + "' is a function of this program and cannot be saved");
          }
        });
    ObjectNode manifest = Json.object();
    manifest.put("model", model.info().name());
    manifest.set("briefing", Json.tree(briefing));
    manifest.set("scaffold", Json.tree(scaffold));
    manifest.set("experts", Json.tree(names));
    Predictors.save(directory, KIND, manifest, temporary -> {});
  }

  @Override
  public void close() {
    interpreter.close();
    if (closesModels) {
      model.close();
      experts.values().forEach(ScaffoldedPredictor::close);
    }
  }

  private static void close(Expert expert) {
    if (expert instanceof Expert.Model(var other)) {
      other.close();
    }
  }
}
