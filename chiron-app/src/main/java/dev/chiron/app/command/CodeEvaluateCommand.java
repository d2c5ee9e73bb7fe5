package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.ProgressDisplay;
import dev.chiron.code.execution.ProgrammingTask;
import dev.chiron.code.execution.ProgrammingTasks;
import dev.chiron.code.execution.TestRun;
import dev.chiron.code.execution.TestRunner;
import dev.chiron.code.programsynthesis.ExecutionPrediction;
import dev.chiron.code.programsynthesis.Feedback;
import dev.chiron.code.programsynthesis.ProgramSynthesis;
import dev.chiron.code.programsynthesis.Sample;
import dev.chiron.code.programsynthesis.SynthesisReport;
import dev.chiron.code.programsynthesis.SynthesisSettings;
import dev.chiron.code.programsynthesis.TrainingOverlap;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.program.Language;
import dev.chiron.core.program.Limits;
import dev.chiron.core.run.ActiveRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chiron code evaluate}: how many programming problems a model solves. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron code evaluate mbpp.jsonl --model ./qwen --demonstrations 2,3,4 --samples 20",
      "  chiron code evaluate HumanEval.jsonl --model openai:gpt-4o-mini --k 1,10 --turns 2",
      "  chiron code evaluate mbpp.jsonl --references"
    })
final class CodeEvaluateCommand extends ChironCommand {
  @Parameters(
      paramLabel = "PROBLEMS",
      description = "JSONL in the shape of MBPP, HumanEval or MathQA-Python.")
  String file = "";

  @Option(names = "--model", paramLabel = "NAME", description = "The model to evaluate.")
  @Nullable String model;

  @Option(
      names = "--references",
      description = "Run the problems' own solutions instead of a model's, to check the problems.")
  boolean references;

  @Option(
      names = "--language",
      paramLabel = "NAME",
      defaultValue = "python",
      description = "Of problems that name none: python or java (default: ${DEFAULT-VALUE}).")
  Language language = Language.PYTHON;

