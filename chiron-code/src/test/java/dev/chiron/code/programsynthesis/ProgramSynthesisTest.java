package dev.chiron.code.programsynthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chiron.code.execution.ErrorClass;
import dev.chiron.code.execution.ProgrammingTask;
import dev.chiron.code.execution.TestRunner;
import dev.chiron.core.error.InputException;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelInfo;
import dev.chiron.core.model.Price;
import dev.chiron.core.model.Usage;
import dev.chiron.core.program.Language;
import dev.chiron.core.program.Limits;
import dev.chiron.core.program.ProgramRunnerProvider;
import dev.chiron.core.program.ProgramRunners;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramSynthesisTest {
  private static final String WRONG = "def f(x):\n  return x + 1\n";
  private static final String RIGHT = "def f(x):\n  return x * 2\n";
  private static final String BY_HEART = "def f(x):\n  return {10: 20, 11: 22}[x]\n";

  @TempDir Path directory;

  private TestRunner runner = new TestRunner(Limits.strict().within(Duration.ofSeconds(30)));
  private int runs;

  @BeforeEach
  void needsPython() {
    ProgramRunnerProvider processes = ProgramRunners.providers().getFirst();
    Optional<String> obstacle = processes.obstacle(Language.PYTHON);
    assumeTrue(obstacle.isEmpty(), obstacle.orElse(""));
  }

  @AfterEach
  void close() {
    runner.close();
  }

  private static ProgrammingTask task(String id) {
    return new ProgrammingTask(
        id,
        Language.PYTHON,
        "Double a number.",
        "",
        RIGHT,
        "",
        List.of("assert f(10) == 20", "assert f(11) == 22"),
        List.of("assert f(-5) == -10"));
  }

  /** Answers by what it is asked and by the seed, as a sampled model does. */
  private record Scripted(BiFunction<String, Long, String> answer, AtomicInteger calls)
      implements LanguageModel {
    @Override
    public ModelInfo info() {
      return new ModelInfo("scripted", 4096, 1, Set.of(), Price.FREE);
    }

    @Override
    public List<Completion> generate(List<Prompt> prompts, Decoding decoding) {
      return prompts.stream()
          .map(prompt -> prompt.messages().getFirst().text())
          .map(
              text -> {
                calls.incrementAndGet();
                return new Completion(
                    answer.apply(text, decoding.seed()),
                    Completion.Finish.STOP,
                    new Usage(1, 10, 5));
              })
          .toList();
    }
  }

  private SynthesisReport solve(
      BiFunction<String, Long, String> answer, Feedback feedback, int turns, String... ids) {
    SynthesisSettings settings = new SynthesisSettings(2, 4, 0.5, 64, turns, 1, 3);
    return new ProgramSynthesis(
            new Scripted(answer, new AtomicInteger()),
            runner,
            List.of(task("demo")),
            feedback,
            settings)
        .run(
            Stream.of(ids).map(ProgramSynthesisTest::task).toList(),
            new Run(directory.resolve("run" + runs++), InstantSource.system()),
            Progress.SILENT);
  }

  private static String bySeed(long seed) {
    return Math.floorMod(seed, 2) == 0 ? RIGHT : WRONG;
  }

  @Test
  void theOrderOfProblemsChangesNoResult() {
    Feedback none = Feedback.automatic(2);
    SynthesisReport forward = solve((_, seed) -> bySeed(seed), none, 0, "a", "b", "c");
    SynthesisReport backward = solve((_, seed) -> bySeed(seed), none, 0, "c", "b", "a");
    assertThat(backward.results().reversed()).isEqualTo(forward.results());
    assertThat(forward.errors().get(ErrorClass.SOLVED)).isBetween(1, 11);
    assertThat(forward.tokens()).isEqualTo(12 * 15);
  }

  @Test
  void aSolutionLearnedByHeartSolvesAndIsFlagged() {
    SynthesisReport report = solve((_, _) -> BY_HEART, Feedback.automatic(2), 0, "a");
    assertThat(report.solvedByAny()).isEqualTo(1);
    assertThat(report.overfitted()).isEqualTo(4);
    assertThat(solve((_, _) -> RIGHT, Feedback.automatic(2), 0, "a").overfitted()).isZero();
  }

  @Test
  void anInformativeHintSolvesWhereTheSameTestAgainDoesNot() {
    BiFunction<String, Long, String> model =
        (prompt, _) -> prompt.contains("multiply") ? RIGHT : WRONG;
    SynthesisReport informed =
        solve(model, (_, _, _) -> Optional.of("multiply by two"), 2, "a", "b");
    SynthesisReport repeated = solve(model, Feedback.automatic(2), 2, "a", "b");
    assertThat(informed.solvedAfterHints()).containsExactly(0.0, 1.0);
    assertThat(repeated.solvedAfterHints()).containsExactly(0.0, 0.0, 0.0);
  }

  @Test
  void withoutTurnsADialogIsPlainSampling() {
    SynthesisReport plain = solve((_, seed) -> bySeed(seed), Feedback.automatic(2), 0, "a");
    SynthesisReport dialog =
        solve((_, seed) -> bySeed(seed), (_, _, _) -> Optional.empty(), 4, "a");
    assertThat(dialog.results().getFirst().samples())
        .isEqualTo(plain.results().getFirst().samples());
  }

  @Test
  void theAutomaticHintNamesTheFailingTest() {
    List<String> prompts = new ArrayList<>();
    solve(
        (prompt, _) -> {
          prompts.add(prompt);
          return WRONG;
        },
        Feedback.automatic(2),
        1,
        "a");
    assertThat(prompts.getLast()).contains("AssertionError in assert f(10) == 20");
    assertThat(prompts.getLast()).contains(WRONG.strip());
    assertThat(prompts.getFirst()).doesNotContain("f(-5)");
  }

  @Test
  void aDemonstrationIsNoProblem() {
    assertThatThrownBy(() -> solve((_, _) -> RIGHT, Feedback.automatic(2), 0, "demo"))
        .isInstanceOf(InputException.class)
        .hasMessage("problem 'demo' is also a demonstration: leave it out of the problems");
  }

  @Test
  void aFinishedProblemIsNotAskedAgain() {
    Run run = new Run(directory.resolve("resumed"), InstantSource.system());
    AtomicInteger calls = new AtomicInteger();
    ProgramSynthesis synthesis =
        new ProgramSynthesis(
            new Scripted((_, _) -> RIGHT, calls),
            runner,
            List.of(),
            Feedback.automatic(2),
            new SynthesisSettings(2, 2, 0.5, 64, 0, 1, 0));
    SynthesisReport first = synthesis.run(List.of(task("a")), run, Progress.SILENT);
    SynthesisReport second = synthesis.run(List.of(task("a"), task("b")), run, Progress.SILENT);
    assertThat(calls.get()).isEqualTo(4);
    assertThat(second.results().getFirst()).isEqualTo(first.results().getFirst());
  }

  @Test
  void aPredictionIsRightIfItPrintsAsTheValueDoes() {
    ExecutionPrediction.Score score =
        new ExecutionPrediction(
                new Scripted(
                    (prompt, _) -> prompt.contains("Call: f(10)") ? " 20 " : "__import__('os')",
                    new AtomicInteger()),
                runner,
                8)
            .score(
                List.of(task("a")), new Run(directory.resolve("predict"), InstantSource.system()));
    assertThat(score).isEqualTo(new ExecutionPrediction.Score(2, 0.5, 0));
  }
}
