package dev.chiron.prompting.metaprompting;

import static dev.chiron.prompting.metaprompting.Script.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.adaptation.Adaptation;
import dev.chiron.core.adaptation.AdaptationResult;
import dev.chiron.core.adaptation.AdaptationSettings;
import dev.chiron.core.adaptation.MethodResult;
import dev.chiron.core.budget.Budget;
import dev.chiron.core.error.InputException;
import dev.chiron.core.evaluation.Evaluated;
import dev.chiron.core.evaluation.Evaluation;
import dev.chiron.core.io.Json;
import dev.chiron.core.method.AdaptationMethod;
import dev.chiron.core.method.MethodCard;
import dev.chiron.core.method.Methods;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.ForwardingModel;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelInfo;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.Models;
import dev.chiron.core.model.Price;
import dev.chiron.core.predictor.Predictor;
import dev.chiron.core.predictor.Predictors;
import dev.chiron.core.predictor.Transcript;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.Splits;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskInfo;
import dev.chiron.prompting.baseline.ZeroShot;
import dev.chiron.testkit.ResponderModel;
import dev.chiron.testkit.puzzles.FallibleSolver;
import dev.chiron.testkit.puzzles.Puzzle;
import dev.chiron.testkit.puzzles.Puzzles;
import dev.chiron.testkit.server.FaultPlan;
import dev.chiron.testkit.server.FaultyModelServer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The methods as users run them. */
class MetaPromptingTest {
  @TempDir Path directory;

  private static Task task(Puzzle.Kind kind, int dev, int test) {
    List<Puzzle> puzzles = Puzzles.draw(kind, dev + test, new Seeds(1));
    List<Example> all = puzzles.stream().map(Puzzle::example).toList();
    return new Task(
        "puzzles",
        kind.instruction(),
        List.of(),
        List.of(),
        List.of(),
        new Splits(List.of(), all.subList(0, dev), all.subList(dev, all.size())),
        kind.metric(),
        TaskInfo.NONE);
  }

  private static LanguageModel solver() {
    return Models.open("simulated:puzzles", ModelOptions.DEFAULT);
  }

  private AdaptationResult adapt(
      Task task, LanguageModel model, Budget budget, String run, AdaptationMethod... methods) {
    return new Adaptation(
            task, model, List.of(methods), AdaptationSettings.of(budget, 0, ModelOptions.DEFAULT))
        .run(new Run(directory.resolve(run), InstantSource.system()), Progress.SILENT);
  }

  /** Without programs, so that nothing here depends on the machine. */
  private record Talking() implements ScaffoldMethod {
    @Override
    public Scaffold scaffold() {
      return Conducted.STANDARD.withInterpreter(false);
    }

    @Override
    public MethodCard card() {
      return new MetaPrompting().card();
    }
  }

  @Test
  void theConductorBeatsThePlainPromptAndItsTranscriptsAreKept() {
    AdaptationResult result =
        adapt(
            task(Puzzle.Kind.ARITHMETIC, 40, 60),
            solver(),
            Budget.NONE,
            "run",
            new ZeroShot(),
            new Talking());
    MethodResult meta = result.method("meta-prompting");
    assertThat(meta.test()).isGreaterThan(result.method("zero-shot").test());
    assertThat(result.chosen()).isEqualTo("meta-prompting");
    assertThat(meta.finding().usage().calls()).isZero();
    Evaluation test =
        Json.read(directory.resolve("run/methods/meta-prompting/test.json"), Evaluation.class);
    for (Evaluated each : test.records()) {
      Transcript transcript = new Transcript(each.turns());
      assertThat(transcript.rounds() + transcript.consultations())
          .isEqualTo((int) each.usage().calls());
      assertThat(transcript.messages().get(1).text()).contains(each.input());
      assertThat(transcript.messages().getLast().text()).contains(each.output());
    }
    Evaluation plain =
        Json.read(directory.resolve("run/methods/zero-shot/test.json"), Evaluation.class);
    assertThat(plain.records()).allMatch(each -> each.turns().isEmpty());
  }

  @Test
  void aSavedPredictorAnswersAsBefore() {
    LanguageModel model = solver();
    List<String> inputs =
        Puzzles.draw(Puzzle.Kind.SORTING, 5, new Seeds(2)).stream().map(Puzzle::input).toList();
    Briefing briefing = new Briefing("Sort.", List.of());
    for (Scaffold scaffold :
        List.of(
            Conducted.STANDARD.withInterpreter(false).withSeed(9).withExperts(true, 1),
            new Direct(Direct.Style.MULTI_PERSONA))) {
      Path place = directory.resolve("saved " + scaffold.hashCode());
      ScaffoldedPredictor before = new ScaffoldedPredictor(model, briefing, scaffold);
      before.save(place);
      try (Predictor after = Predictors.load(place, ModelOptions.DEFAULT)) {
        assertThat(((ScaffoldedPredictor) after).scaffold()).isEqualTo(scaffold);
        assertThat(after.predict(inputs)).isEqualTo(before.predict(inputs));
      }
    }
  }

  @Test
  void anExpertOfAnotherModelIsSavedByNameAndAFunctionIsNot() {
    ScaffoldedPredictor plain =
        new ScaffoldedPredictor(solver(), Script.BRIEFING, Conducted.STANDARD);
    Path place = directory.resolve("saved");
    plain
        .withExpert(
            "Expert Checker",
            new Expert.Model(Models.open("simulated:puzzles/5", ModelOptions.DEFAULT)))
        .save(place);
    assertThat(Json.read(place.resolve(Predictors.MANIFEST)).at("/experts/Expert Checker").asText())
        .isEqualTo("simulated:puzzles/5");
    Predictors.load(place, ModelOptions.DEFAULT).close();
    assertThatThrownBy(() -> plain.withExpert("Expert A", new Expert.Function(x -> x)).save(place))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'Expert A' is a function");
  }