  @Option(
      names = "--demonstrations",
      paramLabel = "ID",
      split = ",",
      description = "Problems of the file that the prompt shows with their solutions.")
  List<String> demonstrations = List.of();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "0",
      description = "The first N problems after the demonstrations; 0 for all.")
  int limit;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "10",
      description = "Programs tried for each problem (default: ${DEFAULT-VALUE}; the paper's 80).")
  int samples = 10;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      split = ",",
      defaultValue = "0.5",
      description = "One or several, each measured (default: ${DEFAULT-VALUE}).")
  List<Double> temperatures = List.of(0.5);

  @Option(
      names = "--k",
      paramLabel = "K",
      split = ",",
      defaultValue = "1",
      description = "For pass@k, at most the samples (default: ${DEFAULT-VALUE}).")
  List<Integer> ks = List.of(1);

  @Option(
      names = "--tests-shown",
      paramLabel = "N",
      defaultValue = "3",
      description = "Of each problem's tests in the prompt (default: ${DEFAULT-VALUE}).")
  int testsShown = 3;

  @Option(
      names = "--turns",
      paramLabel = "N",
      defaultValue = "0",
      description = "Hints from the failing tests for problems that no sample solves (default: 0).")
  int turns;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      defaultValue = "512",
      description = "Of a program (default: ${DEFAULT-VALUE}).")
  int maxTokens = 512;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "5",
      description = "A program's time for all tests of its problem (default: ${DEFAULT-VALUE}).")
  int seconds = 5;

  @Option(
      names = "--predict-output",
      description = "Also ask the model what each test's call of the reference solution returns.")
  boolean predictOutput;

  @Option(
      names = "--training-text",
      paramLabel = "PATH",
      description = "A file or directory that the model was trained on: reports shared lines.")
  @Nullable String trainingText;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Of the samples.")
  long seed;

  @Mixin ModelChoice choice = new ModelChoice();

  @Override
  public Answer run(Environment environment) {
    List<ProgrammingTask> all = ProgrammingTasks.read(environment.resolve(file), language);
    if (references == (model != null)) {
      throw new InputException("give --model NAME, or --references to check the problems alone");
    }
    if (seconds < 1 || limit < 0 || ks.stream().anyMatch(k -> k < 1 || k > samples)) {
      throw new InputException(
          "--seconds must be at least 1, --limit at least 0, each --k from 1 to --samples");
    }
    Limits limits = Limits.strict().within(Duration.ofSeconds(seconds));
    try (TestRunner runner = new TestRunner(limits)) {
      return references ? checkReferences(all, runner) : evaluate(all, runner, environment);
    }
  }

  private Answer checkReferences(List<ProgrammingTask> all, TestRunner runner) {
    List<ProgrammingTask> chosen = limit == 0 ? all : all.subList(0, Math.min(limit, all.size()));
    ArrayNode failures = Json.array();
    for (ProgrammingTask task : chosen) {
      TestRun result = runner.run(task, task.header() + task.reference());
      if (!result.solved()) {
        failures
            .addObject()
            .put("id", task.id())
            .put("error", result.error().name())
            .put("detail", result.detail());
      }
    }
    ObjectNode document =
        Json.object().put("problems", chosen.size()).put("failing", failures.size());
    document.set("failures", failures);
    return new Answer(
        document,
        out -> {
          failures.forEach(
              each ->
                  out.println(
                      each.path("id").asText()
                          + "  "
                          + each.path("error").asText()
                          + "  "
                          + each.path("detail").asText()));
          out.println(
              (chosen.size() - failures.size())
                  + " of "
                  + chosen.size()
                  + " reference solutions pass their own tests");
        },
        failures.isEmpty() ? 0 : 1);
  }

  private Answer evaluate(List<ProgrammingTask> all, TestRunner runner, Environment environment) {
    Set<String> shown = new HashSet<>(demonstrations);
    List<ProgrammingTask> demos = demonstrations.stream().map(id -> byId(all, id)).toList();
    List<ProgrammingTask> rest = all.stream().filter(each -> !shown.contains(each.id())).toList();
    List<ProgrammingTask> tasks = limit == 0 ? rest : rest.subList(0, Math.min(limit, rest.size()));
    if (tasks.isEmpty()) {
      throw new InputException(file + ": no problem is left beside the demonstrations");
    }
    Map<String, String> settings = Map.of("model", String.valueOf(model), "problems", file);
    try (LanguageModel opened = choice.open(String.valueOf(model), environment)) {
      return new RunSession(environment)
          .run(
              arguments(),
              settings,
              run -> evaluated(opened, demos, tasks, runner, run, environment));
    }
  }

  private Answer evaluated(
      LanguageModel opened,
      List<ProgrammingTask> demos,
      List<ProgrammingTask> tasks,
      TestRunner runner,
      ActiveRun run,
      Environment environment) {
    ArrayNode rows = Json.array();
    List<String> programs = new ArrayList<>();
    SynthesisSettings plain =
        new SynthesisSettings(testsShown, samples, 0.5, maxTokens, turns, 5, seed);
    try (ProgressDisplay progress = new ProgressDisplay(environment)) {
      for (double temperature : temperatures) {
        SynthesisReport report =
            new ProgramSynthesis(
                    opened,
                    runner,
                    demos,
                    Feedback.automatic(testsShown),
                    plain.temperature(temperature))
                .run(tasks, run.run(), progress);
        rows.add(CodeReport.row(temperature, report, ks));
        report.results().stream()
            .flatMap(each -> each.samples().stream())
            .filter(Sample::solves)
            .forEach(each -> programs.add(each.program()));
        CodeReport.write(run, temperature, report);
      }
    }
    ObjectNode document = Json.object().put("model", model).put("problems", tasks.size());
    document.put("samples", samples).set("temperatures", rows);
    if (predictOutput) {
      document.set(
          "outputPrediction",
          Json.tree(new ExecutionPrediction(opened, runner, 64).score(tasks, run.run())));
    }
    if (trainingText != null) {
      TrainingOverlap overlap =
          new TrainingOverlap(CodeReport.documents(environment.resolve(trainingText)));
      document.set(
          "sharedLines",
          Json.tree(programs.stream().mapToInt(overlap::longestRun).sorted().boxed().toList()));
    }
    return Answer.of(document, out -> CodeReport.print(document, out));
  }

  private ProgrammingTask byId(List<ProgrammingTask> all, String id) {
    return all.stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(
            () -> new InputException("--demonstrations " + id + ": no such problem in " + file));
  }
}
