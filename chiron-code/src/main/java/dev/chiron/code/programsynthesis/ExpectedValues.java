package dev.chiron.code.programsynthesis;

import dev.chiron.code.execution.ProgrammingTask;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The calls and values of tests of the form {@code assert f(x) == value}. */
final class ExpectedValues {
  private static final Pattern ASSERTION =
      Pattern.compile("(?s)^\\s*assert\\s*\\(?\\s*(\\w[\\w.]*\\(.*\\))\\s*==\\s*(.+?)\\s*;?\\s*$");

  private ExpectedValues() {}

  /** A call and the value that it should have. */
  record Expected(String call, String value) {}

  /** Of one test; empty if it has another form. */
  static Optional<Expected> of(String test) {
    Matcher matcher = ASSERTION.matcher(test);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String value = matcher.group(2);
    boolean wrapped = test.strip().matches("(?s)assert\\s*\\(.*") && value.endsWith(")");
    boolean balanced =
        value.chars().filter(c -> c == '(').count() == value.chars().filter(c -> c == ')').count();
    return Optional.of(
        new Expected(
            matcher.group(1),
            wrapped && !balanced ? value.substring(0, value.length() - 1).strip() : value));
  }

  /**
   * Whether a program's text holds the expected value of every test and the tests expect at least
   * two different ones: a program that has learned them by heart does. Values of one character are
   * in almost every program and tell nothing.
   */
  static boolean allIn(String program, ProgrammingTask task) {
    List<String> values =
        task.tests().stream()
            .map(ExpectedValues::of)
            .flatMap(Optional::stream)
            .map(Expected::value)
            .toList();
    return values.size() == task.tests().size()
        && values.stream().distinct().count() > 1
        && values.stream().allMatch(value -> value.length() > 1 && program.contains(value));
  }
}
