package dev.chiron.code.programsynthesis;

import dev.chiron.code.execution.ErrorClass;
import dev.chiron.code.execution.ProgrammingTask;
import dev.chiron.code.execution.TestRun;
import dev.chiron.code.execution.TestRunner;
import dev.chiron.core.error.InputException;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Samples programs for problems, runs them, and goes on in a dialog where none passes. Problems are
 * the unit of resuming; each sample's seed is derived from the run's, the problem's id and its own
 * number, so neither their order nor what was done before changes one.
 */
public final class ProgramSynthesis {
  private final LanguageModel model;
  private final TestRunner runner;
  private final List<ProgrammingTask> demonstrations;
  private final Feedback feedback;
  private final SynthesisSettings settings;

  /**
   * @param demonstrations solved problems for the prompt, in order
   * @throws InputException if a demonstration has no solution to show
   */
  public ProgramSynthesis(
      LanguageModel model,
      TestRunner runner,
      List<ProgrammingTask> demonstrations,
      Feedback feedback,
      SynthesisSettings settings) {
    this.model = model;
    this.runner = runner;
    this.demonstrations = List.copyOf(demonstrations);
    this.feedback = feedback;
    this.settings = settings;
    for (ProgrammingTask each : demonstrations) {
      if (each.reference().isBlank()) {
        throw new InputException(
            "demonstration '" + each.id() + "': has no solution to show; take another");
      }
    }
  }

  /**
   * Tries all problems.
   *
   * @throws InputException if a problem is also a demonstration
   */
  public SynthesisReport run(List<ProgrammingTask> tasks, Run run, Progress progress) {
    Set<String> shown = new HashSet<>();
    demonstrations.forEach(each -> shown.add(each.id()));
    List<TaskResult> results = new ArrayList<>();
    for (ProgrammingTask task : tasks) {
      if (shown.contains(task.id())) {
        throw new InputException(
            "problem '" + task.id() + "' is also a demonstration: leave it out of the problems");
      }
      progress.update("problems", results.size(), tasks.size(), task.id());
      results.add(
          run.step("solve " + task.id() + " " + settings, TaskResult.class, () -> solve(task)));
    }
    progress.update("problems", tasks.size(), tasks.size(), "done");
    return new SynthesisReport(results);
  }

  private TaskResult solve(ProgrammingTask task) {
    Tally tally = new Tally();
    List<Sample> samples = sampled(task, List.of(), settings.samples(), "sample", tally);
    List<String> hints = new ArrayList<>();
    List<SynthesisPrompt.Turn> turns = new ArrayList<>();
    Sample attempt = best(samples);
    while (!attempt.solves() && hints.size() < settings.turns()) {
      Optional<String> hint = feedback.hint(task, attempt.program(), runOf(task, attempt));
      if (hint.isEmpty()) {
        break;
      }
      hints.add(hint.get());
      turns.add(new SynthesisPrompt.Turn(attempt.program(), hint.get()));
      attempt =
          best(sampled(task, turns, settings.samplesPerTurn(), "turn " + hints.size(), tally));
    }
    return new TaskResult(
        task.id(), samples, hints, attempt.solves() ? hints.size() : -1, tally.tokens);
  }

  private List<Sample> sampled(
      ProgrammingTask task,
      List<SynthesisPrompt.Turn> turns,
      int count,
      String stream,
      Tally tally) {
    Prompt prompt =
        Prompt.plain(SynthesisPrompt.of(demonstrations, task, settings.testsShown(), turns));
    Seeds seeds = new Seeds(settings.seed()).child(task.id());
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              Completion completion =
                  model.generate(
                      prompt,
                      Decoding.sampled(
                          settings.maxTokens(),
                          settings.temperature(),
                          seeds.derive(stream + " " + i),
                          SynthesisPrompt.DONE));
              tally.add(completion);
              return judged(task, completion.text());
            })
        .toList();
  }

  /** Runs what is in a completion. */
  private Sample judged(ProgrammingTask task, String completion) {
    Optional<String> program = SolutionText.extract(completion, task);
    if (program.isEmpty()) {
      return new Sample("", ErrorClass.NOT_EXTRACTED, "no program", 0, false, false);
    }
    TestRun result = runner.run(task, program.get());
    boolean challenged =
        result.solved()
            && (task.challengeTests().isEmpty()
                || runner.run(task, program.get(), task.challengeTests()).solved());
    return new Sample(
        program.get(),
        result.error(),
        result.detail(),
        result.passes(),
        challenged,
        ExpectedValues.allIn(program.get(), task));
  }

  private TestRun runOf(ProgrammingTask task, Sample sample) {
    return sample.error() == ErrorClass.NOT_EXTRACTED
        ? new TestRun(
            ErrorClass.NOT_EXTRACTED,
            sample.detail(),
            task.tests().stream().map(_ -> false).toList())
        : runner.run(task, sample.program());
  }

  /** Solving before failing, then the most tests passed, then the first. */
  private static Sample best(List<Sample> samples) {
    return samples.stream()
        .max(
            Comparator.comparing(Sample::solves)
                .thenComparingInt(Sample::passed)
                .thenComparingInt(each -> -samples.indexOf(each)))
        .orElseThrow();
  }

  /** Tokens of one problem. */
  private static final class Tally {
    private long tokens;

    void add(Completion completion) {
      tokens += completion.usage().tokens();
    }
  }
}
