package dev.chiron.code.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.core.program.Language;
import dev.chiron.core.program.Limits;
import dev.chiron.core.program.Outcome;
import dev.chiron.core.program.Program;
import dev.chiron.core.program.ProgramRunner;
import dev.chiron.core.program.ProgramRunners;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Runs solutions with their tests in a sandbox. A test has passed only if the harness around it
 * said so, in a message that begins with a key that the program's text does not hold: a program
 * that ends early, with whatever exit code, or that prints as if it had passed, has not.
 *
 * <p>The same solution with the same tests is run once. A program that is written against this very
 * harness could still look for the key in the interpreter's memory; it could deceive about its
 * tests but not leave the sandbox.
 */
public final class TestRunner implements AutoCloseable {
  /**
   * Linux's numbers of what a sandbox refuses: rights, processes, open files, file size, space, a
   * read-only file system, a network, and names of hosts.
   */
  private static final Pattern REFUSED =
      Pattern.compile("\\[Errno (?:1|11|13|24|27|28|30|101|-\\d+)]");

  private final Function<Language, ProgramRunner> opener;
  private final Limits limits;
  private final Map<Language, ProgramRunner> runners = new ConcurrentHashMap<>();
  private final Map<Program, TestRun> known = new ConcurrentHashMap<>();

  /** With the safest sandbox of each language. */
  public TestRunner(Limits limits) {
    this(ProgramRunners::open, limits);
  }

  public TestRunner(Function<Language, ProgramRunner> opener, Limits limits) {
    this.opener = opener;
    this.limits = limits;
  }

  /** Runs a solution, its header included, with the problem's tests. */
  public TestRun run(ProgrammingTask task, String solution) {
    return run(task, solution, task.tests());
  }

  /**
   * Runs a solution with other tests.
   *
   * @throws InputException if there is no sandbox for its language
   */
  public TestRun run(ProgrammingTask task, String solution, List<String> tests) {
    if (tests.isEmpty()) {
      throw new IllegalArgumentException("nothing to check: no tests");
    }
    String source =
        switch (task.language()) {
          case PYTHON -> PythonHarness.around(solution, task.setup(), tests);
          case JAVA -> JavaHarness.around(solution, task.setup(), tests);
          case JAVASCRIPT ->
              throw new InputException("problems in JavaScript: give problems in Python or Java");
        };
    return known.computeIfAbsent(
        Program.of(task.language(), source), program -> execute(program, tests.size()));
  }

  private TestRun execute(Program program, int tests) {
    String key = UUID.randomUUID().toString();
    Outcome outcome =
        runners
            .computeIfAbsent(program.language(), opener)
            .run(new Program(program.language(), program.source(), key + "\n"), limits);
    List<JsonNode> said = said(outcome.stdout(), key);
    List<Boolean> passed = new ArrayList<>(Collections.nCopies(tests, false));
    ErrorClass error = ErrorClass.SOLVED;
    String detail = "";
    for (JsonNode each : said) {
      int test = each.path("test").asInt();
      boolean fine = each.path("error").asText().isEmpty();
      if (fine && test >= 0 && test < tests) {
        passed.set(test, true);
      }
      ErrorClass now = errorOf(each);
      if (now.compareTo(error) < 0) {
        error = now;
        detail = (each.path("error").asText() + ": " + each.path("detail").asText()).strip();
      }
    }
    if (error == ErrorClass.SOLVED && passed.contains(false)) {
      return unfinished(outcome, passed);
    }
    return new TestRun(error, detail.replaceAll(":$", "").replace('\n', ' '), passed);
  }

  private static List<JsonNode> said(String output, String key) {
    List<JsonNode> said = new ArrayList<>();
    for (String line : output.split("\n")) {
      if (line.startsWith(key)) {
        try {
          said.add(Json.mapper().readTree(line.substring(key.length())));
        } catch (JsonProcessingException e) {
          // The output was cut in the middle of a message: the test counts as not passed.
        }
      }
    }
    return said;
  }

  private static ErrorClass errorOf(JsonNode message) {
    String error = message.path("error").asText();
    return switch (error) {
      case "" -> ErrorClass.SOLVED;
      case "AssertionError", "java.lang.AssertionError" -> ErrorClass.WRONG_VALUE;
      case "SyntaxError", "IndentationError", "TabError" ->
          message.path("test").asInt() < 0 ? ErrorClass.DOES_NOT_COMPILE : ErrorClass.EXCEPTION;
      case "MemoryError", "java.lang.OutOfMemoryError" -> ErrorClass.OUT_OF_MEMORY;
      case "PermissionError" -> ErrorClass.FORBIDDEN;
      default ->
          REFUSED.matcher(message.path("detail").asText()).find()
              ? ErrorClass.FORBIDDEN
              : ErrorClass.EXCEPTION;
    };
  }

  /** The harness did not come to its end, so the outcome of the whole says why. */
  private static TestRun unfinished(Outcome outcome, List<Boolean> passed) {
    ErrorClass error =
        switch (outcome.verdict()) {
          case DOES_NOT_COMPILE -> ErrorClass.DOES_NOT_COMPILE;
          case TIMEOUT -> ErrorClass.TIMEOUT;
          case MEMORY -> ErrorClass.OUT_OF_MEMORY;
          case FORBIDDEN -> ErrorClass.FORBIDDEN;
          case OK, FAILED, OUTPUT, CRASH -> ErrorClass.EXCEPTION;
        };
    return new TestRun(
        error, outcome.ok() ? "ended before its tests did" : outcome.detail(), passed);
  }

  @Override
  public void close() {
    runners.values().forEach(ProgramRunner::close);
  }
}