  @Test
  void aBudgetTooSmallToReportOnAConductorIsRefusedBeforeACall() {
    int[] calls = new int[1];
    LanguageModel counting =
        new ResponderModel(
            "counting",
            (prompt, decoding) -> {
              calls[0]++;
              return "";
            });
    Task task = task(Puzzle.Kind.ARITHMETIC, 2, 3);
    assertThatThrownBy(
            () ->
                adapt(task, counting, Budget.ofCalls(300), "small", new ZeroShot(), new Talking()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'meta-prompting' needs up to 150 calls")
        .hasMessageContaining("calls=302");
    assertThat(calls[0]).isZero();
    adapt(task, counting, Budget.ofCalls(302), "enough", new ZeroShot(), new Talking());
    assertThat(calls[0]).isPositive().isLessThanOrEqualTo(302);
  }

  @Test
  void aModelOfAShortContextIsUnsuitableAndTheReasonIsSaid() {
    LanguageModel small =
        new ForwardingModel(solver()) {
          @Override
          public ModelInfo info() {
            return new ModelInfo("small", 512, 1, Set.of(), Price.FREE);
          }

          @Override
          public List<Completion> generate(List<Prompt> prompts, Decoding decoding) {
            return inner().generate(prompts, decoding);
          }
        };
    assertThat(new MetaPrompting().unsuitable(task(Puzzle.Kind.SORTING, 1, 1), small))
        .hasValueSatisfying(why -> assertThat(why).contains("context of 512 tokens is too short"));
    assertThat(new MetaPrompting().unsuitable(task(Puzzle.Kind.SORTING, 1, 1), solver())).isEmpty();
  }

  @Test
  void anInterruptedReportGoesOnWithoutPayingAnyCallAgain() {
    Task task = task(Puzzle.Kind.ARITHMETIC, 4, 6);
    try (FaultyModelServer server =
        new FaultyModelServer(new FallibleSolver(new Seeds(3)), FaultPlan.NONE)) {
      AdaptationResult whole;
      try (LanguageModel model = remote(server, "whole")) {
        whole = adapt(task, model, Budget.NONE, "whole", new Talking());
      }
      int once = server.counts().paid();
      LanguageModel dying =
          new ForwardingModel(remote(server, "cut")) {
            private int batches;

            @Override
            public List<Completion> generate(List<Prompt> prompts, Decoding decoding) {
              if (++batches == 4) {
                throw new CancellationException("killed");
              }
              return inner().generate(prompts, decoding);
            }
          };
      assertThatThrownBy(() -> adapt(task, dying, Budget.NONE, "cut", new Talking()))
          .isInstanceOf(CancellationException.class);
      dying.close();
      int half = server.counts().paid();
      assertThat(half).isBetween(once + 1, 2 * once - 1);
      try (LanguageModel model = remote(server, "cut")) {
        AdaptationResult resumed = adapt(task, model, Budget.NONE, "cut", new Talking());
        MethodResult method = resumed.method("meta-prompting");
        assertThat(method.test()).isEqualTo(whole.method("meta-prompting").test());
        assertThat(method.calls()).isEqualTo(whole.method("meta-prompting").calls());
      }
      assertThat(server.counts().paid()).isEqualTo(2 * once);
    }
  }

  private LanguageModel remote(FaultyModelServer server, String cache) {
    return Models.open(
        "openai:simulated@" + server.openAiUrl(),
        ModelOptions.DEFAULT.withCache(directory.resolve(cache + ".sqlite")));
  }

  @Test
  void everyScaffoldAnswersInOneFormAndDiffersInItsWords() {
    List<String> asked = new ArrayList<>();
    LanguageModel model =
        new ResponderModel(
            "echo",
            (prompt, decoding) -> {
              asked.add(Script.text(prompt.messages()));
              return asked.getLast().contains("Describe the expert")
                  ? "You are a zoologist."
                  : answer("the Norwegian");
            });
    for (Direct.Style style : Direct.Style.values()) {
      asked.clear();
      Direct direct = new Direct(style);
      assertThat(new ScaffoldedPredictor(model, Script.BRIEFING, direct).predict("Who?").output())
          .isEqualTo("the Norwegian");
      assertThat(asked).hasSize(direct.callsPerInput());
      assertThat(asked.getLast())
          .contains("Solve the riddle of the zebra.\n\nWho?", "FINAL ANSWER:");
      assertThat(asked.getLast().contains("step by step"))
          .isEqualTo(style == Direct.Style.CHAIN_OF_THOUGHT);
      assertThat(asked.getLast().contains("participants"))
          .isEqualTo(style == Direct.Style.MULTI_PERSONA);
      assertThat(asked.getLast().contains("zoologist"))
          .isEqualTo(style == Direct.Style.DYNAMIC_EXPERT);
      assertThat(asked.getLast().contains("long practice"))
          .isEqualTo(style == Direct.Style.STATIC_EXPERT);
    }
    LanguageModel vague = new ResponderModel("vague", (prompt, decoding) -> "The answer is 5.");
    assertThat(
            new Transcript(
                    new ScaffoldedPredictor(
                            vague, Script.BRIEFING, new Direct(Direct.Style.STANDARD))
                        .predict("?")
                        .turns())
                .failure())
        .isPresent();
  }

  @Test
  void theMethodsAreFoundById() {
    assertThat(
            Stream.of(
                    "meta-prompting",
                    "zero-shot-cot",
                    "static-expert",
                    "dynamic-expert",
                    "multi-persona")
                .map(Methods::adaptation))
        .noneMatch(AdaptationMethod::isAutomatic);
  }
}
