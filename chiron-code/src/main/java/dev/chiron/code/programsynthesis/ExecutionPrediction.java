package dev.chiron.code.programsynthesis;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.chiron.code.execution.ProgrammingTask;
import dev.chiron.code.execution.TestRun;
import dev.chiron.code.execution.TestRunner;
import dev.chiron.core.io.Json;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.program.Language;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.run.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks a model what a call of a reference solution returns (§6): a prediction is right if it prints
 * as the value does that the call really has.
 */
public final class ExecutionPrediction {
  private final LanguageModel model;
  private final TestRunner runner;
  private final int maxTokens;

  public ExecutionPrediction(LanguageModel model, TestRunner runner, int maxTokens) {
    this.model = model;
    this.runner = runner;
    this.maxTokens = maxTokens;
  }

  /**
   * @param calls that were asked about
   * @param right share of calls
   * @param allRight share of problems of which every call was right
   */
  public record Score(int calls, double right, double allRight) {}

  /** Of one problem, a call an entry. */
  record Answers(List<Boolean> right) {}

  /** Asks about every test of the form {@code assert call == value} of problems with solutions. */
  public Score score(List<ProgrammingTask> tasks, Run run) {
    List<Answers> answers = new ArrayList<>();
    for (ProgrammingTask task : tasks) {
      answers.add(run.step("predict " + task.id(), Answers.class, () -> predict(task)));
    }
    List<Answers> asked = answers.stream().filter(each -> !each.right().isEmpty()).toList();
    List<Boolean> calls = asked.stream().flatMap(each -> each.right().stream()).toList();
    return new Score(
        calls.size(),
        calls.stream().mapToInt(each -> each ? 1 : 0).average().orElse(0),
        asked.stream().mapToInt(each -> each.right().contains(false) ? 0 : 1).average().orElse(0));
  }

  private Answers predict(ProgrammingTask task) {
    List<String> calls =
        task.tests().stream()
            .map(ExpectedValues::of)
            .flatMap(Optional::stream)
            .map(ExpectedValues.Expected::call)
            .toList();
    if (task.reference().isBlank() || calls.isEmpty()) {
      return new Answers(List.of());
    }
    List<String> checks = new ArrayList<>();
    for (String call : calls) {
      String prediction =
          model.generate(prompt(task, call), Decoding.greedy(maxTokens, "\n")).text().strip();
      checks.add(check(task.language(), call, prediction));
    }
    TestRun result = runner.run(task, task.header() + task.reference(), checks);
    return new Answers(result.passed());
  }

  private static Prompt prompt(ProgrammingTask task, String call) {
    return Prompt.plain(
        task.header()
            + task.reference().strip()
            + "\n\nValue of a call of this code\nCall: "
            + call
            + "\nValue:");
  }

  /** A prediction is read as a literal and never run. */
  private static String check(Language language, String call, String prediction) {
    String text = Json.line(TextNode.valueOf(prediction));
    return language == Language.PYTHON
        ? "import ast\nassert repr(ast.literal_eval(" + text + ")) == repr(" + call + ")"
        : "assert String.valueOf(" + call + ").equals(" + text + ");";
  }
}
